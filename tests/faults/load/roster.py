"""The team: people, days planned, shifts worked, leave that moves timers."""

import random
from datetime import timedelta

from faults.desk import Desk
from faults.load.scene import Scene
from faults.people import COMPANY, ENGINEER, MANAGER, OFFICER, TEAM

DAYS_A_ROSTER = 3


async def team(desk: Desk, scene: Scene) -> None:
    """The people of a new contract and its first rosters."""
    for person, post in TEAM.items():
        await _approved(desk, scene, person, post)
    for _ in range(3):
        await plan(desk, scene, random.Random(0))


async def _approved(desk: Desk, scene: Scene, person: str, post: str) -> None:
    body = {
        "person_id": person,
        "posts": [post],
        "industry_years": 9,
        "specialty_years": 9,
        "education": "bachelor",
        "name": f"值守{person}",
    }
    await desk.give("roster.person.register", MANAGER, scene.contract, "/people", body)
    await desk.give("roster.person.approve", OFFICER, scene.contract, f"/people/{person}/approve", {"posts": [post]})


async def plan(desk: Desk, scene: Scene, chance: random.Random) -> None:
    """The next days: drafted, published, their shifts waiting to be worked."""
    first = scene.now().date() + timedelta(days=1)
    scene.days = max(scene.days, first.toordinal())
    days = range(scene.days, scene.days + DAYS_A_ROSTER)
    scene.days += DAYS_A_ROSTER
    shifts = []
    for ordinal in days:
        day = first.fromordinal(ordinal)
        for person, post in TEAM.items():
            times = {"planned_from": f"{day}T09:00:00+08:00", "planned_to": f"{day}T18:00:00+08:00"}
            shifts.append({"shift_id": f"{day:%m%d}-{person}", "person_id": person, "post": post, **times})
    body = {
        "roster_id": f"r-{days[0]}",
        "starts": first.fromordinal(days[0]).isoformat(),
        "ends": first.fromordinal(days[-1]).isoformat(),
        "shifts": shifts,
    }
    drafted = await desk.give("roster.roster.draft", MANAGER, scene.contract, "/rosters", body)
    await desk.give("roster.roster.publish", MANAGER, scene.contract, f"/rosters/{drafted.id}/publish")
    scene.shifts.extend(str(shift["shift_id"]) for shift in shifts)


async def begin_shift(desk: Desk, scene: Scene, chance: random.Random) -> None:
    """Somebody comes; most leave later."""
    if not scene.shifts:
        await plan(desk, scene, chance)
    shift = scene.shifts.popleft()
    await desk.give("roster.shift.start", ENGINEER, scene.contract, f"/shifts/{shift}/start", {})
    scene.working.append(shift)


async def end_shift(desk: Desk, scene: Scene, chance: random.Random) -> None:
    """Somebody goes, but never the last one: tickets must find somebody on duty."""
    if len(scene.working) < 2:
        await begin_shift(desk, scene, chance)
        return
    shift = scene.working.popleft()
    await desk.give("roster.shift.end", ENGINEER, scene.contract, f"/shifts/{shift}/end", {})


async def leave(desk: Desk, scene: Scene, chance: random.Random) -> None:
    """Leave over a planned shift: its absence timer moves, or stops."""
    if not scene.shifts:
        return
    shift = chance.choice(scene.shifts)
    month, day, person = int(shift[:2]), int(shift[2:4]), shift[5:]
    start = scene.now().replace(month=month, day=day, hour=1, minute=0, second=0, microsecond=0)
    body = {
        "person_id": person,
        "starts_at": (start - timedelta(hours=1)).isoformat(),
        "ends_at": (start + timedelta(hours=chance.randint(1, 12))).isoformat(),
        "reason": "看病",
    }
    asked = await desk.give("roster.leave.request", ENGINEER, scene.contract, "/leave", body)
    answer = "approve" if chance.random() < 0.7 else "decline"
    await desk.give(f"roster.leave.{answer}", OFFICER, scene.contract, f"/leave/{asked.id}/{answer}", {})


async def newcomer(desk: Desk, scene: Scene, chance: random.Random) -> None:
    """Somebody joins, fails the exam, is replaced or leaves."""
    scene.people += 1
    person = f"new-{scene.people}"
    await _approved(desk, scene, person, "IM")
    path = f"/people/{person}"
    await desk.give("roster.person.exam", OFFICER, scene.contract, f"{path}/exam", {"passed": chance.random() < 0.5})
    if chance.random() < 0.5:
        body = {"successor_id": "im-1", "cause": "resignation", "approved": True}
        await desk.give("roster.person.replace", MANAGER, scene.contract, f"{path}/replace", body)
    elif chance.random() < 0.5:
        await desk.give("roster.person.leave", COMPANY, scene.contract, f"{path}/leave-contract", {})


async def handover(desk: Desk, scene: Scene, chance: random.Random) -> None:
    """What is due today is handed over, at whatever time it is; sometimes what was missed is entered for its day."""
    day = scene.now().date() - timedelta(days=chance.random() < 0.3)
    path = f"/v1/contracts/{scene.contract}/handovers"
    page = await desk.get(ENGINEER, "roster", path, day=day.isoformat())
    waiting = [row for row in page.get("items", ()) if row["state"]["code"] in {"due", "missed"}]
    if not waiting:
        return
    row = chance.choice(waiting)
    body: dict[str, object] = {"incoming": "vc-2", "outgoing": "vc-1", "omitted": chance.choice((0, 0, 1, 2)), "remarks": "正常"}
    if row["state"]["code"] == "missed":
        body["at"] = row["due_at"]
    where = f"/handovers/{row['handover_id']}/complete"
    await desk.attempt("roster.handover.complete", ENGINEER, scene.contract, where, body)


async def key_period(desk: Desk, scene: Scene, chance: random.Random) -> None:
    """The customer wants more people for some hours; handovers within are freed."""
    start = scene.now() + timedelta(hours=chance.randint(-6, 40))
    body: dict[str, object] = {
        "post": chance.choice(("VC", "IM", "AV")),
        "starts_at": start.isoformat(),
        "ends_at": (start + timedelta(hours=chance.randint(2, 30))).isoformat(),
        "reason": "重要会议",
    }
    if chance.random() < 0.7:
        body["minimum"] = chance.randint(2, 5)
    await desk.give("roster.key-period.order", OFFICER, scene.contract, "/key-periods", body)
