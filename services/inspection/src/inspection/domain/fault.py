"""Faults (故障): found by a check or a person, registered and reported to the customer (A8S-1 3.3.5), resolved."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from common.aggregate import Aggregate
from common.errors import Refused
from common.terms import Terms
from inspection.domain import clauses
from inspection.domain.moments import must_have_happened

CLAUSE_REPORT = "A8S-1 3.3.5"


@dataclass(frozen=True, slots=True)
class FaultFound:
    """Something does not work. `report_by` follows from the limit that the plan in force names, if any."""

    item: str | None
    place: str | None
    check_id: str | None
    found_at: datetime
    report_within_minutes: int | None
    report_by: datetime | None
    description: str | None
    by: str


@dataclass(frozen=True, slots=True)
class FaultReported:
    """The fault was registered and reported to the customer. `late` is `None` where no limit is agreed."""

    found_at: datetime
    reported_at: datetime
    late: bool | None
    by: str


@dataclass(frozen=True, slots=True)
class FaultResolved:
    """The fault is gone."""

    resolved_at: datetime
    note: str | None
    by: str


Event = FaultFound | FaultReported | FaultResolved


@dataclass(frozen=True, slots=True)
class FindFault:
    item: str | None
    place: str | None
    check_id: str | None
    at: datetime
    report_within_minutes: int | None
    description: str | None
    by: str
    now: datetime


@dataclass(frozen=True, slots=True)
class ReportFault:
    at: datetime
    by: str
    now: datetime


@dataclass(frozen=True, slots=True)
class ResolveFault:
    at: datetime
    note: str | None
    by: str
    now: datetime


Command = FindFault | ReportFault | ResolveFault


@dataclass(frozen=True, slots=True)
class Fault:
    """What is known of a fault. Reporting and resolving are independent: a fault put right at once is still reported."""

    found: FaultFound | None = None
    reported: bool = False
    resolved: bool = False


def decide(command: Command, fault: Fault, terms: Terms) -> Sequence[Event]:
    """What a command makes happen, one function per command; a refusal where the state or a clause forbids it."""
    match command:
        case FindFault():
            return _find(command, fault, terms)
        case ReportFault():
            return _report(command, fault, terms)
        case ResolveFault():
            return _resolve(command, fault, terms)
        case _:
            assert_never(command)


def _find(command: FindFault, fault: Fault, terms: Terms) -> Sequence[Event]:
    if fault.found:
        raise Refused("fault_already_found")
    if command.item is not None:
        terms.item(command.item)
    must_have_happened(command.at, command.now, terms)
    limit = command.report_within_minutes
    report_by = None if limit is None else command.at + timedelta(minutes=limit)
    return (
        FaultFound(command.item, command.place, command.check_id, command.at, limit, report_by, command.description, command.by),
    )


def _report(command: ReportFault, fault: Fault, terms: Terms) -> Sequence[Event]:
    found = _found(fault, command.at)
    if fault.reported:
        raise Refused("fault_already_reported", clause=CLAUSE_REPORT)
    must_have_happened(command.at, command.now, terms)
    in_time = clauses.reported_in_time(found.found_at, command.at, found.report_within_minutes)
    return (FaultReported(found.found_at, command.at, None if in_time is None else not in_time, command.by),)


def _resolve(command: ResolveFault, fault: Fault, terms: Terms) -> Sequence[Event]:
    _found(fault, command.at)
    if fault.resolved:
        raise Refused("fault_already_resolved")
    must_have_happened(command.at, command.now, terms)
    return (FaultResolved(command.at, command.note, command.by),)


def _found(fault: Fault, at: datetime) -> FaultFound:
    if fault.found is None:
        raise Refused("fault_unknown")
    if at < fault.found.found_at:
        raise Refused("times_disordered")
    return fault.found


def evolve(fault: Fault, event: Event) -> Fault:
    """The state after an event."""
    match event:
        case FaultFound():
            return replace(fault, found=event)
        case FaultReported():
            return replace(fault, reported=True)
        case FaultResolved():
            return replace(fault, resolved=True)
        case _:
            assert_never(event)


FAULT: Aggregate[Command, Fault, Event] = Aggregate("fault", Fault(), decide, evolve)


def fault_of_check(check: str) -> str:
    """The id of the fault that a failed check opens."""
    return check.replace(":", "-")
