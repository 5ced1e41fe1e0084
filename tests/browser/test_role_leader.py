"""The leader: what waits at home, quarters with and without agreement, the annual score, damages, acceptance."""

import re

from playwright.sync_api import expect

from browser.deciding import decide, offered, refused
from browser.house import House
from browser.past import LEAK, UNTIDY, PastYear
from browser.people import People


def test_a_leader_decides_what_waits_at_home_until_the_years_score_is_final(people: People, house: House) -> None:
    year = PastYear(people, house)
    year.activate()
    year.deducted(1, *LEAK)
    year.deducted(2, *LEAK)
    year.deducted(2, *UNTIDY)
    for quarter in (1, 2, 3):
        year.close(quarter)
    year.close(4, until="respond")
    interview = {"rule": "AS-2.3", "fact": "被技术保障部室约谈 1 次", "occurred_on": year.day(300).isoformat()}
    year.act("customer.officer", "scoring", "/annual/findings", **interview)

    company = year.somebody("contractor.company", "/scoring/annual")
    decide(company, "申请年度考核")
    leader = year.somebody("customer.leader", "/")
    waits = leader.locator(".wb-waits li")
    waits.filter(has_text="约谈").get_by_role("link").click()
    expect(offered(leader)).to_have_text(["确认", "不予采纳"])
    decide(leader, "确认")
    expect(leader.locator(".wb-facts .wb-status").first).to_contain_text("已确认")

    year.go(leader, "/scoring/annual")
    refused(leader, "审定年度得分", None, "尚有季度考核未办结")

    year.go(leader, "/")
    waits.filter(has_text="通知单").get_by_role("link").click()
    expect(leader).to_have_url(re.compile(r"/scoring/quarters/4$"))
    decide(leader, "出具通知单")
    expect(leader.locator(".wb-facts")).to_contain_text(re.compile("[0-9a-f]{64}"))
    year.act("customer.head", "scoring", "/quarters/4/close")

    year.go(leader, "/scoring/annual")
    decide(leader, "审定年度得分")
    # 100, quarter 1 minus 5 (20 is over 10, not over 20), quarter 2 minus 10 (21), the interview minus 3
    expect(leader.locator(".wb-figure").first).to_contain_text("82")
    expect(leader.locator(".wb-facts")).to_contain_text("75 %")
    expect(company.locator(".wb-figure").first).to_contain_text("82")
    expect(leader.locator(".wb-explanation")).to_contain_text("被技术保障部室约谈")
