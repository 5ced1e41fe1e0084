"""The tables name everything: what others tell, what is told, what is stored."""

from datetime import UTC, datetime
from typing import Any, get_type_hints

import pytest

from common.ledger.facts import Delivered
from common.published import inspection, tickets, told_by
from common.published.base import Published
from roster.projections.open_work import FOLLOWS, fault_found, fault_resolved, ticket_closed, ticket_of, ticket_opened
from roster.publishing import PUBLISHES

NOW = datetime(2026, 10, 14, 8, tzinfo=UTC)


@pytest.mark.parametrize("following", FOLLOWS, ids=lambda following: following.source)
def test_every_type_that_a_followed_service_tells_is_named(following: Any) -> None:
    assert set(following.projects) == set(told_by(following.source))


def test_everything_that_roster_may_tell_is_told_by_some_event() -> None:
    told = {get_type_hints(tell)["return"] for tell in PUBLISHES.values() if tell is not None}
    classes = {cls for hint in told for cls in getattr(hint, "__args__", (hint,)) if cls is not type(None)}
    assert {cls.type_name() if cls is not Published else "key-period-ordered" for cls in classes} == {
        cls.type_name() for cls in told_by("roster")
    }


def delivered(event: Published) -> Delivered[Any]:
    return Delivered("tickets", "bj-2026", 1, 1, "ticket/T-1", event.type_name(), event, "c", NOW, NOW)


def test_an_open_ticket_stands_on_the_sheet_until_it_is_closed() -> None:
    opened = delivered(tickets.TicketOpened(ticket_id="T-1", kind="request", opened_at=NOW, urgent=True))
    row = ticket_opened(None, opened)
    assert (ticket_of(opened), row.urgent) == ("T-1", True)
    assert ticket_closed(row, delivered(tickets.TicketClosed(ticket_id="T-1", closed_at=NOW))) is None


def test_an_open_fault_stands_on_the_sheet_until_it_is_resolved() -> None:
    row = fault_found(None, delivered(inspection.FaultFound(fault_id="F-1", item="AV-01", check_id=None, found_at=NOW)))
    assert row.item == "AV-01"
    assert fault_resolved(row, delivered(inspection.FaultResolved(fault_id="F-1", resolved_at=NOW))) is None
