"""Rounds: results, what was missed at 24:00, what came late (A8S-1 3.3.1 to 3.3.3)."""

from datetime import date, datetime, timedelta

import pytest

from common.testing.scenario import Given, given
from common.testing.terms import beijing_terms
from inspection.domain.lines import Line
from inspection.domain.round import (
    ROUND,
    CheckMissed,
    CheckRecorded,
    CloseRound,
    Command,
    Event,
    OpenRound,
    RecordResult,
    Result,
    Round,
    RoundClosed,
    RoundMissed,
    RoundOpened,
)
from inspection.domain.round_plan import RoundPlan

TERMS = beijing_terms()
DAY = date(2026, 10, 14)
HALL = "指挥大厅"
NINE = datetime(2026, 10, 14, 9, 0, tzinfo=TERMS.timezone)
MIDNIGHT = datetime(2026, 10, 15, 0, 0, tzinfo=TERMS.timezone)
NEXT_NOON = MIDNIGHT + timedelta(hours=12)
WALL = Line("INS-DS-3", "INS-DS-3", HALL, "daily")
MODES = Line("INS-VM-3", "INS-VM-3", HALL, "daily")
PLAN = RoundPlan("2026-10-14", "day", DAY, DAY, MIDNIGHT, "P-1", (WALL, MODES))
OPENED = RoundOpened(PLAN)
MONTH = RoundPlan("2026-09-15-month", "month", date(2026, 9, 15), DAY, MIDNIGHT, "P-1", (WALL, MODES))


def a_round(*events: Event) -> Given[Command, Round, Event]:
    return given(ROUND, TERMS, OPENED, *events)


def record(line: Line, result: Result, at: datetime = NINE, note: str | None = None, now: datetime = NEXT_NOON) -> RecordResult:
    return RecordResult(line.line, result, at, note, "F-1" if result == "fail" else None, "E1", now)


def recorded(
    line: Line, result: Result, at: datetime = NINE, note: str | None = None, late: bool = False, after: bool = False
) -> CheckRecorded:
    fault = "F-1" if result == "fail" else None
    return CheckRecorded("2026-10-14", line.line, line.item, HALL, DAY, result, at, late, after, note, fault, "E1")


def missed(line: Line, *, whole: bool) -> CheckMissed:
    return CheckMissed("2026-10-14", line.line, line.item, HALL, DAY, MIDNIGHT, whole)


def test_a_round_opens_once() -> None:
    given(ROUND, TERMS).when(OpenRound(PLAN)).then(OPENED).when(OpenRound(PLAN)).then_nothing_happened()


def test_a_check_that_finds_nothing_is_recorded() -> None:
    a_round().when(record(WALL, "pass")).then(recorded(WALL, "pass"))


def test_a_day_without_a_round_takes_no_result() -> None:
    given(ROUND, TERMS).when(record(WALL, "pass")).then_refused("round_not_open")


def test_a_failed_check_names_the_fault_that_it_opens() -> None:
    a_round().when(record(WALL, "fail", note="digest")).then(recorded(WALL, "fail", note="digest"))


def test_a_failure_needs_a_note() -> None:
    a_round().when(record(WALL, "fail")).then_refused("note_required")


def test_a_production_task_may_have_no_demand_with_a_reason() -> None:
    a_round().when(record(MODES, "no_demand", note="digest")).then(recorded(MODES, "no_demand", note="digest"))


def test_no_demand_needs_a_reason() -> None:
    a_round().when(record(MODES, "no_demand")).then_refused("note_required")


def test_a_run_state_check_cannot_be_answered_with_no_demand() -> None:
    a_round().when(record(WALL, "no_demand", note="digest")).then_refused("no_demand_not_allowed", "A1 2.4.1")


def test_a_line_that_is_not_in_the_round_is_refused() -> None:
    elsewhere = Line("INS-DS-4", "INS-DS-4", HALL, "daily")
    a_round().when(record(elsewhere, "pass")).then_refused("line_unknown")


def test_a_check_has_one_result() -> None:
    a_round(recorded(WALL, "pass")).when(record(WALL, "pass")).then_refused("check_already_recorded")


@pytest.mark.parametrize(
    ("at", "late"),
    [(MIDNIGHT - timedelta(seconds=1), False), (MIDNIGHT, False), (MIDNIGHT + timedelta(seconds=1), True)],
    ids=["23:59:59", "24:00:00", "00:00:01 next day"],
)
def test_a_check_made_after_24_00_is_marked_as_late(at: datetime, late: bool) -> None:
    a_round().when(record(WALL, "pass", at)).then(recorded(WALL, "pass", at, late=late))


def test_a_check_made_in_time_and_entered_after_the_window_closed_shows_that_nothing_was_missed() -> None:
    closed = (missed(WALL, whole=False), RoundClosed(1, 1))
    a_round(*closed).when(record(WALL, "pass")).then(recorded(WALL, "pass", after=True))


def test_a_check_made_up_for_the_next_day_is_late_and_had_been_missed() -> None:
    closed = (missed(WALL, whole=False), RoundClosed(1, 1))
    a_round(*closed).when(record(WALL, "pass", NEXT_NOON)).then(recorded(WALL, "pass", NEXT_NOON, late=True, after=True))


def test_a_check_is_not_made_before_its_day() -> None:
    a_round().when(record(WALL, "pass", NINE - timedelta(hours=10))).then_refused("check_before_its_round")


def test_a_check_is_not_made_in_the_future() -> None:
    a_round().when(record(WALL, "pass", NINE, now=NINE - timedelta(seconds=1))).then_refused("date_in_the_future")


def test_a_round_of_which_nothing_was_done_is_missed_as_a_whole_and_line_by_line() -> None:
    a_round().when(CloseRound()).then(
        RoundMissed(DAY, MIDNIGHT, 2), missed(WALL, whole=True), missed(MODES, whole=True), RoundClosed(0, 2)
    )


def test_an_item_left_out_of_a_round_that_took_place_is_missed_alone() -> None:
    a_round(recorded(WALL, "pass")).when(CloseRound()).then(missed(MODES, whole=False), RoundClosed(1, 1))


def test_a_complete_round_closes_without_a_miss() -> None:
    done = (recorded(WALL, "pass"), recorded(MODES, "no_demand", note="digest"))
    a_round(*done).when(CloseRound()).then(RoundClosed(2, 0))


def test_a_round_closes_once() -> None:
    a_round(RoundClosed(0, 2)).when(CloseRound()).then_nothing_happened()


def test_items_missed_in_a_month_are_left_out_items_and_never_a_whole_day() -> None:
    decided = given(ROUND, TERMS, RoundOpened(MONTH)).when(CloseRound())
    assert [type(event) for event in decided.events] == [CheckMissed, CheckMissed, RoundClosed]
    assert not any(event.whole_round for event in decided.events if isinstance(event, CheckMissed))
