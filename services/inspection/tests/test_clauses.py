"""The clauses of A8S-1 3.3 and the monthly window, under, on and over each edge; answers worked out by hand."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from common.testing.terms import beijing_terms, invented_terms
from inspection.domain.clauses import carried_out, left_out, on_time, reported_in_time
from inspection.domain.months import Month, month_of

SERVICE = beijing_terms()
CALENDAR = beijing_terms({"inspect.month": "calendar_month"})
NINE = datetime(2026, 10, 14, 9, 0, tzinfo=SERVICE.timezone)
MIDNIGHT = datetime(2026, 10, 15, 0, 0, tzinfo=SERVICE.timezone)


def test_one_result_is_enough_for_the_monitoring_to_have_taken_place() -> None:
    assert carried_out(1)
    assert not carried_out(0)


def test_what_is_left_out_is_counted_place_by_place() -> None:
    assert left_out(["a", "b", "c"], {"b"}) == ("a", "c")
    assert left_out(["a", "b", "c"], {"a", "b", "c"}) == ()


@pytest.mark.parametrize(
    ("done_at", "in_time"),
    [(MIDNIGHT - timedelta(seconds=1), True), (MIDNIGHT, True), (MIDNIGHT + timedelta(seconds=1), False)],
    ids=["23:59:59", "24:00:00", "00:00:01 next day"],
)
def test_a_check_is_on_time_until_the_day_ends(done_at: datetime, in_time: bool) -> None:
    assert on_time(done_at, MIDNIGHT) is in_time


@pytest.mark.parametrize(("minutes", "in_time"), [(29, True), (30, True), (31, False)], ids=["under", "on", "over"])
def test_a_fault_is_reported_in_time_up_to_the_limit_of_the_plan(minutes: int, in_time: bool) -> None:
    assert reported_in_time(NINE, NINE + timedelta(minutes=minutes), 30) is in_time


def test_without_an_agreed_limit_people_judge_whether_a_report_came_in_time() -> None:
    assert reported_in_time(NINE, NINE + timedelta(days=3), None) is None


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (date(2026, 6, 15), Month(date(2026, 6, 15), date(2026, 7, 14))),
        (date(2026, 7, 14), Month(date(2026, 6, 15), date(2026, 7, 14))),
        (date(2026, 7, 15), Month(date(2026, 7, 15), date(2026, 8, 14))),
        (date(2027, 1, 14), Month(date(2026, 12, 15), date(2027, 1, 14))),
        (date(2027, 6, 14), Month(date(2027, 5, 15), date(2027, 6, 14))),
    ],
)
def test_a_service_month_runs_from_the_15th_to_the_14th(day: date, month: Month) -> None:
    assert month_of(day, SERVICE) == month


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (date(2026, 6, 15), Month(date(2026, 6, 15), date(2026, 6, 30))),
        (date(2026, 7, 1), Month(date(2026, 7, 1), date(2026, 7, 31))),
        (date(2027, 2, 28), Month(date(2027, 2, 1), date(2027, 2, 28))),
        (date(2027, 6, 14), Month(date(2027, 6, 1), date(2027, 6, 14))),
    ],
)
def test_a_calendar_month_is_cut_to_the_term(day: date, month: Month) -> None:
    assert month_of(day, CALENDAR) == month


def test_the_term_has_24_backups_by_service_months_and_26_by_calendar_months_amb_72() -> None:
    days = [SERVICE.term.starts + timedelta(days=passed) for passed in range(SERVICE.term.days)]
    monthly = [item for item in SERVICE.inspection.items if item.frequency == "monthly"]
    assert len(monthly) * len({month_of(day, SERVICE) for day in days}) == 24
    assert len(monthly) * len({month_of(day, CALENDAR) for day in days}) == 26


def test_the_term_has_7665_daily_checks_per_place() -> None:
    daily = [item for item in SERVICE.inspection.items if item.frequency == "daily"]
    assert len(daily) * SERVICE.term.days == 7665


@pytest.mark.parametrize("reading", ["service_month", "calendar_month"])
def test_another_contracts_months_fill_its_term_without_gaps(reading: str) -> None:
    terms = invented_terms({"inspect.month": reading})
    days = [terms.term.starts + timedelta(days=passed) for passed in range(terms.term.days)]
    months = sorted({month_of(day, terms) for day in days}, key=lambda month: month.starts)
    assert months[0].starts == terms.term.starts
    assert months[-1].ends == terms.term.ends
    assert all(later.starts == earlier.ends + timedelta(days=1) for earlier, later in pairwise(months))
