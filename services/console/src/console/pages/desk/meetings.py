"""会议保障: the day's meetings, and one meeting with what comes before, during and after."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from console.pages.desk import choices
from console.remote import Shown
from console.shell.cells import Column
from console.shell.form import Field, act
from console.shell.here import Here
from console.shell.html import box, status, text
from console.shell.page import page
from console.shell.parts import Fact, heading, timeline
from console.shell.table import Filter, Table
from console.shell.thing import Offer, Thing

Json = dict[str, Any]
Found = tuple[Shown, list[Json]]
"""The meeting, and the rules under which this person may note something about it."""

PHASES = ("before", "during", "after")
COLUMNS = (
    Column("starts_at", "moment", sort=True),
    Column("title", wide=True),
    Column("level"),
    Column("kind"),
    Column("state", "status"),
    Column("setup_due_at", "clock"),
    Column("set_up_at", "clock"),
    Column("roll_call", "status"),
)
FACTS = (
    *(Fact("title"), Fact("state", "status"), Fact("level"), Fact("kind")),
    *(Fact("starts_at", "moment"), Fact("ends_at", "moment")),
    *(Fact("setup_due_at", "moment"), Fact("set_up_at", "moment"), Fact("roll_call", "status")),
    *(Fact("roll_call_due_at", "moment"), Fact("roll_call_at", "moment"), Fact("started_at", "moment")),
    *(Fact("finished_at", "moment"), Fact("work_order_signed", "flag"), Fact("recording_required", "flag")),
    *(Fact("recording_done", "flag"), Fact("planned_by_name", title="field.planned_by"), Fact("cancel_reason")),
)
PLAN = (
    Field("title", required=True),
    Field("level", required=True),
    Field("kind", required=True),
    Field("starts_at", "moment", required=True),
    Field("ends_at", "moment", required=True),
    Field("setup_due_at", "moment", required=True),
    Field("roll_call_due_at", "moment"),
    Field("recording_required", "check"),
)


@page("/desk/meetings", title="desk.meetings", group="desk", action="meeting.read", place=30)
async def meetings(here: Here) -> None:
    """Every meeting; those who may can plan one."""
    with heading(here.say("desk.meetings")):
        plan = (here, "desk.plan_meeting", "meeting.plan", "tickets", "/meetings")
        act(*plan, lambda answer: here.go(f"/desk/meetings/{answer['id']}"), fields=PLAN, main=True)
    Table(
        *(here, "tickets", "/meetings", COLUMNS),
        title="desk.meetings_next",
        heading=True,
        fixed={"state": "planned"},
        sort=("starts_at", False),
        opens="/desk/meetings/{id}",
        types=("meeting-", "roll-call-", "incident-"),
        exact=True,
        limit=10,
        files=False,
    )
    Table(
        *(here, "tickets", "/meetings", COLUMNS),
        title="desk.meetings",
        sort=("starts_at", True),
        filters=(Filter("day", kind="date"), Filter("state", choices.of(here, "meeting", choices.MEETING_STATES))),
        opens="/desk/meetings/{id}",
        types=("meeting-", "roll-call-", "incident-"),
        exact=True,
    )


@page("/desk/meetings/{meeting_id}", title="desk.meeting", group="desk", action="meeting.read", listed=False)
async def meeting(here: Here, meeting_id: str) -> None:
    """One meeting: its checks before, what happened during, what was signed after."""
    path = f"/meetings/{meeting_id}"
    buttons = heading(here.say("desk.meeting"))

    async def load() -> Found:
        found = await here.remote.show("tickets", path)
        if not here.may("meeting.note_incident"):
            return found, []
        return found, (await here.remote.get("tickets", "/incident-rules"))["items"]

    tell, decide = partial(_checks, here), partial(_decide, here)
    with box("div", "wb-columns"):
        Thing(here, "tickets", path, buttons, FACTS, decide, more=tell, load=load, names=("planned_by",))
        timeline(here, "tickets", f"meeting/{meeting_id}")


def _checks(here: Here, shown: Found, _offer: Offer) -> None:
    found = shown[0].body
    done = {check["code"] for check in found["checks"]}
    text("h2", here.say("desk.before"))
    with box("ul", "wb-lines"):
        for code in choices.CHECKS:
            with box("li"):
                status(here.say(f"desk.check.{code}"), "good" if code in done else "wait")
    if found["incidents"]:
        text("h2", here.say("desk.incidents"))
        with box("ul", "wb-lines"):
            for incident in found["incidents"]:
                with box("li"):
                    text("span", str(incident.get("rule", "")), "wb-clause")
                    text("span", str(incident.get("description") or ""))


def _decide(here: Here, shown: Found, offer: Offer) -> None:
    found, support = shown[0].body, "meeting.support"
    state = found["state"]["code"]
    if state == "planned":
        left = [code for code in choices.CHECKS if code not in {check["code"] for check in found["checks"]}]
        uncalled = found["roll_call"] and found["roll_call"]["code"] != "done"
        if left:
            checks = Field("checks", "many", required=True, options=choices.of(here, "check", left))
            offer("desk.prepare", support, "prepare", checks, main=True)
        if uncalled:
            offer("desk.roll_call", support, "roll-call", main=not left)
        offer("desk.start", support, "start", main=not left and not uncalled)
        offer("desk.cancel", "meeting.cancel", "cancel", Field("reason", "long"))
    elif state == "running":
        signed, recorded = Field("work_order_signed", "check"), Field("recording_done", "check")
        offer("desk.finish", support, "finish", signed, recorded, main=True)
    if state != "cancelled" and shown[1]:
        offer(*("desk.incident", "meeting.note_incident", "incidents"), *_incident(here, shown[1]))


def _incident(here: Here, rules: Sequence[Json]) -> tuple[Field, ...]:
    """In which phase, and under which of that phase's rules of the contract in force."""
    under = {
        phase: {"options": [(one["code"], f"{one['code']} {one[here.language]}") for one in rules if one["phase"] == phase]}
        for phase in PHASES
    }
    return (
        Field("phase", "choice", required=True, value="during", options=choices.of(here, "phase", PHASES)),
        Field("rule", "choice", required=True, by="phase", cases=under),
        Field("description", "long", required=True, most=4000),
    )
