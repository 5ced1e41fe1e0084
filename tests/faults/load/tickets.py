"""What happens at the service desk."""

import asyncio
import random
from datetime import timedelta

from faults.desk import Desk
from faults.load.scene import Scene
from faults.people import DESK, ENGINEER, OFFICER

PREPARED = {"checks": ["listed", "needs_agreed", "set_up"]}


async def call(desk: Desk, scene: Scene, chance: random.Random) -> None:
    """A call is answered, or the caller gives up."""
    rang = await desk.give("tickets.call.log", DESK, scene.contract, "/calls", {"about": "投影仪"})
    if chance.random() < 0.6:
        await desk.give("tickets.call.answer", DESK, scene.contract, f"/calls/{rang.id}/answer", {})
    await desk.give("tickets.call.hang-up", DESK, scene.contract, f"/calls/{rang.id}/hang-up", {})


async def contested_call(desk: Desk, scene: Scene, chance: random.Random) -> None:
    """Three answer the same call at once, one of them with the version it saw: one wins."""
    rang = await desk.give("tickets.call.log", DESK, scene.contract, "/calls", {})
    path = f"/calls/{rang.id}/answer"
    tries = [desk.attempt("tickets.call.answer", DESK, scene.contract, path, {}) for _ in range(2)]
    await asyncio.gather(*tries, desk.attempt("tickets.call.answer", DESK, scene.contract, path, {}, If_Match='"1"'))
    await desk.attempt("tickets.call.hang-up", DESK, scene.contract, f"/calls/{rang.id}/hang-up", {}, If_Match='"1"')
    await desk.give("tickets.call.hang-up", DESK, scene.contract, f"/calls/{rang.id}/hang-up", {})


async def ticket(desk: Desk, scene: Scene, chance: random.Random) -> None:
    """Opened, dispatched to who is on duty, resolved, closed; sometimes the work was not done after all."""
    body = {"kind": "request", "description": "更换话筒电池", "urgent": chance.random() < 0.3}
    opened = await desk.give("tickets.ticket.open", OFFICER, scene.contract, "/tickets", body)
    path = f"/tickets/{opened.id}"
    await desk.give("tickets.ticket.dispatch", DESK, scene.contract, f"{path}/dispatch", {})
    await desk.give("tickets.ticket.resolve", ENGINEER, scene.contract, f"{path}/resolve", {"note": "已更换"})
    if chance.random() < 0.2:
        await desk.give("tickets.ticket.reopen", DESK, scene.contract, f"{path}/reopen", {"reason": "仍无声音"})
        return
    await desk.give("tickets.ticket.close", OFFICER, scene.contract, f"{path}/close")


async def complaint(desk: Desk, scene: Scene, chance: random.Random) -> None:
    """Somebody complains."""
    await desk.give("tickets.complaint", OFFICER, scene.contract, "/complaints", {"text": "态度生硬"})


async def meeting(desk: Desk, scene: Scene, chance: random.Random) -> None:
    """A meeting whose preparation is watched by two timers: some are met, some run out, some meetings are called off."""
    now = scene.now()
    ready = now + timedelta(minutes=chance.randint(5, 240))
    body = {
        "title": "视频例会",
        "level": "一级",
        "kind": "例会",
        "starts_at": (ready + timedelta(minutes=30)).isoformat(),
        "ends_at": (ready + timedelta(minutes=90)).isoformat(),
        "setup_due_at": ready.isoformat(),
    }
    planned = await desk.give("tickets.meeting.plan", DESK, scene.contract, "/meetings", body)
    path = f"/meetings/{planned.id}"
    fate = chance.random()
    if fate < 0.2:
        await desk.give("tickets.meeting.cancel", DESK, scene.contract, f"{path}/cancel", {"reason": "改期"})
    if fate < 0.5:
        return
    await desk.give("tickets.meeting.prepare", ENGINEER, scene.contract, f"{path}/prepare", PREPARED)
    await desk.give("tickets.meeting.roll-call", ENGINEER, scene.contract, f"{path}/roll-call", {})
    if fate > 0.75:
        await desk.give("tickets.meeting.start", ENGINEER, scene.contract, f"{path}/start", {})
        await desk.give("tickets.meeting.finish", ENGINEER, scene.contract, f"{path}/finish", {"work_order_signed": fate > 0.85})
