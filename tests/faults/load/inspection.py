"""Faults that are found, reported, put right; their tickets elsewhere follow. Plans, their rounds, what a check finds."""

import random
from datetime import date, timedelta

from faults.desk import Desk
from faults.load.scene import Scene
from faults.people import DESK, ENGINEER, MANAGER, OFFICER
from faults.record import Json

DAILY, MONTHLY = ("INS-AU-2", "INS-AU-3", "INS-DS-1", "INS-DS-2"), "INS-AU-1"
LAST = date(2027, 6, 14)
LONGEST_PLAN = 60


async def fault(desk: Desk, scene: Scene, chance: random.Random) -> None:
    """Found; perhaps reported; perhaps resolved, and then the ticket that tickets opened by itself is closed."""
    body = {"description": "大屏黑屏", "place": "指挥大厅"}
    found = await desk.give("inspection.fault.find", ENGINEER, scene.contract, "/faults", body)
    if chance.random() < 0.5:
        await desk.give("inspection.fault.report", ENGINEER, scene.contract, f"/faults/{found.id}/report", {})
    if chance.random() < 0.3:
        return
    path = f"/faults/{found.id}/resolve"
    resolved = await desk.give("inspection.fault.resolve", ENGINEER, scene.contract, path, {"note": "重启"})
    if chance.random() < 0.6:
        role = OFFICER if chance.random() < 0.5 else DESK
        path = f"/tickets/fault-{found.id}/close"
        # Waits until tickets has heard of it; refused, when that takes too long.
        await desk.attempt("tickets.ticket.close", role, scene.contract, path, Watchbill_After=resolved.lane)


async def plan(desk: Desk, scene: Scene, chance: random.Random) -> None:
    """Drawn up by the contractor; most are confirmed, and take the place of an earlier one. A fault must be told in an hour."""
    today = scene.now().date()
    ends = min(today + timedelta(days=chance.randint(1, LONGEST_PLAN)), LAST)
    lines = [{"item": item, "place": "指挥大厅", "frequency": "daily"} for item in chance.sample(DAILY, chance.randint(2, 4))]
    lines.append({"item": MONTHLY, "place": "机房", "frequency": "monthly"})
    body = {"starts": today.isoformat(), "ends": ends.isoformat(), "lines": lines, "report_within_minutes": 60}
    proposed = await desk.give("inspection.plan.propose", MANAGER, scene.contract, "/plans", body)
    if chance.random() < 0.8:
        await desk.give("inspection.plan.confirm", OFFICER, scene.contract, f"/plans/{proposed.id}/confirm")


async def checks(desk: Desk, scene: Scene, chance: random.Random) -> None:
    """Some lines of the day's round get their results, some of yesterday's too late; what fails opens a fault."""
    day = scene.now().date() - timedelta(days=chance.random() < 0.25)
    shown = await desk.get(ENGINEER, "inspection", f"/v1/contracts/{scene.contract}/rounds/{day}")
    lines = [line["line"] for kind in ("round", "month") for line in (shown.get(kind) or {}).get("lines", ()) if _open(line)]
    for line in chance.sample(lines, min(len(lines), 3)):
        body: Json = {"line": line, "result": "pass"}
        if chance.random() < 0.3:
            body = {"line": line, "result": "fail", "note": "无信号"}
        await desk.attempt("inspection.check.record", ENGINEER, scene.contract, f"/rounds/{day}/results", body)


def _open(line: Json) -> bool:
    return line["state"]["code"] in {"open", "missed"}
