"""Availability checks (设备可用性监控): planned by one side, confirmed by the other, carried out by line."""

from collections.abc import Sequence
from datetime import date

from watchbill.stage.desk import Json
from watchbill.stage.scene import ENGINEER, MANAGER, OFFICER, Scene

PLACE = "指挥大厅"


async def propose(scene: Scene, starts: date, ends: date, items: Sequence[str], monthly: Sequence[str] = ()) -> Json:
    """The contractor's plan for these days, both included. It binds nobody yet."""
    lines = [
        *({"item": item, "place": PLACE, "frequency": "daily"} for item in items),
        *({"item": item, "place": PLACE, "frequency": "monthly"} for item in monthly),
    ]
    body = {"starts": starts.isoformat(), "ends": ends.isoformat(), "lines": lines}
    return await scene.desk.post(MANAGER, "inspection", "/plans", body)


async def confirm(scene: Scene, plan: Json) -> None:
    """The customer agrees; the plan's rounds fall due."""
    await scene.desk.post(OFFICER, "inspection", f"/plans/{plan['id']}/confirm")


async def lines_of(scene: Scene, day: date) -> list[str]:
    """What is to be checked on a day."""
    found = await scene.desk.get(ENGINEER, "inspection", f"/rounds/{day}")
    return [line["line"] for line in found["round"]["lines"]]


async def passed(scene: Scene, day: date, lines: Sequence[str]) -> None:
    """These are found in order now."""
    for line in lines:
        await scene.desk.post(ENGINEER, "inspection", f"/rounds/{day}/results", {"line": line, "result": "pass"})


async def failed(scene: Scene, day: date, line: str, note: str) -> tuple[Json, Json]:
    """This one is not: its fault is reported, its ticket dispatched. Returns fault and ticket."""
    body = {"line": line, "result": "fail", "note": note}
    check = await scene.desk.post(ENGINEER, "inspection", f"/rounds/{day}/results", body)
    fault = await scene.desk.post(ENGINEER, "inspection", f"/faults/{check['fault_id']}/report", {})
    await scene.settle()
    ticket = await ticket_of(scene, fault)
    await scene.dispatch(ticket)
    return fault, ticket


async def ticket_of(scene: Scene, fault: Json) -> Json:
    """The ticket that tickets opened for a fault."""
    (ticket,) = await scene.desk.every(OFFICER, "tickets", "/tickets", fault_id=fault["id"])
    return ticket


async def resolve(scene: Scene, fault: Json, note: str) -> None:
    """The fault is gone; its ticket hears of it."""
    await scene.desk.post(ENGINEER, "inspection", f"/faults/{fault['id']}/resolve", {"note": note})
    await scene.settle()
