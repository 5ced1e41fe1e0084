"""Quarters by scheme (GC-14, GC-15, AMB-30) and when each is assessed (AMB-07)."""

from datetime import date, datetime, timedelta

import pytest

from common.errors import Refused
from common.terms import Terms
from common.testing.terms import beijing_terms, invented_terms

SCHEMES = {
    "service": [
        ("2026-06-15", "2026-09-14", "2026-09-29"),
        ("2026-09-15", "2026-12-14", "2026-12-29"),
        ("2026-12-15", "2027-03-14", "2027-03-29"),
        ("2027-03-15", "2027-06-14", "2027-06-29"),
    ],
    "calendar": [
        ("2026-06-15", "2026-06-30", "2026-07-15"),
        ("2026-07-01", "2026-09-30", "2026-10-15"),
        ("2026-10-01", "2026-12-31", "2027-01-15"),
        ("2027-01-01", "2027-03-31", "2027-04-15"),
        ("2027-04-01", "2027-06-14", "2027-06-29"),
    ],
    "calendar_merged": [
        ("2026-06-15", "2026-09-30", "2026-10-15"),
        ("2026-10-01", "2026-12-31", "2027-01-15"),
        ("2027-01-01", "2027-03-31", "2027-04-15"),
        ("2027-04-01", "2027-06-14", "2027-06-29"),
    ],
}


def shown(terms: Terms) -> list[tuple[str, str, str]]:
    return [(str(quarter.starts), str(quarter.ends), str(quarter.assess_due.on)) for quarter in terms.quarters]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_gc_14_quarters_and_their_assessment_dates(scheme: str) -> None:
    assert shown(beijing_terms({"quarter.scheme": scheme})) == SCHEMES[scheme]


def test_gc_14_service_quarters_have_92_91_90_92_days() -> None:
    assert [quarter.days for quarter in beijing_terms().quarters] == [92, 91, 90, 92]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_quarters_cover_the_term_once(scheme: str) -> None:
    terms = beijing_terms({"quarter.scheme": scheme})
    assert sum(quarter.days for quarter in terms.quarters) == 365
    assert all(
        after.starts - before.ends == timedelta(days=1) for before, after in zip(terms.quarters, terms.quarters[1:], strict=False)
    )
    assert [quarter.no for quarter in terms.quarters] == list(range(1, len(terms.quarters) + 1))


GC_15 = [("service", (1, 2)), ("calendar", (2, 2)), ("calendar_merged", (1, 1))]


@pytest.mark.parametrize(("scheme", "expected"), GC_15)
def test_gc_15_an_event_near_midnight_belongs_to_the_quarter_of_its_local_date(scheme: str, expected: tuple[int, int]) -> None:
    terms = beijing_terms({"quarter.scheme": scheme})
    moments = ("2026-09-14T23:50:00+08:00", "2026-09-15T00:10:00+08:00")
    in_utc = ("2026-09-14T15:50:00+00:00", "2026-09-14T16:10:00+00:00")
    for pair in (moments, in_utc):
        dates = [terms.local_date(datetime.fromisoformat(moment)) for moment in pair]
        assert tuple(terms.quarter_of(on).no for on in dates) == expected


AMB_07 = [
    ("nth_day_of_next_quarter", "true", "2026-09-29"),
    ("nth_day_of_next_quarter", "false", "2026-09-28"),
    ("next_calendar", "true", "2026-10-15"),
    ("next_calendar", "false", "2026-10-14"),
    ("literal", "true", "2026-09-15"),
    ("literal", "false", "2026-09-14"),
]


@pytest.mark.parametrize(("option", "inclusive", "on"), AMB_07)
def test_amb_07_the_15th_of_the_first_month_of_the_next_quarter(option: str, inclusive: str, on: str) -> None:
    terms = beijing_terms({"assess.due": option, "assess.before_inclusive": inclusive})
    assert terms.quarters[0].assess_due.on == date.fromisoformat(on)


def test_amb_07_under_calendar_quarters_the_readings_agree() -> None:
    for option in ("nth_day_of_next_quarter", "next_calendar", "literal"):
        terms = beijing_terms({"quarter.scheme": "calendar_merged", "assess.due": option})
        assert terms.quarters[0].assess_due.on == date(2026, 10, 15)


def test_a_day_outside_the_term_has_no_quarter() -> None:
    terms = beijing_terms()
    assert terms.quarter_of(date(2026, 6, 15)).no == 1
    assert terms.quarter_of(date(2027, 6, 14)).no == 4
    for outside in (date(2026, 6, 14), date(2027, 6, 15)):
        with pytest.raises(Refused, match="outside_term"):
            terms.quarter_of(outside)


def test_the_invented_contract_has_calendar_quarters_with_stubs() -> None:
    assert shown(invented_terms()) == [
        ("2026-03-01", "2026-03-31", "2026-04-10"),
        ("2026-04-01", "2026-06-30", "2026-07-10"),
        ("2026-07-01", "2026-09-30", "2026-10-10"),
        ("2026-10-01", "2026-12-31", "2027-01-10"),
        ("2027-01-01", "2027-02-28", "2027-03-10"),
    ]
