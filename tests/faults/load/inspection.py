"""Faults that are found, reported, put right; their tickets elsewhere follow."""

import random

from faults.desk import Desk
from faults.load.scene import Scene
from faults.people import DESK, ENGINEER, OFFICER


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
