"""Finance: a year's money from the bond to its return, with everybody whom it needs, on pages alone."""

from playwright.sync_api import Page, expect

from browser.deciding import decide, offered, refused
from browser.house import House
from browser.past import LEAK, UNTIDY, PastYear
from browser.people import People


def invoiced(company: Page, finance: Page, number: str, day: str) -> None:
    """The contractor hands in an invoice of the amount that is due, and finance finds it in order."""
    decide(company, "提交发票", {"发票号码": number, "收到日": day})
    decide(finance, "发票合格")


def test_a_years_money_goes_from_the_bond_through_every_payment_to_the_settlement_and_the_bonds_return(
    people: People, house: House
) -> None:
    year = assessed(people, house)
    finance = year.somebody("customer.finance", "/billing/payments/1")
    company = year.somebody("contractor.company", "/billing/bond")
    officer = year.somebody("customer.officer", "/billing/breaches")
    leader = year.somebody("customer.leader", "/")
    first_payment(year, company, finance)
    late_payment(year, company, finance)
    damages(year, officer, leader)
    settlement(year, finance, officer, leader)
    rest_of_the_late_payment(year, finance)
    final_payment(year, company, finance)
    bond_back(year, company, finance, leader)


def assessed(people: People, house: House) -> PastYear:
    """A year of 82 points: 5 and 10 off for two quarters, 3 for an interview. Its last calendar is not published yet."""
    year = PastYear(people, house)
    year.activate(unpublished=[year.ended.year])
    for quarter, slip in ((1, LEAK), (2, LEAK), (2, UNTIDY)):
        year.deducted(quarter, *slip)
    for quarter in (1, 2, 3, 4):
        year.close(quarter)
    interview = {"rule": "AS-2.3", "fact": "被技术保障部室约谈 1 次", "occurred_on": year.day(300).isoformat()}
    finding = year.act("customer.officer", "scoring", "/annual/findings", **interview)
    year.act("customer.leader", "scoring", f"/annual/findings/{finding['id']}/confirm")
    year.act("contractor.company", "scoring", "/annual/apply")
    year.act("customer.leader", "scoring", "/annual/finalise")
    return year


def first_payment(year: PastYear, company: Page, finance: Page) -> None:
    """60 % once the bond is there: not before."""
    day = year.day(12).isoformat()
    expect(finance.locator(".wb-guards li", has_text="履约保证金")).to_contain_text("否")
    refused(finance, "登记付款", {"付款日": day}, "§4.2¶1")
    decide(company, "登记保证金到账", {"形式": "bank_guarantee", "提交日": year.day(9).isoformat()})
    expect(company.locator(".wb-facts")).to_contain_text("已持有")
    expect(finance.locator(".wb-guards li", has_text="履约保证金")).to_contain_text("是")  # seen without loading again
    decide(finance, "登记到账资金", {"到账日": day, "批复文件": "拨款-01"})
    year.go(company, "/billing/payments/1")
    invoiced(company, finance, "INV-1", day)
    decide(finance, "登记付款", {"付款日": day})
    expect(finance.locator(".wb-facts .wb-status").first).to_contain_text("已付清")


def late_payment(year: PastYear, company: Page, finance: Page) -> None:
    """Applied for after eight months and overdue since; part of the funds came."""
    day = year.day(250).isoformat()
    year.go(company, "/billing/payments/2")
    year.go(finance, "/billing/payments/2")
    decide(company, "登记付款申请", {"收到日": day})
    invoiced(company, finance, "INV-2", day)
    expect(finance.locator(".wb-facts .wb-status").first).to_contain_text("逾期")
    decide(finance, "登记到账资金", {"金额": "100000", "到账日": day, "批复文件": "拨款-02"})
    decide(finance, "登记付款", {"金额": "100000", "付款日": year.today.isoformat()})
    expect(finance.locator(".wb-facts .wb-status").first).to_contain_text("资金不足")
    refused(finance, "计算逾期利息", None, "LPR")
    year.go(finance, "/billing/rates")
    published = year.began.isoformat()
    decide(finance, "录入利率", {"年利率": "3.00", "发布日": published, "依据文件": "示例", "示例": True}, stays=True)
    expect(finance.locator(".wb-table")).to_contain_text("3.00")


def damages(year: PastYear, officer: Page, leader: Page) -> None:
    """One percent for a service left out: proposed and notified by the officer, confirmed by the leader."""
    day = year.day(118).isoformat()
    decide(officer, "提出违约", {"违约情形": "BR-3", "事实": "遗漏服务内容", "发生日": day})
    decide(officer, "登记通知送达", {"送达时间": f"{day}T15:00"})
    year.go(leader, "/billing/breaches?code=BR-3")
    leader.locator("tr.is-link a").first.click()
    decide(leader, "确认违约金")
    expect(officer.locator(".wb-facts .wb-status").first).to_contain_text("违约金已确认")


def settlement(year: PastYear, finance: Page, officer: Page, leader: Page) -> None:
    """82 points pay 75 % of the tail; the damages come off the bond. Nothing is frozen on a projected calendar."""
    year.go(finance, "/billing/settlement")
    expect(finance.locator(".wb-facts")).to_contain_text("试算")
    expect(finance.locator(".wb-facts")).to_contain_text("449,055.00 元")  # 598,740.00 x 75 %
    decide(finance, "提出结算")
    expect(offered(finance)).to_have_text(["提出结算"])
    year.go(leader, "/billing/settlement")
    refused(leader, "确认结算", None, f"放假安排尚未公布, 不能据此定案。 ({year.ended.year} 年)")
    year.go(officer, "/system/calendars")
    given = f"{year.ended.year}-01-01 {year.ended.year}-01-03 元旦\n{year.ended.year}-10-01 {year.ended.year}-10-07 国庆节"
    refused(officer, "录入放假安排", {"年度": "2050", "依据文件": "通知", "放假日期": "2050-01-01"}, "与合同期限无关")
    decide(
        officer, "录入放假安排", {"年度": year.ended.year, "依据文件": "关于部分节假日安排的通知", "放假日期": given}, stays=True
    )
    row = officer.locator(".wb-table tr", has_text="关于部分节假日安排的通知")
    expect(row).to_contain_text("已公布")
    expect(row).to_contain_text("10")
    decide(leader, "确认结算")
    for page in (leader, finance):
        expect(page.locator(".wb-facts .wb-status").first).to_contain_text("已确认")
        expect(page.locator(".wb-facts")).to_contain_text("29,937.00 元")  # 1 % of 2,993,700.00
        expect(page.locator(".wb-facts")).to_contain_text("269,433.00 元")  # 299,370.00 less that
    expect(finance.locator(".wb-explanation").first).to_contain_text("82")


def rest_of_the_late_payment(year: PastYear, finance: Page) -> None:
    """The rest arrives. No interest: the invoice was in order today only, and nobody is late before (clause 4.2 paragraph 6)."""
    year.go(finance, "/billing/payments/2")
    refused(finance, "计算逾期利息", None, "没有逾期付款")
    decide(finance, "登记到账资金", {"金额": "498740", "批复文件": "拨款-03"})
    decide(finance, "登记付款", {"金额": "498740"})
    expect(finance.locator(".wb-facts .wb-status").first).to_contain_text("已付清")


def final_payment(year: PastYear, company: Page, finance: Page) -> None:
    """The contractor is paid what the settlement says, not a fen more."""
    year.go(company, "/billing/payments/3")
    year.go(finance, "/billing/payments/3")
    decide(company, "提交发票", {"发票号码": "INV-3", "金额": "449055.01", "收到日": year.today.isoformat()})
    expect(finance.locator(".wb-facts")).to_contain_text("INV-3")
    decide(finance, "退回发票", {"原因": "金额不符"})
    for page in (company, finance):
        expect(page.locator(".wb-facts")).to_contain_text("金额不符")
    invoiced(company, finance, "INV-3b", year.today.isoformat())
    decide(finance, "登记付款", {"付款日": year.today.isoformat()})
    for page in (company, finance):
        expect(page.locator(".wb-facts .wb-status").first).to_contain_text("已付清")
    year.go(finance, "/billing/settlement")
    expect(finance.locator(".wb-legend")).to_contain_text("合计 0.00 元")


def bond_back(year: PastYear, company: Page, finance: Page, leader: Page) -> None:
    """What is left of the bond goes back once the project is accepted."""
    year.go(company, "/billing/acceptance")
    decide(company, "申请验收")
    year.go(leader, "/billing/acceptance")
    decide(leader, "作出验收意见", {"合格": True, "验收意见": "同意验收"})
    expect(company.locator(".wb-facts")).to_contain_text("验收合格")
    year.go(finance, "/billing/bond")
    decide(finance, "登记退还")
    expect(finance.locator(".wb-facts .wb-status").first).to_contain_text("已了结")
    expect(finance.locator(".wb-facts")).to_contain_text("269,433.00 元")
    expect(offered(finance)).to_have_count(0)
