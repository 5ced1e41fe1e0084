"""A meeting in its three phases: prepared, supported, wound up (A8S-1 2.1)."""

from datetime import date

from watchbill.stage.desk import Json
from watchbill.stage.scene import ENGINEER, SERVICE_DESK, Scene, moment

READY = {"checks": ["listed", "needs_agreed", "set_up"]}


async def plan(scene: Scene, day: date, title: str, starts: str, ends: str, ready: str, *, recorded: bool = False) -> Json:
    """Puts a meeting of the first level into the list; `ready` is when its set-up is due."""
    body = {
        "title": title,
        "level": "一级",
        "kind": "应急",
        "starts_at": moment(day, starts).isoformat(),
        "ends_at": moment(day, ends).isoformat(),
        "setup_due_at": moment(day, ready).isoformat(),
        "recording_required": recorded,
    }
    return await scene.desk.post(SERVICE_DESK, "tickets", "/meetings", body)


async def prepare(scene: Scene, meeting: Json, *, roll_call: bool = True) -> None:
    """Everything is set up now; the terminals answer the roll call, or nobody asks them."""
    await scene.desk.post(ENGINEER, "tickets", f"/meetings/{meeting['id']}/prepare", READY)
    if roll_call:
        await scene.desk.post(ENGINEER, "tickets", f"/meetings/{meeting['id']}/roll-call", {})


async def begin(scene: Scene, meeting: Json) -> None:
    """It starts now."""
    await scene.desk.post(ENGINEER, "tickets", f"/meetings/{meeting['id']}/start", {})


async def finish(scene: Scene, meeting: Json) -> None:
    """It ends now, with the organiser's signature; a recording that was asked for is not there."""
    await scene.desk.post(ENGINEER, "tickets", f"/meetings/{meeting['id']}/finish", {"work_order_signed": True})
