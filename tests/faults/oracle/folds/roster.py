"""People, leave, rosters, shifts, coverage, handovers; and what stays open elsewhere."""

from typing import Any

from faults.oracle.folds.fold import Fact, Folds, Row, by, change, gone, new, stream
from faults.oracle.history import moment


def _named(row: Row | None, fact: Fact) -> Row | None:
    if row is None:
        return None
    name, phone = fact.data["name"], fact.data["phone"]
    return {**row, "name": name, "phone": phone, "entries": [*row["entries"], *(digest for digest in (name, phone) if digest)]}


_PERSON = new(
    person_id=".", standing="offered", offered_for=".posts", posts=[], qualification=".qualification", reserve=".reserve",
    approved_at=None, left_at=None, successor_id=None, cause=None, replacement_approved=None, exam_passed=None, name=None,
    phone=None, entries=[],
)  # fmt: skip
_SHIFT = new(
    shift_id=".", roster_id=".roster_id", day=".day", person_id=".person_id", post=".post", planned_from=".planned_from",
    planned_to=".planned_to", state="planned", started_at=None, start_entered_at=None, ended_at=None, end_entered_at=None,
    arrival=None, departure=None, findings=[], corrections=[], leaves=[], cancel_reason=None,
)  # fmt: skip
_ROSTER = new(
    roster_id=".", starts=".starts", ends=".ends", state="draft", shifts=".shifts", published_at=None, published_by=None
)
_LEAVE = new(
    leave_id=".", person_id=".person_id", starts_at=".starts_at", ends_at=".ends_at", state="requested", reason=".reason",
    requested_at=".at", requested_by="@", after_the_fact=".after_the_fact", decided_at=None, decided_by=None, answer=None,
)  # fmt: skip
_HANDOVER = new(
    handover_id=".", post=".post", day=".day", due_at=".due_at", special=".special", state="due", completed_at=None,
    on_time=None, items=[], omitted=0, outgoing=None, incoming=None, remarks=None, was_missed=False, position=None,
)  # fmt: skip

_HANDED_OVER = change(
    state="completed", completed_at=".completed_at", on_time=".on_time", items=".items", omitted=".omitted",
    outgoing=".outgoing", incoming=".incoming", remarks=".remarks", position="#",
)  # fmt: skip
_KEY_PERIOD = new(
    key_period_id=".", post=".post", minimum=".minimum", starts_at=".starts_at", ends_at=".ends_at", reason=".reason",
    ordered_by="@",
)  # fmt: skip


def _classified(row: Row | None, fact: Fact) -> Row | None:
    if row is None:
        return None
    found = {name: fact.data[name] for name in ("aspect", "finding", "set_at", "actual_at", "seconds", "clause", "corrects")}
    aspect = fact.data["aspect"]
    return {**row, "findings": [*row["findings"], {**found, "position": fact.position}], aspect: fact.data["finding"]}


def _excused(row: Row | None, fact: Fact) -> Row | None:
    return None if row is None else {**row, "leaves": [*row["leaves"], fact.data["leave_id"]]}


def _gap_opened(row: Row | None, fact: Fact) -> Row:
    data = fact.data
    same = {name: data[name] for name in ("gap_id", "post", "opened_at", "required", "present", "requirement")}
    open_ = {"closed_at": None, "seconds": None, "missing_at_worst": data["required"] - data["present"], "state": "open"}
    return {**same, **open_, "positions": [*(row["positions"] if row else ()), fact.position]}


def _gap_closed(row: Row | None, fact: Fact) -> Row | None:
    if row is None:
        return None
    data = fact.data
    state = "closed" if moment(data["closed_at"]) > moment(data["opened_at"]) else "withdrawn"
    same = {name: data[name] for name in ("closed_at", "seconds", "missing_at_worst")}
    return {**row, **same, "state": state, "positions": [*row["positions"], fact.position]}


def _post_and_roster(fact: Fact) -> tuple[str]:
    return (f"{fact.data['post']}/{fact.data['roster_id']}",)


def _person(type_: str, **fields: Any) -> Folds:
    return {type_: (("people", stream, change(**fields)),)}


FOLDS: Folds = {
    "person-registered": (("people", stream, _PERSON),),
    **_person("person-approved", standing="approved", posts=".posts", approved_at=".at", left_at=None, successor_id=None),
    **_person(
        "person-replaced", standing="replaced", successor_id=".successor_id", cause=".cause", replacement_approved=".approved",
        left_at=".at",
    ),
    **_person("person-left", standing="left", left_at=".at"),
    **_person("exam-passed", exam_passed=True),
    **_person("exam-failed", exam_passed=False),
    "person-named": (("people", stream, _named),),
    "leave-requested": (("leaves", stream, _LEAVE),),
    "leave-approved": (("leaves", stream, change(state="approved", decided_at=".at", decided_by="@")),),
    "leave-declined": (("leaves", stream, change(state="declined", decided_at=".at", decided_by="@", answer=".reason")),),
    "roster-drafted": (("rosters", stream, _ROSTER),),
    "roster-published": (("rosters", stream, change(state="published", published_at=".at", published_by="@")),),
    "roster-missing": (
        (
            "missing_rosters",
            by("finding_id"),
            new(finding_id=".finding_id", since=".since", until=None, state="stands", position="#"),
        ),
    ),
    "roster-missing-ended": (("missing_rosters", by("finding_id"), change(until=".until", state="ended")),),
    "roster-admitted": (),
    "roster-awaited": (),
    "shift-planned": (("shifts", stream, _SHIFT),),
    "shift-started": (("shifts", stream, change(state="on_post", started_at=".started_at", start_entered_at=".entered_at")),),
    "shift-ended": (("shifts", stream, change(state="ended", ended_at=".ended_at", end_entered_at=".entered_at")),),
    "attendance-classified": (("shifts", stream, _classified),),
    "shift-excused": (("shifts", stream, _excused),),
    "gap-opened": (("coverage_gaps", by("gap_id"), _gap_opened),),
    "gap-closed": (("coverage_gaps", by("gap_id"), _gap_closed),),
    "roster-covered": (
        ("covered_stretches", _post_and_roster, new(post=".post", roster_id=".roster_id", starts=".starts", ends=".ends")),
    ),
    "presence-began": (),
    "presence-ended": (),
    "coverage-assessed": (),
    "handover-expected": (("handovers", stream, _HANDOVER),),
    "handover-completed": (("handovers", stream, _HANDED_OVER),),
    "handover-freed": (("handovers", stream, change(special=True)),),
    "key-period-ordered": (("key_periods", stream, _KEY_PERIOD),),
    "surge-ordered": (),
    "handover-missed": (("handovers", stream, change(state="missed", was_missed=True, position="#")),),
}  # fmt: skip

OPEN_TICKETS: Folds = {
    "ticket-opened": (
        (
            "open_tickets",
            by("ticket_id"),
            new(ticket_id=".ticket_id", kind=".kind", opened_at=".opened_at", urgent=".urgent"),
        ),
    ),
    "ticket-closed": (("open_tickets", by("ticket_id"), gone),),
}
OPEN_FAULTS: Folds = {
    "fault-found": (("open_faults", by("fault_id"), new(fault_id=".fault_id", item=".item", found_at=".found_at")),),
    "fault-resolved": (("open_faults", by("fault_id"), gone),),
}
