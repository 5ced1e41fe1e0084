"""A full day on post: who works when, so that the contract's minimum is met at every instant."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from watchbill.stage.desk import Json
from watchbill.stage.scene import ENGINEER, MANAGER, Scene, moment


class Turn(NamedTuple):
    """One person's planned shift."""

    id: str
    person: str
    post: str
    starts: datetime
    ends: datetime


DAY = ("sm-1", "vc-1", "vc-2", "vc-3", "im-1", "im-2", "av-1", "av-2", "sd-1")
NIGHT = ("vc-4", "im-3", "av-3")


def turns(day: date, night: Sequence[str] = NIGHT) -> list[Turn]:
    """The day of a working day: one team from 9 to 18, one before and after it."""
    midnight, opens, closes = moment(day, "00:00"), moment(day, "09:00"), moment(day, "18:00")
    return [
        *(turn(day, person, midnight, opens, "early") for person in night),
        *(turn(day, person, opens, closes, "day") for person in DAY),
        *(turn(day, person, closes, midnight + timedelta(days=1), "late") for person in night),
    ]


def turn(day: date, person: str, starts: datetime, ends: datetime, part: str) -> Turn:
    """A turn on the person's own post, which their id begins with."""
    return Turn(f"{day:%m%d}-{part}-{person}", person, person.partition("-")[0].upper(), starts, ends)


async def publish(scene: Scene, starts: date, ends: date, planned: Sequence[Turn]) -> None:
    """The manager plans the days, both included; publishing makes the plan binding."""
    roster = await draft(scene, starts, ends, planned)
    await scene.desk.post(MANAGER, "roster", f"/rosters/{roster['roster_id']}/publish")


async def draft(scene: Scene, starts: date, ends: date, planned: Sequence[Turn]) -> Json:
    """The manager plans the days, both included. Binds nobody."""
    shifts = [
        {
            "shift_id": one.id,
            "person_id": one.person,
            "post": one.post,
            "planned_from": one.starts.isoformat(),
            "planned_to": one.ends.isoformat(),
        }
        for one in planned
    ]
    body = {"starts": starts.isoformat(), "ends": ends.isoformat(), "shifts": shifts}
    return await scene.desk.post(MANAGER, "roster", "/rosters", body)


async def start(scene: Scene, shift: Turn) -> None:
    """Somebody takes the post now."""
    await scene.desk.post(ENGINEER, "roster", f"/shifts/{shift.id}/start", {})


async def end(scene: Scene, shift: Turn) -> None:
    """Somebody leaves the post now."""
    await scene.desk.post(ENGINEER, "roster", f"/shifts/{shift.id}/end", {})


async def relieve(scene: Scene, leaving: Sequence[Turn], coming: Sequence[Turn]) -> None:
    """One team takes over from another at the same moment: first they come, then the others go."""
    for one in coming:
        await start(scene, one)
    for one in leaving:
        await end(scene, one)
