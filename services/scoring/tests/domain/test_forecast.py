"""The score so far and its alternatives: computed, labelled, never a result."""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from common.testing.terms import beijing_terms
from scoring.domain.annual_score import FindingTaken
from scoring.domain.forecast import Outlook, PlacedRecord, forecast
from scoring.domain.records import CountedRecord

TERMS = beijing_terms()
BEIJING = timezone(timedelta(hours=8))


def slip(no: int, points: int, day: date, quarter: int, *, counts: bool = True, rule: str = "1.1.1") -> PlacedRecord:
    at = datetime(day.year, day.month, day.day, 9, tzinfo=BEIJING)
    sign = TERMS.rule(rule).sign
    record = CountedRecord(f"S-{no}", f"SLIP-{no:04}", rule, f"A8S-1 {rule}", sign, points, at, f"scoring:bj:{no}")
    return PlacedRecord(record, quarter, counts)


def under(outlooks: tuple[Outlook, ...], name: str, option: str) -> Outlook:
    return next(outlook for outlook in outlooks if outlook.changed == (name, option))


def test_amb_30_another_cut_of_the_quarters_changes_the_tiers() -> None:
    """6 points on 10 September and 8 on 20 September: apart in service quarters, together in calendar quarters."""
    slips = [slip(1, 6, date(2026, 9, 10), 1), slip(2, 8, date(2026, 9, 20), 2)]
    outlooks = forecast(slips, [], [], TERMS)
    assert (outlooks[0].changed, outlooks[0].score) == (None, 100)
    assert under(outlooks, "quarter.scheme", "calendar").score == 95
    assert under(outlooks, "quarter.scheme", "calendar_merged").score == 95
    assert [quarter.deducted for quarter in outlooks[0].quarters] == [6, 8, 0, 0]
    assert len(under(outlooks, "quarter.scheme", "calendar").quarters) == 5


def test_amb_31_32_and_40_stand_beside_the_readings_in_force() -> None:
    slips = [
        slip(1, 21, date(2026, 7, 1), 1),
        slip(2, 8, date(2026, 7, 2), 1, rule="4.1"),
        slip(3, 7, date(2026, 10, 1), 2, rule="2.2A.1"),
        slip(4, 4, date(2026, 10, 2), 2),
    ]
    outlooks = forecast(slips, [], [], TERMS)
    assert outlooks[0].score == 85  # -10, and 11 in the second quarter: -5
    assert under(outlooks, "tier.mode", "cumulative").score == 80
    assert under(outlooks, "tier.basis", "net").score == 90  # 13 and 11
    capped = under(outlooks, "kpi.header_cap", "per_event")
    assert capped.quarters[1].deducted == 9
    assert capped.score == 100  # the attendance header caps 21 at 10, which is not more than 10


def test_the_distance_to_the_payment_lines_is_shown() -> None:
    findings = [FindingTaken("F-1", "AS-1.2", -20, date(2026, 7, 1), "scoring:bj:9")]
    outlook = forecast([], findings, [], TERMS)[0]
    assert (outlook.score, outlook.tail_percent) == (80, Decimal(75))
    assert [(line.at_least, line.distance) for line in outlook.lines] == [(Decimal(85), Decimal(-5)), (Decimal(60), Decimal(20))]


def test_what_is_lost_under_a_line_is_a_quarter_of_the_tail() -> None:
    # A8 Art.9.1: 100 % from 85, 75 % from 60, 50 % below; the tail is 598,740.00.
    outlook = forecast([], [], [], TERMS)[0]
    assert [(line.at_least, line.costs_fen) for line in outlook.lines] == [(Decimal(85), 149_685_00), (Decimal(60), 149_685_00)]


def test_what_is_pending_does_not_count_but_is_shown_as_if_it_did() -> None:
    pending = [FindingTaken("F-1", "AS-2.1", -3, date(2026, 7, 1), "scoring:bj:9")]
    slips = [slip(1, 9, date(2026, 7, 1), 1), slip(2, 2, date(2026, 7, 2), 1, counts=False)]
    outlook = forecast(slips, [], pending, TERMS)[0]
    assert (outlook.score, outlook.with_pending) == (100, 92)
    assert outlook.quarters[0].deducted == 9
