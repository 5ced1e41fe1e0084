"""What tickets does about others' events; every type that a source publishes is named."""

from datetime import UTC, datetime
from typing import Any

from common.ledger.facts import Delivered
from common.published import inspection, roster
from common.published.base import Published
from tickets.domain.duty import DUTY, BeginDuty, EndAllDuty, EndDuty
from tickets.domain.ticket import TICKET, OpenForFault, ResolveWithFault
from tickets.policies import FOLLOW_DUTY, POLICIES, TICKET_PER_FAULT

NINE = datetime(2026, 10, 14, 1, 0, tzinfo=UTC)


def delivered(source: str, event: Published) -> Delivered[Any]:
    return Delivered(source, "bj-2026", 4, 17, "x/y", type(event).type_name(), event, "c", NINE, NINE)


def orders(event: Published) -> list[tuple[Any, str, object]]:
    source = event.SERVICE
    reaction = next(policy.reacts[source][type(event)] for policy in POLICIES if source in policy.reacts)
    return [(order.aggregate, order.id, order.command) for order in reaction(delivered(source, event))] if reaction else []


def test_a_shift_that_starts_puts_its_person_on_duty_with_its_source() -> None:
    event = roster.ShiftStarted(shift_id="S-1", person_id="V1", post="VC", planned_from=NINE, planned_to=NINE, started_at=NINE)
    assert orders(event) == [(DUTY, "V1", BeginDuty("S-1", "V1", "VC", NINE, "roster:bj-2026:17"))]


def test_a_shift_that_ends_and_a_person_who_leaves_end_duty() -> None:
    ended = roster.ShiftEnded(shift_id="S-1", person_id="V1", post="VC", ended_at=NINE)
    left = roster.PersonLeft(person_id="V1", left_at=NINE)
    assert orders(ended) == [(DUTY, "V1", EndDuty("S-1", NINE, "roster:bj-2026:17"))]
    assert orders(left) == [(DUTY, "V1", EndAllDuty(NINE, "roster:bj-2026:17"))]


def test_a_fault_opens_its_one_ticket_and_its_end_resolves_it() -> None:
    found = inspection.FaultFound(fault_id="F-1", item="INS-DS-3", check_id=None, found_at=NINE)
    resolved = inspection.FaultResolved(fault_id="F-1", resolved_at=NINE)
    source = "inspection:bj-2026:17"
    assert orders(found) == [(TICKET, "fault-F-1", OpenForFault("F-1", NINE, source))]
    assert orders(resolved) == [(TICKET, "fault-F-1", ResolveWithFault(NINE, source))]


def test_every_published_type_of_each_source_is_named() -> None:
    for policy, module in ((FOLLOW_DUTY, roster), (TICKET_PER_FAULT, inspection)):
        (named,) = policy.reacts.values()
        classes = [one for one in vars(module).values() if isinstance(one, type) and issubclass(one, Published)]
        published = {one for one in classes if one is not Published and not one.__name__.startswith("_")}
        assert set(named) == published
