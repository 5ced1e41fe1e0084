"""The annual score: 100 + bonus - deduction, down to slips, events and clauses (A8 Art.7 to 9)."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given as generated
from hypothesis import strategies as st

from common.terms import Terms
from common.testing.terms import beijing_terms, invented_terms
from scoring.domain.annual_score import FindingTaken, QuarterTaken, annual_score
from scoring.domain.records import CountedRecord, quarter_result
from scoring.domain.tiers import QuarterPoints

TERMS = beijing_terms()
AT = datetime(2026, 7, 1, 2, tzinfo=UTC)
GC_42 = ((12, 0), (21, 11), (8, 15), (20, 10))


def quarters(*pairs: tuple[int, int]) -> list[QuarterTaken]:
    return [QuarterTaken(QuarterPoints(no, *pair), (), f"scoring:bj:{no}") for no, pair in enumerate(pairs, start=1)]


def finding(rule: str, subject: str | None = None, no: int = 1) -> FindingTaken:
    points = TERMS.annual_rule(rule).points
    return FindingTaken(f"F-{no}", rule, points, date(2026, 9, 1), f"scoring:bj:9{no}", (), subject)


def score(pairs: Sequence[tuple[int, int]], rules: Sequence[str], terms: Terms = TERMS) -> int:
    taken = [finding(rule, no=no) for no, rule in enumerate(rules)]
    return annual_score(quarters(*pairs), taken, terms).score


def record(rule: str, points: int, no: int = 1, **more: Any) -> CountedRecord:
    sign = TERMS.rule(rule).sign
    clause = TERMS.rule(rule).clause
    return CountedRecord(f"S-{no}", f"SLIP-{no:04}", rule, clause, sign, points, AT, f"scoring:bj:{no}", **more)


def test_gc_42_four_quarters_and_one_replacement_give_87() -> None:
    assert score(GC_42, ["AS-2.1"]) == 87
    assert TERMS.tail_percent(Decimal(87)) == 100
    assert TERMS.amount("20") == 59_874_000


def test_gc_42_cumulative_tiers_give_82_and_net_gives_92() -> None:
    assert score(GC_42, ["AS-2.1"], beijing_terms({"tier.mode": "cumulative"})) == 82
    assert score(GC_42, ["AS-2.1"], beijing_terms({"tier.basis": "net"})) == 92


def test_the_year_of_the_demonstration_gives_84() -> None:
    assert score(GC_42, ["AS-2.1", "AS-2.3"]) == 84


def test_amb_39_raw_points_of_the_quarters_may_enter_directly() -> None:
    nine_each = ((9, 0),) * 4
    assert score(nine_each, []) == 100
    assert score(nine_each, [], beijing_terms({"annual.quarter_feed": "raw_points"})) == 64


def test_gc_45_a_year_below_60() -> None:
    assert score(((21, 0),), ["AS-1.2", "AS-4.1", "AS-2.1", "AS-2.2"]) == 57
    assert TERMS.tail_percent(Decimal(57)) == 50


@pytest.mark.parametrize(("points", "percent"), [("59", 50), ("60", 75), ("84", 75), ("84.5", 75), ("85", 100), ("59.9", 50)])
def test_gc_51_the_payment_bands_at_their_lines(points: int, percent: object) -> None:
    assert TERMS.tail_percent(Decimal(points)) == percent


def test_one_point_at_the_line_of_85() -> None:
    """100 - 5 (one quarter over 10) - 10 (two quarters over 10) = 85; one criticism less would not, one more does."""
    on_the_line = ((11, 0), (11, 0), (11, 0), (0, 0))
    assert score(on_the_line, []) == 85
    assert TERMS.tail_percent(Decimal(score(on_the_line, []))) == 100
    assert TERMS.tail_percent(Decimal(score(on_the_line, ["AS-5.1"]))) == 75


def test_amb_44_the_score_has_no_floor_or_ceiling_unless_it_is_read_so() -> None:
    clamped = beijing_terms({"annual.clamp": "true"})
    assert score(((0, 21),), ["AS-4.2"]) == 115
    assert score(((0, 21),), ["AS-4.2"], clamped) == 100
    assert score((), ["AS-1.2"] * 6) == -20
    assert score((), ["AS-1.2"] * 6, clamped) == 0


def test_gc_48_a_replaced_person_who_fails_the_exam_costs_8_or_5() -> None:
    taken = [finding("AS-2.1", "P-9", 1), finding("AS-2.2", "P-9", 2)]
    assert annual_score([], taken, TERMS).score == 92
    assert annual_score([], taken, beijing_terms({"escalation": "replace"})).score == 95
    others = [finding("AS-2.1", "P-8", 1), finding("AS-2.2", "P-9", 2)]
    assert annual_score([], others, beijing_terms({"escalation": "replace"})).score == 92


def test_gc_46_seven_missing_favourites_cost_7_or_the_headers_5() -> None:
    seven = [record("2.2A.1", 7)]
    assert quarter_result(seven, TERMS).deducted == 7
    assert quarter_result(seven, TERMS).capped_deducted == 5
    assert quarter_result(seven, beijing_terms({"kpi.header_cap": "per_event"})).deducted == 5


def test_amb_40_the_header_may_cap_each_event_or_the_quarter() -> None:
    twice = [record("3.1.1", 2, 1), record("3.1.2", 3, 2)]
    assert quarter_result(twice, TERMS).deducted == 5
    assert quarter_result(twice, beijing_terms({"kpi.header_cap": "per_event"})).deducted == 5
    assert quarter_result(twice, beijing_terms({"kpi.header_cap": "per_quarter"})).deducted == 3


def test_gc_47_a_failed_exam_and_its_failed_make_up_cost_6_or_5() -> None:
    exams = [record("1.2.4", 1, 1, subject="P-3"), record("1.2.4", 5, 2, subject="P-3")]
    assert quarter_result(exams, TERMS).deducted == 6
    assert quarter_result(exams, beijing_terms({"escalation": "replace"})).deducted == 5


def test_a_counter_slip_takes_points_back_and_gives_no_bonus() -> None:
    corrected = [record("3.1.1", 3, 1), record("3.1.1", 2, 2, counters="S-1")]
    result = quarter_result(corrected, TERMS)
    assert (result.deducted, result.bonus) == (1, 0)


def test_the_order_in_which_slips_arrive_changes_nothing() -> None:
    slips = [record("3.1.1", 2, 1), record("4.3", 5, 2), record("1.1.1", 9, 3)]
    assert quarter_result(slips, TERMS) == quarter_result(slips[::-1], TERMS)


def test_the_explanation_leads_from_the_score_to_the_event_and_its_clause() -> None:
    late = record("1.1.1", 12, 4, evidence=("roster:bj:17",), fact="attendance-late")
    taken = QuarterTaken(QuarterPoints(1, 12, 0), (late,), "scoring:bj:60")
    tree = annual_score([taken], [finding("AS-2.1")], TERMS).explanation
    base, quarter, replacement = tree.parts
    assert (tree.value, base.value, quarter.value, replacement.value) == ("92", "100", "-5", "-3")
    assert {used.name: used.option for used in tree.readings}["tier.mode"] == "exclusive"
    tier, slip = quarter.parts
    assert (tier.code, tier.clause) == ("AS-3.1", "A8 Art.8.3")
    assert (slip.value, slip.clause, slip.inputs) == ("-12", "A8S-1 1.1.1", ("scoring:bj:4",))
    assert (slip.parts[0].zh, slip.parts[0].inputs) == ("迟到", ("roster:bj:17",))
    assert quarter.inputs == ("scoring:bj:60",)
    assert replacement.inputs == ("scoring:bj:91",)


def oracle(pairs: Sequence[tuple[int, int]], findings: Sequence[int]) -> int:
    """The year again, from the words alone: default readings, integers, no shared code."""
    total = 100 + sum(findings)
    for deducted, bonus in pairs:
        total -= 10 if deducted > 20 else 5 if deducted > 10 else 0
        total += 10 if bonus > 20 else 5 if bonus > 10 else 0
    return total


RULES = [rule.code for rule in TERMS.annual_rules if not rule.derived]


@generated(
    pairs=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5),
    rules=st.lists(st.sampled_from(RULES), max_size=9),
)
def test_every_year_adds_up_as_the_words_say(pairs: Sequence[tuple[int, int]], rules: Sequence[str]) -> None:
    printed = {"AS-1.1": -20, "AS-1.2": -20, "AS-1.3a": 5, "AS-1.3b": 3, "AS-1.3c": 1, "AS-2.1": -3, "AS-2.2": -5}
    printed |= {"AS-2.3": -3, "AS-2.4": -5, "AS-4.1": -5, "AS-4.2": 5, "AS-5.1": -2, "AS-5.2": 2}
    assert score(pairs, rules) == oracle(pairs, [printed[rule] for rule in rules])


@pytest.mark.parametrize(("deducted", "bonus", "expected"), [(0, 0, 80), (5, 0, 80), (6, 0, 78), (12, 0, 78), (13, 6, 75)])
def test_another_contract_starts_and_steps_where_its_own_table_says(deducted: int, bonus: int, expected: int) -> None:
    """The invented pack: 80 to begin with, -2 over 5 and -6 more over 12 (its parties read the tiers as adding up), +3 over 5."""
    assert annual_score(quarters((deducted, bonus)), [], invented_terms()).score == expected


def test_gc_50_a_final_score_of_78_costs_a_quarter_of_the_tail() -> None:
    tail = TERMS.amount("20")
    assert tail - TERMS.share(tail, TERMS.tail_percent(Decimal(78))) == 14_968_500


def test_two_slips_of_one_quarter_totalling_exactly_10_reach_no_tier_and_one_point_more_does() -> None:
    for second, expected in ((6, 100), (7, 95)):
        result = quarter_result([record("1.1.1", 4, 1), record("1.1.1", second, 2)], TERMS)
        taken = QuarterTaken(QuarterPoints(1, result.deducted, result.bonus), result.records, None)
        assert annual_score([taken], [], TERMS).score == expected
