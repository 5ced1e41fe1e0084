"""Every timer fired or lapsed once, at its time, unless it was moved or cleared before; what is left lies ahead."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from faults.oracle.finding import Finding
from faults.oracle.history import Database, Event, Json, moment

QUARTERS = 4
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Step:
    """Sets a timer, or clears it where `due` is missing. `UNKNOWN`: set for a moment that the oracle does not compute."""

    id: str
    due: datetime | None


UNKNOWN = datetime(9999, 12, 31, tzinfo=UTC)

Steps = Callable[[Event, Json], list[Step]]


def _at(id_: str, field: str) -> Steps:
    """One timer, set for what a field says, cleared where that is empty; `*` stands for the stream's id."""

    def steps(event: Event, data: Json) -> list[Step]:
        return [Step(id_.replace("*", event.id), moment(data[field]) if data[field] else None)]

    return steps


def _cleared(*ids: str) -> Steps:
    return lambda event, _data: [Step(id_.replace("*", event.id), None) for id_ in ids]


def _set_at(id_: str, field: str) -> Steps:
    """The same, but an empty field changes nothing."""
    return lambda event, data: [Step(id_.replace("*", event.id), moment(data[field]))] if data[field] else []


def _meeting(event: Event, data: Json) -> list[Step]:
    due = {"set-up": data["setup_due_at"], "roll-call": data["roll_call_due_at"]}
    return [Step(f"{name}:{event.id}", moment(at) + SECOND) for name, at in due.items()]


def _prepared(event: Event, data: Json) -> list[Step]:
    return [Step(f"set-up:{event.id}", None)] if "set_up" in data["checks"] else []


def _absence(event: Event, data: Json) -> list[Step]:
    return [Step(f"absence:{event.id}", moment(data["absent_after"]) if data["absent_after"] else None)]


def _opened(event: Event, data: Json) -> list[Step]:
    return [Step(f"close:{event.id}", moment(data["round"]["due_at"]) + SECOND)]


def _noticed(event: Event, data: Json) -> list[Step]:
    return [Step(f"assess-{event.id}", None), Step(f"rectify-{event.id}", moment(data["rectification_due_at"]))]


def _payment_due(_event: Event, data: Json) -> list[Step]:
    return [Step(f"payment-{data['payment']}-due", moment(data["due_ends_at"]))] if data["due_ends_at"] else []


def _paid(_event: Event, data: Json) -> list[Step]:
    return [] if data["left_fen"] else [Step(f"payment-{data['payment']}-due", None)]


STEPS: Mapping[str, Mapping[str, Steps]] = {
    "roster": {
        "terms-activated": lambda _event, _data: [Step("roster-missing", UNKNOWN)],
        "roster-admitted": _at("roster-missing", "next_look"),
        "roster-awaited": _at("roster-missing", "next_look"),
        "shift-planned": _absence,
        "shift-excused": _absence,
        "shift-started": _cleared("absence:*"),
        "shift-cancelled": _cleared("absence:*"),
        "shift-ended": _cleared("absence:*"),
        "coverage-assessed": _at("coverage:*", "next_at"),
        "handover-expected": _set_at("handover-missed:*", "missed_after"),
        "handover-completed": _cleared("handover-missed:*"),
        "handover-freed": _cleared("handover-missed:*"),
    },
    "tickets": {
        "meeting-planned": _meeting,
        "meeting-prepared": _prepared,
        "roll-call-done": _cleared("roll-call:*"),
        "meeting-cancelled": _cleared("set-up:*", "roll-call:*"),
    },
    "inspection": {
        "terms-activated": lambda event, _data: [Step("programme", event.occurred_at)],
        "programme-begun": _set_at("day", "next_at"),
        "day-started": _set_at("day", "next_at"),
        "plan-adopted": _set_at("day", "next_at"),
        "round-fell-due": lambda event, data: [Step(f"open:{data['round']['round_id']}", event.occurred_at)],
        "round-opened": _opened,
    },
    "scoring": {
        "terms-activated": lambda _event, _data: [Step(f"open-{number}", UNKNOWN) for number in range(1, QUARTERS + 1)],
        "quarter-opened": _at("assess-*", "assess_due_at"),
        "assessment-due-moved": _at("assess-*", "due_at"),
        "notice-issued": _noticed,
        "rectification-due-moved": _at("rectify-*", "due_at"),
        "rectification-reported": _cleared("rectify-*"),
    },
    "billing": {
        "bond-awaited": _at("bond-due", "due_ends_at"),
        "bond-lodged": _cleared("bond-due"),
        "payment-applied": _payment_due,
        "due-date-rederived": _payment_due,
        "payment-made": _paid,
        "breach-notified": _set_at("cure-*", "cure_ends_at"),
        "breach-cured": _cleared("cure-*"),
        "damages-waived": _cleared("cure-*"),
    },
}

Timer = tuple[int, datetime]
"""(number of the event that set it, due)."""


def check(database: Database) -> Iterator[Finding]:
    """Plays every contract's events and compares what is set at the end."""
    for contract, events in database.events.items():
        set_: dict[str, Timer] = {}
        seen = ""
        for event in events:
            if event.command_id.startswith("timer:"):
                if event.command_id != seen:
                    yield from _fired(database, event, set_)
                _forget(event.command_id, set_)
            seen = event.command_id
            steps = STEPS[database.service].get(event.type)
            for step in steps(event, event.data) if steps else ():
                if step.due is None:
                    set_.pop(step.id, None)
                else:
                    set_[step.id] = (event.seq, step.due)
        yield from _left(database, contract, set_)


def _parsed(command_id: str) -> tuple[str, int]:
    id_, _, number = command_id.removeprefix("timer:").rpartition(":")
    return id_, int(number)


def _forget(command_id: str, set_: dict[str, Timer]) -> None:
    id_, number = _parsed(command_id)
    if id_ in set_ and set_[id_][0] == number:
        del set_[id_]


def _fired(database: Database, event: Event, set_: Mapping[str, Timer]) -> Iterator[Finding]:
    id_, number = _parsed(event.command_id)
    where = f"{database.position(event)}: timer {id_} set by {number}"
    if id_ not in set_ or set_[id_][0] != number:
        yield Finding("timers", f"{where} fired, but it was moved, cleared or had fired: {set_.get(id_)}")
    elif set_[id_][1] != UNKNOWN and event.occurred_at < set_[id_][1]:
        yield Finding("timers", f"{where} fired at {event.occurred_at}, before it was due at {set_[id_][1]}")


def _left(database: Database, contract: str, expected: Mapping[str, Timer]) -> Iterator[Finding]:
    found = {id_: (row["set_by"], row["due"]) for (of, id_), row in database.timers.items() if of == contract}
    where = f"{database.service}/{contract}"
    for id_ in expected.keys() | found.keys():
        wanted, stored = expected.get(id_), found.get(id_)
        if wanted is None or stored is None or wanted[0] != stored[0] or wanted[1] not in (UNKNOWN, stored[1]):
            yield Finding("timers", f"{where}: timer {id_} is {stored}, should be {wanted}")
        elif stored[1] <= database.now:
            yield Finding("timers", f"{where}: timer {id_} was due at {stored[1]} and has not fired by {database.now}")
