"""The catalogue, the staffing matrix and the inspection table as the contract prints them (reading.md 5 to 7)."""

from collections import Counter
from datetime import date, datetime, time

import pytest

from common.errors import Refused
from common.testing.terms import beijing_terms, invented_terms

TERMS = beijing_terms()


def test_there_are_57_deductions_and_5_bonuses() -> None:
    assert Counter(rule.sign for rule in TERMS.rules) == {-1: 57, 1: 5}
    by_header = Counter(rule.header_code for rule in TERMS.rules)
    assert list(by_header.values()) == [3, 6, 4, 4, 4, 2, 3, 3, 3, 3, 4, 2, 4, 3, 2, 5, 2, 5]


RANGES = [
    ("1.1.1", 1, 10, False),
    ("1.2.1", 1, 30, False),
    ("1.2.2", 50, 50, True),
    ("1.2.3", 20, 20, True),
    ("2.1B.1", 1, 10, False),
    ("2.2A.1", 1, 1, True),
    ("2.3.3", 2, 10, False),
    ("2.6.2", 1, 5, False),
    ("3.3.1", 2, 2, True),
    ("3.3.5", 1, 10, False),
    ("3.4.1", 2, 10, False),
    ("4.4", 1, 5, False),
    ("4.5", 1, 3, False),
]


@pytest.mark.parametrize(("code", "low", "high", "fixed"), RANGES)
def test_each_rule_allows_its_range_and_nothing_beside_it(code: str, low: int, high: int, fixed: bool) -> None:
    rule = TERMS.rule(code)
    assert (rule.points_min, rule.points_max, rule.fixed) == (low, high, fixed)
    assert [rule.allows(points) for points in (low - 1, low, high, high + 1)] == [False, True, True, False]


def test_gc_47_the_exam_takes_one_point_then_five_and_nothing_between() -> None:
    rule = TERMS.rule("1.2.4")
    assert [points for points in range(8) if rule.allows(points)] == [1, 5]


CUMULATIVE = {"2.2A.1", "2.2A.2", "2.2A.3", "2.2B.1", "2.2B.2", "2.2B.3", "3.1.1", "3.1.2", "3.1.3", "3.2.2"} | {
    "3.3.2",
    "3.3.3",
    "3.3.4",
    "3.3.5",
    "3.4.1",
}


def test_exactly_the_standards_that_say_so_accumulate() -> None:
    assert {rule.code for rule in TERMS.rules if rule.cumulative} == CUMULATIVE


def test_every_rule_has_its_clause_and_a_line_of_the_sub_annex() -> None:
    assert all(rule.clause == f"A8S-1 {rule.code}" and 899 <= rule.source_line <= 921 for rule in TERMS.rules)


def test_the_annual_table_and_its_tiers() -> None:
    points = {rule.code: rule.points for rule in TERMS.annual_rules}
    assert points == {
        "AS-1.1": -20, "AS-1.2": -20, "AS-1.3a": 5, "AS-1.3b": 3, "AS-1.3c": 1,
        "AS-2.1": -3, "AS-2.2": -5, "AS-2.3": -3, "AS-2.4": -5,
        "AS-3.1": -5, "AS-3.2": -10, "AS-3.3": 5, "AS-3.4": 10,
        "AS-4.1": -5, "AS-4.2": 5, "AS-5.1": -2, "AS-5.2": 2,
    }  # fmt: skip
    assert [rule.code for rule in TERMS.annual_rules if rule.derived] == ["AS-3.1", "AS-3.2", "AS-3.3", "AS-3.4"]
    assert [(tier.over, tier.points, tier.on) for tier in TERMS.tiers] == [
        (10, -5, "deducted"),
        (20, -10, "deducted"),
        (10, 5, "bonus"),
        (20, 10, "bonus"),
    ]


MATRIX = {
    "SM": (1, 0, 1, 0, 1, 0),
    "VC": (3, 1, 1, 1, 1, 1),
    "IM": (2, 1, 1, 1, 1, 1),
    "AV": (2, 1, 1, 1, 1, 1),
    "SD": (1, 0, 0, 0, 0, 0),
}


@pytest.mark.parametrize(("post", "row"), MATRIX.items())
def test_the_staffing_matrix(post: str, row: tuple[int, ...]) -> None:
    staffing = TERMS.staffing
    kinds = [(kind, at) for kind in ("workday", "rest_day", "holiday") for at in (time(12), time(2))]
    assert tuple(staffing.required(post, kind, at) for kind, at in kinds) == row


def test_day_begins_at_nine_and_ends_before_eighteen() -> None:
    at = [time(8, 59, 59), time(9), time(17, 59, 59), time(18)]
    assert [TERMS.staffing.required("VC", "workday", moment) for moment in at] == [1, 3, 3, 1]
    longer = beijing_terms({"staff.day": "08:00-20:00"}).staffing
    assert [longer.required("VC", "workday", time(hour)) for hour in (7, 8, 19, 20)] == [1, 3, 3, 1]


def test_amb_21_rest_days_by_day_only() -> None:
    staffing = beijing_terms({"staff.rest_window": "daytime"}).staffing
    assert staffing.required("AV", "rest_day", time(2)) == 0
    assert staffing.required("AV", "rest_day", time(12)) == 1
    assert staffing.required("AV", "workday", time(2)) == 1


def test_windows_are_half_open_moments_of_the_contract_zone() -> None:
    zone, day = TERMS.timezone, date(2026, 10, 10)
    windows = TERMS.staffing.windows
    assert windows["day"].on(day, zone) == ((datetime(2026, 10, 10, 9, tzinfo=zone), datetime(2026, 10, 10, 18, tzinfo=zone)),)
    assert windows["night"].on(day, zone) == (
        (datetime(2026, 10, 10, 0, tzinfo=zone), datetime(2026, 10, 10, 9, tzinfo=zone)),
        (datetime(2026, 10, 10, 18, tzinfo=zone), datetime(2026, 10, 11, 0, tzinfo=zone)),
    )
    assert windows["all"].on(day, zone) == ((datetime(2026, 10, 10, tzinfo=zone), datetime(2026, 10, 11, tzinfo=zone)),)


def test_amb_24_tolerance_of_the_handover() -> None:
    assert TERMS.staffing.handover.tolerance_minutes == 0
    assert beijing_terms({"handover.tolerance_min": "10"}).staffing.handover.tolerance_minutes == 10
    assert TERMS.staffing.handover.time == time(16)


def test_23_inspection_rows_21_daily_3_of_them_production_tasks() -> None:
    items = TERMS.inspection.items
    assert Counter(item.frequency for item in items) == {"daily": 21, "monthly": 2}
    assert [item.code for item in items if item.frequency == "monthly"] == ["INS-AU-1", "INS-VM-1"]
    assert [item.code for item in items if item.no_demand_allowed] == ["INS-VM-3", "INS-IS-1", "INS-CD-2"]
    assert [item.line for item in items] == [line for line in range(436, 460) if line != 443]


def test_the_team_of_thirteen() -> None:
    posts = TERMS.staffing.posts
    assert {code: post.headcount for code, post in posts.items()} == {"SM": 1, "VC": 4, "IM": 4, "AV": 3, "SD": 1}
    assert {code: post.min_years for code, post in posts.items()} == {"SM": 5, "VC": 3, "IM": 2, "AV": 2, "SD": None}


def test_the_invented_contract_asks_for_other_people() -> None:
    staffing = invented_terms().staffing
    assert [staffing.required("OP", "workday", at) for at in (time(5, 59), time(6), time(8, 59), time(9))] == [1, 4, 4, 1]
    assert [staffing.required("LD", "holiday", at) for at in (time(7, 59), time(8), time(19, 59), time(20))] == [1, 0, 0, 1]
    assert staffing.handover.tolerance_minutes == 10


def test_codes_nobody_knows_are_refused() -> None:
    lookups = {
        "rule_unknown": TERMS.rule,
        "annual_rule_unknown": TERMS.annual_rule,
        "inspection_item_unknown": TERMS.item,
    }
    for code, lookup in lookups.items():
        with pytest.raises(Refused, match=code):
            lookup("9.9.9")
