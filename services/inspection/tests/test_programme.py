"""The programme: days with a confirmed plan get their rounds, a stretch without one is a single standing finding."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from common.testing.scenario import Given, given
from common.testing.terms import beijing_terms
from inspection.domain.lines import Line
from inspection.domain.programme import (
    PROGRAMME,
    AdoptPlan,
    BeginProgramme,
    Command,
    DayStarted,
    Event,
    PlanAdopted,
    PlanGapClosed,
    PlanGapOpened,
    Programme,
    ProgrammeBegun,
    RoundFellDue,
    StartDay,
)
from inspection.domain.round_plan import RoundPlan

TERMS = beijing_terms()
BACKUP = Line("INS-AU-1", "INS-AU-1", "指挥大厅", "monthly")
WALL = Line("INS-DS-3", "INS-DS-3", "指挥大厅", "daily")
LINES = (BACKUP, WALL)
FIRST_DAY = date(2026, 6, 15)


def midnight(day: date) -> datetime:
    return TERMS.at(day, time(0))


def october(day: int) -> date:
    return date(2026, 10, day)


def plan(name: str, starts: date, ends: date, now: datetime, lines: tuple[Line, ...] = (WALL,)) -> AdoptPlan:
    return AdoptPlan(name, starts, ends, lines, None, now)


BEGUN = ProgrammeBegun(FIRST_DAY, midnight(FIRST_DAY))
NO_PLAN = (BEGUN, PlanGapOpened(FIRST_DAY), DayStarted(FIRST_DAY, None, None))
ADOPTED = PlanAdopted("P-1", 1, october(12), october(13), (WALL,), None, october(12), midnight(october(12)))
WITH_A_PLAN = (*NO_PLAN, ADOPTED)


def run(history: Given[Command, Programme, Event], day: date, days: int) -> list[Event]:
    """Starts one day after the other, as the timer does, and returns everything that happened."""
    happened: list[Event] = []
    for passed in range(days):
        decided = history.when(StartDay(day + timedelta(days=passed)))
        happened += decided.events
        history = decided.then(*decided.events)
    return happened


def test_the_programme_begins_with_the_terms_first_day() -> None:
    given(PROGRAMME, TERMS).when(BeginProgramme()).then(BEGUN).when(BeginProgramme()).then_nothing_happened()


def test_a_first_day_without_a_plan_is_one_finding_and_no_other_day_is_looked_at() -> None:
    given(PROGRAMME, TERMS, BEGUN).when(StartDay(FIRST_DAY)).then(PlanGapOpened(FIRST_DAY), DayStarted(FIRST_DAY, None, None))


def test_a_confirmed_plan_sets_the_day_on_which_it_begins() -> None:
    given(PROGRAMME, TERMS, *NO_PLAN).when(plan("P-1", october(12), october(13), midnight(october(10)))).then(ADOPTED)


def test_a_plan_binds_from_the_day_of_its_confirmation_not_backwards() -> None:
    now = midnight(october(13)) + timedelta(hours=15)
    given(PROGRAMME, TERMS, *NO_PLAN).when(plan("P-1", october(12), october(13), now)).then(
        PlanAdopted("P-1", 1, october(13), october(13), (WALL,), None, october(13), midnight(october(13)))
    )


def test_a_day_with_a_plan_opens_its_round_and_ends_the_gap() -> None:
    due = RoundPlan("2026-10-12", "day", october(12), october(12), midnight(october(13)), "P-1", (WALL,))
    given(PROGRAMME, TERMS, *WITH_A_PLAN).when(StartDay(october(12))).then(
        PlanGapClosed(FIRST_DAY, october(11)),
        RoundFellDue(due),
        DayStarted(october(12), october(13), midnight(october(13))),
    )


def test_the_day_after_the_last_planned_one_opens_one_gap() -> None:
    happened = run(given(PROGRAMME, TERMS, *WITH_A_PLAN), october(12), 3)
    assert [event for event in happened if isinstance(event, PlanGapOpened)] == [PlanGapOpened(october(14))]
    assert happened[-1] == DayStarted(october(14), None, None)


def test_a_day_starts_once() -> None:
    after = given(PROGRAMME, TERMS, *WITH_A_PLAN, DayStarted(october(12), october(13), midnight(october(13))))
    after.when(StartDay(october(12))).then_nothing_happened()


def test_of_two_plans_for_a_day_the_one_confirmed_last_holds() -> None:
    second = replace(ADOPTED, plan_id="P-2", version=2, lines=(replace(WALL, place="指挥室"),))
    happened = given(PROGRAMME, TERMS, *WITH_A_PLAN, second).when(StartDay(october(12))).events
    assert [event.round.plan_id for event in happened if isinstance(event, RoundFellDue)] == ["P-2"]


def test_a_plan_confirmed_for_today_after_today_has_started_holds_from_tomorrow() -> None:
    started = DayStarted(october(12), october(13), midnight(october(13)))
    now = midnight(october(12)) + timedelta(hours=10)
    given(PROGRAMME, TERMS, *WITH_A_PLAN, started).when(plan("P-2", october(12), october(20), now)).then(
        PlanAdopted("P-2", 2, october(12), october(20), (WALL,), None, october(13), midnight(october(13)))
    )


def test_a_gap_is_noticed_even_when_a_later_plan_waits() -> None:
    later = replace(ADOPTED, plan_id="P-2", version=2, binds_from=october(20), ends=october(21))
    happened = run(given(PROGRAMME, TERMS, *WITH_A_PLAN, later), october(12), 3)
    assert PlanGapOpened(october(14)) in happened
    assert happened[-1] == DayStarted(october(14), october(20), midnight(october(20)))


def test_a_monthly_item_falls_due_once_in_a_service_month_that_the_plan_covers_to_its_end() -> None:
    whole = plan("P-1", FIRST_DAY, date(2026, 8, 14), midnight(FIRST_DAY), LINES)
    adopted = given(PROGRAMME, TERMS).when(whole)
    happened = run(adopted.then(*adopted.events), FIRST_DAY, 61)
    months = [event.round for event in happened if isinstance(event, RoundFellDue) and event.round.period == "month"]
    assert [(month.round_id, month.starts, month.ends, month.due_at) for month in months] == [
        ("2026-06-15-month", date(2026, 6, 15), date(2026, 7, 14), midnight(date(2026, 7, 15))),
        ("2026-07-15-month", date(2026, 7, 15), date(2026, 8, 14), midnight(date(2026, 8, 15))),
    ]
    assert all(month.lines == (BACKUP,) for month in months)


def test_a_monthly_item_is_not_demanded_by_a_plan_that_ends_before_the_month() -> None:
    short = plan("P-1", FIRST_DAY, date(2026, 7, 13), midnight(FIRST_DAY), LINES)
    adopted = given(PROGRAMME, TERMS).when(short)
    happened = run(adopted.then(*adopted.events), FIRST_DAY, 29)
    assert {event.round.period for event in happened if isinstance(event, RoundFellDue)} == {"day"}


def test_by_the_calendar_reading_the_first_month_ends_in_june() -> None:
    terms = beijing_terms({"inspect.month": "calendar_month"})
    whole = plan("P-1", FIRST_DAY, date(2026, 7, 31), midnight(FIRST_DAY), LINES)
    adopted = given(PROGRAMME, terms).when(whole)
    happened = run(adopted.then(*adopted.events), FIRST_DAY, 47)
    months = [event.round.ends for event in happened if isinstance(event, RoundFellDue) and event.round.period == "month"]
    assert months == [date(2026, 6, 30), date(2026, 7, 31)]


def test_after_the_terms_last_day_no_day_starts() -> None:
    last = date(2027, 6, 14)
    adopted = PlanAdopted("P-1", 1, last, last, (WALL,), None, last, midnight(last))
    happened = given(PROGRAMME, TERMS, *NO_PLAN, adopted).when(StartDay(last)).events
    assert happened[-1] == DayStarted(last, None, None)
