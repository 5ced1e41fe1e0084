"""Tickets: dispatched to who is on duty, resolved, closed, reopened."""

from datetime import datetime, timedelta

from common.testing.scenario import given
from common.testing.terms import beijing_terms
from tickets.domain.ticket import (
    TICKET,
    Close,
    Dispatch,
    OnDuty,
    OpenForFault,
    OpenTicket,
    Reopen,
    Resolve,
    ResolveWithFault,
    TicketClosed,
    TicketDispatched,
    TicketOpened,
    TicketReopened,
    TicketResolved,
    UrgentTaskCompleted,
)

TERMS = beijing_terms()
NINE = datetime(2026, 10, 14, 9, 0, tzinfo=TERMS.timezone)
TEN = NINE + timedelta(hours=1)
SOURCE = "inspection:bj-2026:7"


def asked(*, urgent: bool = False) -> TicketOpened:
    return TicketOpened("request", urgent, NINE, "officer-1", None, None, None, None, None, None)


OPENED = asked()
GIVEN_TO_V1 = TicketDispatched("V1", "VC", "S-1", NINE, "desk-1")
RESOLVED = TicketResolved(TEN, "V1", None)


def test_a_ticket_goes_to_a_person_on_duty() -> None:
    command = Dispatch("V1", OnDuty("V1", "VC", "S-1"), "desk-1", NINE)
    given(TICKET, TERMS, OPENED).when(command).then(GIVEN_TO_V1)


def test_a_ticket_never_goes_to_a_person_who_is_not_on_duty() -> None:
    given(TICKET, TERMS, OPENED).when(Dispatch("V2", None, "desk-1", NINE)).then_refused("person_not_on_duty", "A8S-1 2.6.4")


def test_with_nobody_on_duty_there_is_nobody_to_suggest() -> None:
    given(TICKET, TERMS, OPENED).when(Dispatch(None, None, "desk-1", NINE)).then_refused("nobody_on_duty")


def test_a_dispatched_ticket_can_go_to_another_person() -> None:
    command = Dispatch("V2", OnDuty("V2", "VC", "S-2"), "desk-1", TEN)
    given(TICKET, TERMS, OPENED, GIVEN_TO_V1).when(command).then(TicketDispatched("V2", "VC", "S-2", TEN, "desk-1"))


def test_nobody_resolves_what_nobody_was_given() -> None:
    given(TICKET, TERMS, OPENED).when(Resolve(TEN, "V1", None, TEN)).then_refused("ticket_not_dispatched")


def test_a_ticket_is_closed_only_after_it_was_resolved() -> None:
    given(TICKET, TERMS, OPENED, GIVEN_TO_V1).when(Close("officer-1", TEN)).then_refused("ticket_not_closable")


def test_a_resolved_ticket_is_closed() -> None:
    given(TICKET, TERMS, OPENED, GIVEN_TO_V1, RESOLVED).when(Close("officer-1", TEN)).then(TicketClosed(TEN, "officer-1", None))


def test_an_urgent_task_is_told_as_completed_when_its_ticket_is_closed() -> None:
    given(TICKET, TERMS, asked(urgent=True), GIVEN_TO_V1, RESOLVED).when(Close("officer-1", TEN)).then(
        TicketClosed(TEN, "officer-1", None), UrgentTaskCompleted(TEN)
    )


def test_an_urgent_task_is_told_as_completed_only_once() -> None:
    reopened = TicketReopened(TEN, "officer-1", None, "request", None, urgent=True)
    closed = TicketClosed(TEN, "officer-1", None)
    history = (asked(urgent=True), GIVEN_TO_V1, RESOLVED, closed, UrgentTaskCompleted(TEN), reopened, GIVEN_TO_V1, RESOLVED)
    given(TICKET, TERMS, *history).when(Close("officer-1", TEN)).then(closed)


def test_a_closed_ticket_that_was_not_done_after_all_is_reopened() -> None:
    closed = TicketClosed(TEN, "officer-1", None)
    given(TICKET, TERMS, OPENED, GIVEN_TO_V1, RESOLVED, closed).when(Reopen("officer-1", "digest", TEN)).then(
        TicketReopened(TEN, "officer-1", "digest", "request", None, urgent=False)
    )


def test_an_open_ticket_needs_no_reopening() -> None:
    given(TICKET, TERMS, OPENED).when(Reopen("officer-1", None, TEN)).then_refused("ticket_not_finished")


def test_a_fault_gets_one_ticket_however_often_it_is_told() -> None:
    opened = TicketOpened(
        "fault", urgent=False, opened_at=NINE, by=SOURCE, description=None, post=None, fault_id="F-1",
        call_id=None, meeting_id=None, source=SOURCE,
    )  # fmt: skip
    first = given(TICKET, TERMS).when(OpenForFault("F-1", NINE, SOURCE)).then(opened)
    first.when(OpenForFault("F-1", NINE, SOURCE)).then_nothing_happened()


def test_a_fault_that_is_gone_resolves_its_ticket_even_before_dispatch() -> None:
    given(TICKET, TERMS, OPENED).when(ResolveWithFault(TEN, SOURCE)).then(TicketResolved(TEN, SOURCE, None))


def test_a_fault_that_is_gone_does_not_touch_a_finished_ticket() -> None:
    given(TICKET, TERMS, OPENED, GIVEN_TO_V1, RESOLVED).when(ResolveWithFault(TEN, SOURCE)).then_nothing_happened()


def test_a_ticket_for_a_post_that_the_contract_does_not_know_is_refused() -> None:
    command = OpenTicket("request", urgent=False, at=NINE, by="officer-1", now=TEN, post="COOK")
    given(TICKET, TERMS).when(command).then_refused("post_unknown")


def test_work_asked_for_before_the_term_is_refused() -> None:
    early = datetime(2026, 6, 14, 12, 0, tzinfo=TERMS.timezone)
    command = OpenTicket("request", urgent=False, at=early, by="officer-1", now=TEN)
    given(TICKET, TERMS).when(command).then_refused("date_before_the_term")


def test_work_is_not_resolved_before_it_was_given_out() -> None:
    early = NINE - timedelta(seconds=1)
    given(TICKET, TERMS, OPENED, GIVEN_TO_V1).when(Resolve(early, "V1", None, TEN)).then_refused("times_disordered")
