"""会议保障: the day's meetings, and one meeting with what comes before, during and after."""

from typing import Any

from console.pages.desk import choices
from console.shell.cells import Column
from console.shell.form import Field, act
from console.shell.here import Here
from console.shell.html import box, status, text
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import Fact, facts, heading, timeline
from console.shell.table import Filter, Table

Json = dict[str, Any]

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
    *(Fact("recording_done", "flag"), Fact("planned_by"), Fact("cancel_reason")),
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
        title="desk.meetings",
        sort=("starts_at", True),
        filters=(Filter("state", choices.of(here, "meeting", choices.MEETING_STATES)),),
        opens="/desk/meetings/{id}",
        types=("meeting-", "roll-call-", "incident-"),
    )


@page("/desk/meetings/{meeting_id}", title="desk.meeting", group="desk", action="meeting.read", listed=False)
async def meeting(here: Here, meeting_id: str) -> None:
    """One meeting: its checks before, what happened during, what was signed after."""
    path = f"/meetings/{meeting_id}"
    buttons = heading(here.say("desk.meeting"))

    def show(found: Any) -> None:
        facts(here, found.body, FACTS)
        _checks(here, found.body)
        buttons.clear()
        with buttons:
            _buttons(here, path, found.body, found.etag, panel)

    with box("div", "wb-columns"):
        panel = Panel(here, "", lambda: here.remote.show("tickets", path), show, services=("tickets",))
        timeline(here, "tickets", f"meeting/{meeting_id}")


def _checks(here: Here, found: Json) -> None:
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


def _buttons(here: Here, path: str, found: Json, etag: str | None, panel: Panel) -> None:
    async def again(_answer: Json) -> None:
        await panel.refresh()

    def button(words: str, verb: str, *fields: Field, action: str = "meeting.support", main: bool = False) -> None:
        act(
            *(here, words, action, "tickets", f"{path}/{verb}", again),
            fields=fields,
            etag=etag,
            changed=panel.refresh,
            main=main,
        )

    state = found["state"]["code"]
    if state == "planned":
        checks = choices.of(here, "check", choices.CHECKS)
        button("desk.prepare", "prepare", Field("checks", "many", required=True, options=checks), main=True)
        if found["roll_call"] and found["roll_call"]["code"] != "done":
            button("desk.roll_call", "roll-call")
        button("desk.start", "start")
        button("desk.cancel", "cancel", Field("reason", "long"), action="meeting.cancel")
    elif state == "running":
        button("desk.finish", "finish", Field("work_order_signed", "check"), Field("recording_done", "check"), main=True)
    if state != "cancelled":
        phases = [(code, here.say(f"desk.phase.{code}")) for code in ("before", "during", "after")]
        button(
            *("desk.incident", "incidents", Field("rule", required=True)),
            *(Field("phase", "choice", required=True, value="during", options=phases),),
            *(Field("description", "long", required=True, most=4000),),
            action="meeting.note_incident",
        )
