"""What the sample's people have no need of, so that every field that takes words has had some; and a year that is over."""

import secrets
from typing import Any

import asyncpg

from browser.attacks.hostile import Place
from browser.attacks.somebody import Harmed
from browser.past import LEAK, PastYear
from watchbill.place import CONSOLE, PARTS

OFFICER, HEAD, LEADER, FINANCE = "customer.officer", "customer.head", "customer.leader", "customer.finance"
COMPANY, MANAGER, ENGINEER = "contractor.company", "contractor.manager", "contractor.engineer"
Json = dict[str, Any]

PARK = """
insert into parked (name, source, contract_id, number, target, type, code, reason, parked_at)
values ('attack', 'attack', 'sample', 1, 'attack/1', 'Attack', 'rule_unknown', '没有这条规则。', clock_timestamp()) returning id
"""
NOT_TYPED: dict[Place, str] = {}
"""Fields that nobody here typed into, and why."""


def on_site(house: Harmed) -> None:
    """People, shifts, tickets and meetings."""
    house.act(MANAGER, "roster", "/people/av-4/name", name="音视频丁")
    ahead = _one(house, "roster", "/shifts", "planned", -1)
    house.act(MANAGER, "roster", f"/shifts/{ahead['shift_id']}/cancel")
    done = _one(house, "roster", "/shifts", "ended", -1)
    house.act(ENGINEER, "roster", f"/shifts/{done['shift_id']}/corrections", punch="end", at=done["planned_to"], reason="漏打卡")
    ticket = house.act(OFFICER, "tickets", "/tickets", kind="request", description="投影")
    house.act("contractor.desk", "tickets", f"/tickets/{ticket['id']}/dispatch")
    house.act(ENGINEER, "tickets", f"/tickets/{ticket['id']}/resolve")
    house.act(OFFICER, "tickets", f"/tickets/{ticket['id']}/reopen", reason="仍无图像")
    supported = _one(house, "tickets", "/meetings", "supported", 0)
    incident = {"rule": "2.1B.1", "phase": "during", "description": "中断"}
    house.act(OFFICER, "tickets", f"/meetings/{supported['id']}/incidents", **incident)
    house.act(OFFICER, "tickets", f"/meetings/{_one(house, 'tickets', '/meetings', 'planned', -1)['id']}/cancel")


def on_paper(house: Harmed) -> None:
    """A slip that is disputed and corrected, another that the contractor does not sign; a breach let go; a year published."""
    at = _one(house, "roster", "/shifts", "ended", -1)["ended_at"]
    slip = {"rule": "1.1.1", "points": 2, "event_at": at, "narrative": "迟到"}
    first, second = (house.act(OFFICER, "scoring", "/slips", **slip)["id"] for _ in range(2))
    house.act(MANAGER, "scoring", f"/slips/{first}/comment", text="已知悉")
    house.act(MANAGER, "scoring", f"/slips/{first}/concur")
    house.act(MANAGER, "scoring", f"/slips/{first}/sign")
    house.act(HEAD, "scoring", f"/slips/{first}/sign")
    house.act(OFFICER, "scoring", f"/slips/{first}/counter", points=1, narrative="核实仅晚一分钟")
    house.act(HEAD, "scoring", f"/slips/{second}/sign")
    house.act(LEADER, "scoring", f"/slips/{second}/uphold", reason="乙方拒绝签字")
    breach = _one(house, "billing", "/breaches", "proposed", 0)
    house.act(LEADER, "billing", f"/breaches/{breach['id']}/waive", reason="免除")
    new_year = f"{at[:4]}-01-01"
    body: Json = {"days": {new_year: "holiday"}, "names": {new_year: "元旦"}, "source_document": "通知"}
    house.act(OFFICER, "billing", "/calendars", year=int(at[:4]), **body)


def when_the_year_is_over(year: PastYear) -> None:
    """A quarter that is objected to, an invoice that is sent back, the acceptance."""
    year.activate()
    year.deducted(1, *LEAK)
    year.act(OFFICER, "scoring", "/quarters/1/assess")
    year.act(MANAGER, "scoring", "/quarters/1/respond", objection="扣分过重")
    year.act(HEAD, "scoring", "/quarters/1/escalate", reason="协商不成")
    year.act(LEADER, "scoring", "/quarters/1/resolve", decision="维持")
    money, day = year.pack()["money"], year.today.isoformat()
    bond, first = ({"amount": one["amount"]} for one in (money["bond"], money["payments"][0]))
    year.act(COMPANY, "billing", "/bond/lodge", amount=bond, form="cash", lodged_on=year.day(9).isoformat())
    year.act(COMPANY, "billing", "/payments/1/invoice", number="INV-1", amount=first, received_on=day)
    year.act(FINANCE, "billing", "/payments/1/invoice/reject", reason="抬头有误")
    year.act(COMPANY, "billing", "/acceptance/apply", applied_on=day)
    year.act(LEADER, "billing", "/acceptance/decide", passed=True, decided_on=day, opinion="同意")


def by_the_administrator(house: Harmed) -> None:
    """Accounts closed, opened again and recovered, a program, and in every service something parked that is let go."""
    body: Json = {"login": f"x-{secrets.token_hex(3)}", "name": "某人", "oidc_subject": secrets.token_hex(3)}
    body["grants"] = [{"contract": "sample", "roles": [FINANCE]}]
    account = house.post(CONSOLE, "/v1/accounts", "admin", body, contract="*")["account"]["id"]
    for step in ("close", "reopen", "recoveries"):
        house.post(CONSOLE, f"/v1/accounts/{account}/{step}", "admin", {"reason": "忘记密码"}, contract="*")
    house.post(CONSOLE, "/v1/clients", "admin", {"name": "门禁", "contracts": {"sample": ["viewer"]}}, contract="*")
    for service in PARTS:
        number = house.run(_parked(house.database(service)))
        house.post(service, f"/v1/parked/{number}/dismiss", "admin", {"reason": "不再处理"}, contract="*")


async def _parked(database: str) -> int:
    """Something that a service could not handle, laid before it as one of an earlier version left it."""
    connection = await asyncpg.connect(database)
    try:
        return int(await connection.fetchval(PARK))
    finally:
        await connection.close()


def _one(house: Harmed, service: str, path: str, state: str, which: int) -> Json:
    found: list[Json] = house.get(service, f"/v1/contracts/sample{path}?limit=200")["items"]
    return [one for one in found if one["state"]["code"] == state][which]
