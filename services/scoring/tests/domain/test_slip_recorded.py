"""Form 2 filled in: valid points, five working days, the quarter of the event (A8S Art.7)."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, TypeVar

import pytest

from common.terms import Terms
from common.testing.scenario import Decided, Given, given
from common.testing.terms import beijing_terms
from scoring.domain.people import Person
from scoring.domain.slip import (
    SLIP,
    RecordSlip,
    SignSlip,
    SlipCommand,
    SlipEvent,
    SlipRecorded,
    SlipTookEffect,
)
from scoring.domain.slip.state import PendingSlip, Slip

TERMS = beijing_terms()
BEIJING = timezone(timedelta(hours=8))
OFFICER = Person("officer-1", "customer", "customer.officer")
HEAD = Person("head-1", "customer", "customer.head")
LEADER = Person("leader-1", "customer", "customer.leader")
MANAGER = Person("manager-1", "contractor", "contractor.manager")
EVENT = datetime(2026, 9, 1, 9, 10, tzinfo=BEIJING)
NOW = EVENT + timedelta(days=1)


Story = Given[SlipCommand, Slip, SlipEvent]
E = TypeVar("E", bound=SlipEvent)


def pending(story: Story | Decided[SlipCommand, Slip, SlipEvent]) -> PendingSlip:
    """The slip of a story, which is pending."""
    assert isinstance(story.state, PendingSlip)
    return story.state


def last(decided: Decided[SlipCommand, Slip, SlipEvent], cls: type[E]) -> E:
    """What the last command of a story led to."""
    event = decided.events[-1]
    assert isinstance(event, cls), decided.refusal
    return event


def onwards(decided: Decided[SlipCommand, Slip, SlipEvent]) -> Story:
    """The story goes on after whatever was decided."""
    return decided.then(*decided.events)


def recording(**changes: Any) -> RecordSlip:
    fields: dict[str, Any] = {
        "number": "SLIP-0001",
        "rule": "1.1.1",
        "units": 1,
        "points": 5,
        "event_at": EVENT,
        "narrative": "text-1",
        "evidence": ("roster:bj:17",),
        "by": OFFICER,
        "now": NOW,
    }
    return RecordSlip(**(fields | changes))


def recorded(terms: Terms = TERMS, **changes: Any) -> Story:
    return onwards(given(SLIP, terms).when(recording(**changes)))


# --- the clause picker -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("points", "allowed"), [(0, False), (1, True), (10, True), (11, False)])
def test_points_stay_within_the_rules_range(points: int, allowed: bool) -> None:
    outcome = given(SLIP, TERMS).when(recording(points=points))
    assert (outcome.refusal is None) is allowed
    if not allowed:
        outcome.then_refused("points_outside_range", clause="A8S-1 1.1.1")


@pytest.mark.parametrize(("rule", "points", "allowed"), [("1.2.3", 20, True), ("1.2.3", 19, False), ("1.2.2", 50, True)])
def test_a_fixed_rule_leaves_no_choice(rule: str, points: int, allowed: bool) -> None:
    assert (given(SLIP, TERMS).when(recording(rule=rule, points=points)).refusal is None) is allowed


@pytest.mark.parametrize(("points", "allowed"), [(1, True), (2, False), (4, False), (5, True)])
def test_the_confidentiality_exam_costs_1_and_its_make_up_5_and_nothing_between(points: int, allowed: bool) -> None:
    assert (given(SLIP, TERMS).when(recording(rule="1.2.4", points=points)).refusal is None) is allowed


def test_gc_46_seven_missing_favourites_are_seven_units_on_one_slip() -> None:
    story = recorded(rule="2.2A.1", points=7, units=7)
    assert pending(story).content.points == 7
    given(SLIP, TERMS).when(recording(rule="2.2A.1", points=7)).then_refused("points_outside_range")


def test_a_rule_per_occurrence_takes_one_unit_a_slip() -> None:
    given(SLIP, TERMS).when(recording(rule="3.2.1", points=2, units=2)).then_refused("units_not_countable")


def test_an_unknown_rule_is_refused() -> None:
    given(SLIP, TERMS).when(recording(rule="9.9.9")).then_refused("rule_unknown")


def test_the_contractor_proposes_a_bonus_but_no_deduction() -> None:
    given(SLIP, TERMS).when(recording(by=MANAGER)).then_refused("only_customer_deducts")
    assert pending(recorded(by=MANAGER, rule="4.2", points=3)).content.sign == 1


# --- the five working days ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "due"),
    [
        (datetime(2026, 9, 18, 10, tzinfo=BEIJING), date(2026, 9, 24)),  # GC-03: Sunday 20 September is worked
        (datetime(2026, 9, 30, 10, tzinfo=BEIJING), date(2026, 10, 13)),  # GC-04: National Day, Saturday 10 is worked
    ],
)
def test_gc_03_gc_04_form_2_is_due_after_five_working_days(event: datetime, due: date) -> None:
    last_minute = datetime(due.year, due.month, due.day, 23, 59, tzinfo=BEIJING)
    in_time = last(given(SLIP, TERMS).when(recording(event_at=event, now=last_minute)), SlipRecorded)
    assert (in_time.due_on, in_time.late) == (due, False)
    a_minute_later = last_minute + timedelta(minutes=1)
    given(SLIP, TERMS).when(recording(event_at=event, now=a_minute_later)).then_refused("late_reason_missing")


def test_a_late_form_counts_and_is_flagged_with_its_reason() -> None:
    late = last(given(SLIP, TERMS).when(recording(now=EVENT + timedelta(days=20), late_reason="text-9")), SlipRecorded)
    assert (late.late, late.late_reason) == (True, "text-9")


def test_under_the_other_reading_a_late_form_is_void() -> None:
    terms = beijing_terms({"form2.late": "void"})
    late = recording(now=EVENT + timedelta(days=20), late_reason="text-9")
    given(SLIP, terms).when(late).then_refused("form2_too_late")
    assert given(SLIP, terms).when(recording()).refusal is None


def test_a_limit_that_rests_on_an_unpublished_year_is_marked() -> None:
    event = datetime(2027, 2, 1, 9, tzinfo=BEIJING)
    slip = last(given(SLIP, TERMS).when(recording(event_at=event, now=event)), SlipRecorded)
    assert slip.provisional


# --- the quarter of an event -------------------------------------------------------------------------------------------

BEFORE_MIDNIGHT = datetime(2026, 9, 14, 23, 50, tzinfo=BEIJING)
AFTER_MIDNIGHT = datetime(2026, 9, 15, 0, 10, tzinfo=BEIJING)
LATER = datetime(2026, 9, 18, 9, tzinfo=BEIJING)


def quarter_of(event: datetime, terms: Terms = TERMS) -> int:
    return pending(recorded(terms, event_at=event, now=LATER)).content.quarter


def test_gc_15_an_event_belongs_to_the_quarter_of_its_local_time() -> None:
    assert (quarter_of(BEFORE_MIDNIGHT), quarter_of(AFTER_MIDNIGHT)) == (1, 2)
    assert quarter_of(BEFORE_MIDNIGHT.astimezone(UTC)) == 1  # stored in UTC it is 15:50


def test_gc_15_by_record_time_both_belong_to_the_second() -> None:
    terms = beijing_terms({"quarter.by": "record_time"})
    assert (quarter_of(BEFORE_MIDNIGHT, terms), quarter_of(AFTER_MIDNIGHT, terms)) == (2, 2)


def test_by_signature_time_the_second_signature_decides() -> None:
    terms = beijing_terms({"quarter.by": "signature_time"})
    slip = recorded(terms, event_at=BEFORE_MIDNIGHT, now=BEFORE_MIDNIGHT)
    assert pending(slip).content.quarter == 1
    signed = slip.when(SignSlip(HEAD, BEFORE_MIDNIGHT))
    effect = last(onwards(signed).when(SignSlip(MANAGER, LATER)), SlipTookEffect)
    assert effect.content.quarter == 2


def test_an_event_outside_the_term_belongs_to_no_quarter() -> None:
    for day in (datetime(2026, 6, 14, 23, 59, tzinfo=BEIJING), datetime(2027, 6, 15, 0, 0, tzinfo=BEIJING)):
        given(SLIP, TERMS).when(recording(event_at=day, now=day)).then_refused("outside_term")


def test_an_event_in_the_future_is_refused() -> None:
    given(SLIP, TERMS).when(recording(event_at=NOW + timedelta(seconds=1))).then_refused("event_in_the_future")


def test_a_quarter_whose_form_4_is_issued_takes_no_slip() -> None:
    given(SLIP, TERMS).when(recording(noticed=(1,))).then_refused("quarter_notice_issued")
    assert given(SLIP, TERMS).when(recording(noticed=(2,))).refusal is None
