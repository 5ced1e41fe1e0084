"""Calls, tickets, meetings, complaints, who is on duty."""

from datetime import datetime

from faults.oracle.folds.fold import Fact, Folds, Row, Step, by, change, gone, new, stream

_MEETING = ("title", "level", "kind", "starts_at", "ends_at", "setup_due_at", "roll_call_due_at", "recording_required")


def _planned(_row: Row | None, fact: Fact) -> Row:
    unset = ("set_up_at", "roll_call_at", "started_at", "finished_at", "work_order_signed", "recording_done", "cancel_reason")
    return {
        "meeting_id": fact.id,
        "state": "planned",
        **{name: fact.data[name] for name in _MEETING},
        "planned_by": fact.data["by"],
        "checks": [],
        "roll_call": "due",
        "incidents": [],
        **dict.fromkeys(unset),
    }


def _prepared(row: Row | None, fact: Fact) -> Row | None:
    if row is None:
        return None
    set_up = fact.data["prepared_at"] if "set_up" in fact.data["checks"] else row["set_up_at"]
    return {**row, "checks": [*row["checks"], *fact.data["checks"]], "set_up_at": set_up}


def _roll_called(row: Row | None, fact: Fact) -> Row | None:
    done = "done" if fact.data["in_time"] else "done_late"
    return None if row is None else {**row, "roll_call": done, "roll_call_at": fact.data["done_at"]}


def _incident(row: Row | None, fact: Fact) -> Row | None:
    if row is None:
        return None
    noted = {name: fact.data[name] for name in ("incident_id", "phase", "rule", "occurred_at", "description")}
    return {**row, "incidents": [*row["incidents"], {**noted, "noted_by": fact.data["by"], "position": fact.position}]}


def _reopened(row: Row | None, fact: Fact) -> Row | None:
    if row is None:
        return None
    empty = dict.fromkeys(("resolved_at", "closed_at", "note"))
    return {**row, **empty, "state": "opened", "reopened": row["reopened"] + 1, "reopen_reason": fact.data["reason"]}


def _queued(step: Step) -> Step:
    """And where the ticket then stands in the queue: urgent work, other work, each from the oldest; the newest that is done."""

    def queued(row: Row | None, fact: Fact) -> Row | None:
        now = step(row, fact)
        if now is None:
            return None
        opened = datetime.fromisoformat(now["opened_at"])
        since = int(opened.timestamp()) * 1000 + opened.microsecond // 1000
        if now["state"] in {"resolved", "closed"}:
            return {**now, "turn": 3_000_000_000_000_000 - since}
        return {**now, "turn": since + (0 if now["urgent"] else 1_000_000_000_000_000)}

    return queued


_ANSWERED = change(state="answered", answered_at=".answered_at", answered_by=".by", waited_seconds=".waited_seconds")
_DISPATCHED = _queued(
    change(state="dispatched", person_id=".person_id", post=".post", shift_id=".shift_id", dispatched_at=".dispatched_at")
)

FOLDS: Folds = {
    "call-rang": (
        (
            "calls",
            stream,
            new(call_id=".", state="ringing", rang_at=".rang_at", logged_by=".by", about=".about",
                answered_at=None, answered_by=None, ended_at=None, waited_seconds=None),
        ),
    ),
    "call-answered": (
        ("calls", stream, _ANSWERED),
    ),
    "call-ended": (("calls", stream, change(state="ended", ended_at=".ended_at")),),
    "call-missed": (("calls", stream, change(state="missed", ended_at=".ended_at", waited_seconds=".waited_seconds")),),
    "call-wrapped-up": (),
    "ticket-opened": (
        (
            "tickets",
            stream,
            _queued(new(ticket_id=".", state="opened", kind=".kind", urgent=".urgent", opened_at=".opened_at", opened_by=".by",
                description=".description", wanted_post=".post", fault_id=".fault_id", call_id=".call_id",
                meeting_id=".meeting_id", person_id=None, post=None, shift_id=None, dispatched_at=None, resolved_at=None,
                note=None, closed_at=None, reopened=0, reopen_reason=None)),
        ),
    ),
    "ticket-dispatched": (
        (
            "tickets",
            stream,
            _DISPATCHED,
        ),
    ),
    "ticket-resolved": (("tickets", stream, _queued(change(state="resolved", resolved_at=".resolved_at", note=".note"))),),
    "ticket-closed": (("tickets", stream, _queued(change(state="closed", closed_at=".closed_at"))),),
    "ticket-reopened": (("tickets", stream, _queued(_reopened)),),
    "urgent-task-completed": (),
    "duty-began": (
        (
            "on_duty",
            by("shift_id"),
            new(shift_id=".shift_id", person_id=".person_id", post=".post", since=".began_at", source=".source"),
        ),
    ),
    "duty-ended": (("on_duty", by("shift_id"), gone),),
    "meeting-planned": (("meetings", stream, _planned),),
    "meeting-prepared": (("meetings", stream, _prepared),),
    "roll-call-done": (("meetings", stream, _roll_called),),
    "roll-call-missed": (("meetings", stream, change(roll_call="missed")),),
    "incident-noted": (("meetings", stream, _incident),),
    "meeting-started": (("meetings", stream, change(state="running", started_at=".started_at")),),
    "meeting-finished": (
        (
            "meetings",
            stream,
            change(state="finished_with_findings", finished_at=".finished_at", work_order_signed=".work_order_signed",
                   recording_done=".recording_done"),
        ),
    ),
    "meeting-supported": (("meetings", stream, change(state="supported")),),
    "meeting-cancelled": (("meetings", stream, change(state="cancelled", cancel_reason=".reason")),),
    "complaint-received": (
        (
            "complaints",
            stream,
            new(complaint_id=".", received_at=".received_at", ticket_id=".ticket_id", text=".text", received_by=".by"),
        ),
    ),
}  # fmt: skip
