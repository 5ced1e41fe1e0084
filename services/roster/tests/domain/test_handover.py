"""The daily handover at 16:00 (A8S-1 3.2): wrong time, omissions, missed, special periods. Both readings of AMB-24."""

from datetime import UTC, date, datetime

import pytest

from common.testing.scenario import Given, given
from common.testing.terms import beijing_terms
from roster.domain.handover import (
    HANDOVER,
    CompleteHandover,
    ExpectHandover,
    FreeHandover,
    Handover,
    HandoverCommand,
    HandoverCompleted,
    HandoverEvent,
    HandoverExpected,
    HandoverFreed,
    HandoverMissed,
    NoteMissedHandover,
    due_posts,
    handover_id,
)
from roster.domain.key_period import KEY_PERIOD, KeyPeriodOrdered, OrderKeyPeriod

TERMS = beijing_terms()
TOLERANT = beijing_terms({"handover.tolerance_min": "10"})
DAY = date(2026, 10, 14)


def at(time: str, day: str = "14") -> datetime:
    return datetime.fromisoformat(f"2026-10-{day}T{time}+08:00")


DUE, MIDNIGHT = at("16:00:00"), at("00:00:00", "15")
EXPECTED = HandoverExpected("VC", DAY, DUE, special=False, missed_after=MIDNIGHT)


def story(*events: HandoverEvent) -> Given[HandoverCommand, Handover, HandoverEvent]:
    return given(HANDOVER, TERMS, *events)


def done(time: str, omitted: int = 0) -> CompleteHandover:
    return CompleteHandover(at(time), ("T-1",), omitted, "P-1", "P-2", None, at("20:00:00"))


def completed(time: str, *, on_time: bool, omitted: int = 0) -> HandoverCompleted:
    return HandoverCompleted("VC", DAY, DUE, at(time), on_time, ("T-1",), omitted, "P-1", "P-2", None)


def test_a_handover_is_due_at_four_and_missed_when_the_day_is_over() -> None:
    story().when(ExpectHandover("VC", DAY, special=False, now=at("08:00:00"))).then(EXPECTED)
    story(EXPECTED).when(NoteMissedHandover(MIDNIGHT)).then(HandoverMissed("VC", DAY, DUE))


def test_a_handover_of_a_day_gone_by_is_not_watched() -> None:
    late = HandoverExpected("VC", DAY, DUE, special=False, missed_after=None)
    story().when(ExpectHandover("VC", DAY, special=False, now=DUE)).then(late)


@pytest.mark.parametrize(
    ("time", "on_time"),
    [("15:59:59", False), ("16:00:00", True), ("16:00:59", True), ("16:01:00", False), ("16:07:00", False), ("16:20:00", False)],
)
def test_without_tolerance_the_minute_of_four_is_right(time: str, on_time: bool) -> None:
    story(EXPECTED).when(done(time)).then(completed(time, on_time=on_time))


@pytest.mark.parametrize(("time", "on_time"), [("15:50:00", True), ("16:07:00", True), ("16:10:59", True), ("16:11:00", False)])
def test_read_with_ten_minutes_of_tolerance(time: str, on_time: bool) -> None:
    given(HANDOVER, TOLERANT, EXPECTED).when(done(time)).then(completed(time, on_time=on_time))


def test_omitted_items_are_counted() -> None:
    story(EXPECTED).when(done("16:00:30", omitted=2)).then(completed("16:00:30", on_time=True, omitted=2))


def test_in_a_special_period_any_time_is_right_and_nothing_is_missed() -> None:
    freed = story(EXPECTED).when(FreeHandover("K-1")).then(HandoverFreed("K-1"))
    freed.when(FreeHandover("K-1")).then_nothing_happened()
    freed.when(NoteMissedHandover(MIDNIGHT)).then_nothing_happened()
    freed.when(done("16:20:00")).then(completed("16:20:00", on_time=True))


def test_a_handover_is_completed_once_on_its_day_by_two_people() -> None:
    story().when(done("16:00:00")).then_refused("handover_unknown")
    story(EXPECTED, completed("16:00:00", on_time=True)).when(done("16:00:00")).then_refused("handover_already_completed")
    tomorrow = CompleteHandover(at("16:00:00", "15"), (), 0, "P-1", "P-2", None, at("20:00:00", "15"))
    story(EXPECTED).when(tomorrow).then_refused("handover_on_another_day", "A8S-1 3.2")
    alone = CompleteHandover(at("16:00:00"), (), 0, "P-1", "P-1", None, at("20:00:00"))
    story(EXPECTED).when(alone).then_refused("handover_to_oneself")
    ahead = CompleteHandover(at("16:00:00"), (), 0, "P-1", "P-2", None, at("15:00:00"))
    story(EXPECTED).when(ahead).then_refused("punch_in_the_future")


def test_a_handover_entered_later_stands_beside_the_finding_that_it_was_missed() -> None:
    missed = HandoverMissed("VC", DAY, DUE)
    story(EXPECTED, missed).when(done("16:00:00")).then(completed("16:00:00", on_time=True))


def test_each_post_hands_over_or_the_team_as_one() -> None:
    assert due_posts(TERMS) == ("VC", "IM", "AV")
    assert due_posts(beijing_terms({"handover.scope": "per_team"})) == ("ALL",)
    assert handover_id("VC", DAY) == "VC-2026-10-14"


def test_a_key_period_names_a_post_a_number_and_a_time_inside_the_term() -> None:
    starts, ends = at("00:00:00", "01"), at("00:00:00", "08")
    ordered = KeyPeriodOrdered("VC", 2, starts, ends, None)
    first = given(KEY_PERIOD, TERMS).when(OrderKeyPeriod("VC", 2, starts, ends, None)).then(ordered)
    first.when(OrderKeyPeriod("VC", 2, starts, ends, None)).then_refused("key_period_already_ordered")
    nothing = given(KEY_PERIOD, TERMS)
    nothing.when(OrderKeyPeriod("XX", 2, starts, ends, None)).then_refused("post_unknown")
    nothing.when(OrderKeyPeriod("VC", 2, ends, starts, None)).then_refused("ends_before_start")
    before = datetime(2026, 6, 14, tzinfo=UTC)
    nothing.when(OrderKeyPeriod("VC", 2, before, ends, None)).then_refused("outside_the_term")
