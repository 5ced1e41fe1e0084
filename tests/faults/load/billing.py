"""The contract's terms, which all services adopt, and breaches with their cure clocks."""

import random

from faults.desk import Desk
from faults.load.scene import Scene
from faults.people import COMPANY, FINANCE, HEAD, LEADER, OFFICER

OPTIONS = {"att.late_at_10": ("inclusive", "exclusive"), "tier.mode": ("exclusive", "cumulative")}


async def reading(desk: Desk, scene: Scene, chance: random.Random) -> None:
    """An open point is read differently from now on."""
    name = chance.choice(sorted(OPTIONS))
    body = {"option": chance.choice(OPTIONS[name]), "reason": "双方商定"}
    await desk.attempt("billing.reading", HEAD, scene.contract, f"/readings/{name}", body)


async def rate(desk: Desk, scene: Scene, chance: random.Random) -> None:
    """The reference rate for late payment."""
    body = {
        "percent": f"3.{chance.randint(10, 99)}",
        "published_on": "2026-05-20",
        "source_document": "LPR",
        "example": True,
    }
    await desk.give("billing.rate", FINANCE, scene.contract, "/reference-rates", body)


async def breach(desk: Desk, scene: Scene, chance: random.Random) -> None:
    """Proposed, notified (a cure clock may start), cured, disputed, confirmed or waived."""
    now = scene.now()
    body = {"code": "BR-3", "fact": "人员不符", "occurred_on": now.date().isoformat()}
    proposed = await desk.give("billing.breach.propose", OFFICER, scene.contract, "/breaches", body)
    path = f"/breaches/{proposed.id}"
    notice = {"received_at": now.isoformat(), "channel": "email"}
    await desk.give("billing.breach.notify", OFFICER, scene.contract, f"{path}/notify", notice)
    fate = chance.random()
    if fate < 0.3:
        await desk.attempt("billing.breach.cure", OFFICER, scene.contract, f"{path}/cure", {"cured_on": now.date().isoformat()})
    if fate > 0.7:
        await desk.attempt("billing.breach.dispute", COMPANY, scene.contract, f"{path}/dispute", {"reason": "不属实"})
    if fate > 0.5:
        await desk.attempt("billing.breach.confirm", LEADER, scene.contract, f"{path}/confirm", {})
    if fate > 0.8:
        await desk.attempt("billing.breach.waive", LEADER, scene.contract, f"{path}/waive", {"reason": "和解"})


async def calendar(desk: Desk, scene: Scene, chance: random.Random) -> None:
    """The year that the pack only projects is published, and published otherwise again: due dates move."""
    days = chance.sample(("2027-02-08", "2027-02-09", "2027-04-05", "2027-05-03", "2027-06-09"), 3)
    body = {"year": 2027, "source_document": "示例", "days": {"2027-01-01": "holiday", **dict.fromkeys(days, "holiday")}}
    await desk.give("billing.calendar", OFFICER, scene.contract, "/calendars", body)
