"""Every golden date of the contract (GC-01 … GC-19), worked out by hand, under, on and over; and the other readings."""

from datetime import date

import pytest

from common.terms import CalendarDay, CalendarYearPublished
from common.testing.terms import beijing_terms, invented_terms

TERMS = beijing_terms()


def day(text: str) -> date:
    return date.fromisoformat(text)


GOLDEN = [
    ("GC-01", "bond_due", "2026-06-16", "2026-07-01", False),
    ("GC-03", "form2", "2026-09-18", "2026-09-24", False),
    ("GC-04", "form2", "2026-09-30", "2026-10-13", False),
    ("GC-06", "quarterly_answer", "2026-09-21", "2026-10-08", False),
    ("GC-07", "s53_remedy", "2026-10-20", "2026-10-30", False),
    ("GC-08", "cure_nonconformity", "2026-09-24", "2026-10-08", False),
    ("GC-11", "payment2_due", "2027-02-15", "2027-03-29", True),
    ("GC-13 annual", "annual_application", "2027-06-14", "2027-07-05", True),
    ("GC-13 acceptance", "acceptance_application", "2027-06-14", "2027-07-26", True),
    ("GC-13 meeting", "acceptance_meeting", "2027-06-14", "2027-07-26", True),
    ("GC-14 answer Q1", "quarterly_answer", "2026-09-15", "2026-09-28", False),
    ("GC-14 answer Q2", "quarterly_answer", "2026-12-15", "2026-12-25", False),
    ("GC-14 answer Q3", "quarterly_answer", "2027-03-15", "2027-03-25", True),
    ("GC-14 answer Q4", "quarterly_answer", "2027-06-15", "2027-06-25", True),
    ("GC-16", "password", "2026-06-15", "2026-07-15", False),
    ("GC-17", "stop_notice", "2026-11-02", "2026-11-09", False),
    ("GC-19", "bank_after", "2026-12-01", "2026-12-11", False),
    ("AMB-81", "annual_rectification", "2027-07-20", "2027-08-20", True),
]


@pytest.mark.parametrize(("case", "clock", "start", "on", "provisional"), GOLDEN)
def test_golden_deadlines(case: str, clock: str, start: str, on: str, provisional: bool) -> None:
    deadline = TERMS.deadline(clock, day(start))
    assert deadline.on == day(on), case
    assert deadline.provisional is provisional
    assert deadline.clause == TERMS.clock(clock).clause


def test_gc_01_counts_ten_days_and_says_which_it_skipped() -> None:
    deadline = TERMS.deadline("bond_due", day("2026-06-16"))
    assert [(span.starts, span.ends, span.counted, span.name) for span in deadline.counted] == [
        (day("2026-06-17"), day("2026-06-18"), True, None),
        (day("2026-06-19"), day("2026-06-21"), False, "端午节"),
        (day("2026-06-22"), day("2026-06-26"), True, None),
        (day("2026-06-27"), day("2026-06-28"), False, None),
        (day("2026-06-29"), day("2026-07-01"), True, None),
    ]
    assert sum(span.days for span in deadline.counted if span.counted) == 10
    assert [part.code for part in deadline.explanation.parts][:3] == ["deadline.start", "deadline.counted", "deadline.skipped"]
    assert deadline.explanation.readings[0].ambiguity == "AMB-02"


def test_gc_03_counts_the_swapped_sunday() -> None:
    spans = TERMS.deadline("form2", day("2026-09-18")).counted
    assert [span.kind for span in spans if span.counted] == ["makeup_workday", "workday"]


OTHER_READINGS = [
    ("GC-01 start day counted", {"count.start_day": "included"}, "bond_due", "2026-06-16", "2026-06-30"),
    ("GC-06 no roll", {"deadline.roll": "false"}, "quarterly_answer", "2026-09-21", "2026-10-01"),
    ("GC-08 no roll", {"deadline.roll": "false"}, "cure_nonconformity", "2026-09-24", "2026-10-04"),
    ("AMB-81 thirty days", {"month.rule": "30_days"}, "annual_rectification", "2027-07-20", "2027-08-19"),
    ("GC-11 plain weeks", {"calendar.unpublished": "weekdays_only"}, "payment2_due", "2027-02-15", "2027-03-29"),
    ("payment 2 asked for before Spring Festival", {}, "payment2_due", "2027-02-04", "2027-03-24"),
    ("the same in plain weeks", {"calendar.unpublished": "weekdays_only"}, "payment2_due", "2027-02-04", "2027-03-18"),
]


@pytest.mark.parametrize(("case", "readings", "clock", "start", "on"), OTHER_READINGS)
def test_other_readings_give_other_dates(case: str, readings: dict[str, str], clock: str, start: str, on: str) -> None:
    assert beijing_terms(readings).deadline(clock, day(start)).on == day(on), case


def test_gc_11_a_published_2027_with_a_swapped_saturday_moves_the_due_date() -> None:
    swap = CalendarYearPublished(
        2027, "示例", (CalendarDay(day("2027-02-20"), "makeup_workday"), CalendarDay(day("2027-02-08"), "holiday", "春节"))
    )
    deadline = beijing_terms(calendars=(swap,)).deadline("payment2_due", day("2027-02-15"))
    assert deadline.on == day("2027-03-26")
    assert not deadline.provisional


def test_gc_10_payment_2_opens_after_eight_full_months() -> None:
    assert TERMS.opens_on(2) == day("2027-02-15")
    assert beijing_terms({"p2.opens": "corresponding_day"}).opens_on(2) == day("2027-02-16")
    assert TERMS.opens_on(1) is None


def test_the_invented_contract_counts_by_its_own_clocks_and_readings() -> None:
    terms = invented_terms()
    assert terms.opens_on(2) == day("2026-07-02")
    assert terms.deadline("bond_due", terms.term.signed).on == day("2026-03-04")
    assert terms.deadline("bond_due", day("2026-02-28")).on == day("2026-03-07"), "a Saturday stays: no roll here"
    assert terms.deadline("acceptance_application", terms.term.ends).on == day("2027-03-30"), "30 days a month"
