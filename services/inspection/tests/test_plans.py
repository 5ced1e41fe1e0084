"""Plans: drawn up by the contractor from the contract's table, confirmed by the customer (A8S-1 3.3)."""

from dataclasses import replace
from datetime import date, datetime

from common.testing.scenario import given
from common.testing.terms import beijing_terms
from inspection.domain.lines import AskedLine, Line
from inspection.domain.plan import PLAN, ConfirmPlan, PlanConfirmed, PlanProposed, ProposePlan

TERMS = beijing_terms()
FIRST, LAST = date(2026, 10, 12), date(2026, 10, 18)
HALL, ROOM = "指挥大厅", "指挥室"
ASKED = (
    AskedLine("INS-DS-3", HALL, "daily"),
    AskedLine("INS-DS-3", ROOM, "daily"),
    AskedLine("INS-AU-1", HALL, "monthly"),
)
LINES = (
    Line("INS-DS-3", "INS-DS-3", HALL, "daily"),
    Line("INS-DS-3.2", "INS-DS-3", ROOM, "daily"),
    Line("INS-AU-1", "INS-AU-1", HALL, "monthly"),
)
PROPOSAL = ProposePlan(FIRST, LAST, ASKED, 30, "manager-1")
PROPOSED = PlanProposed(FIRST, LAST, LINES, 30, "manager-1")


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, 0, tzinfo=TERMS.timezone)


def test_each_line_of_a_proposed_plan_gets_an_id_of_its_own() -> None:
    given(PLAN, TERMS).when(PROPOSAL).then(PROPOSED)


def test_a_plan_is_confirmed_by_the_customer() -> None:
    given(PLAN, TERMS, PROPOSED).when(ConfirmPlan("officer-1", noon(FIRST))).then(
        PlanConfirmed(FIRST, LAST, LINES, 30, noon(FIRST), "officer-1")
    )


def test_a_plan_can_still_be_confirmed_on_its_last_day() -> None:
    assert given(PLAN, TERMS, PROPOSED).when(ConfirmPlan("officer-1", noon(LAST))).refusal is None


def test_a_plan_whose_period_has_passed_cannot_be_confirmed() -> None:
    given(PLAN, TERMS, PROPOSED).when(ConfirmPlan("officer-1", noon(date(2026, 10, 19)))).then_refused("plan_is_over")


def test_a_plan_is_confirmed_once() -> None:
    confirmed = PlanConfirmed(FIRST, LAST, LINES, 30, noon(FIRST), "officer-1")
    given(PLAN, TERMS, PROPOSED, confirmed).when(ConfirmPlan("officer-1", noon(FIRST))).then_refused("plan_already_confirmed")


def test_nobody_confirms_a_plan_of_their_own() -> None:
    given(PLAN, TERMS, PROPOSED).when(ConfirmPlan("manager-1", noon(FIRST))).then_refused("same_person")


def test_a_plan_that_nobody_proposed_cannot_be_confirmed() -> None:
    given(PLAN, TERMS).when(ConfirmPlan("officer-1", noon(FIRST))).then_refused("plan_unknown")


def test_a_daily_item_cannot_be_planned_monthly() -> None:
    asked = (AskedLine("INS-DS-3", HALL, "monthly"),)
    given(PLAN, TERMS).when(replace(PROPOSAL, lines=asked)).then_refused("frequency_below_contract", "A1 2.4.1")


def test_a_monthly_item_may_be_checked_more_often() -> None:
    asked = (AskedLine("INS-AU-1", HALL, "daily"),)
    assert given(PLAN, TERMS).when(replace(PROPOSAL, lines=asked)).refusal is None


def test_an_item_that_is_not_in_the_contracts_table_is_refused() -> None:
    asked = (AskedLine("INS-XX-1", HALL, "daily"),)
    given(PLAN, TERMS).when(replace(PROPOSAL, lines=asked)).then_refused("inspection_item_unknown")


def test_the_same_item_and_place_do_not_stand_twice_in_a_plan() -> None:
    given(PLAN, TERMS).when(replace(PROPOSAL, lines=(ASKED[0], ASKED[0]))).then_refused("lines_repeated")


def test_a_plan_without_lines_is_refused() -> None:
    given(PLAN, TERMS).when(replace(PROPOSAL, lines=())).then_refused("plan_empty")


def test_a_plan_may_begin_on_the_terms_first_day_but_not_before() -> None:
    assert given(PLAN, TERMS).when(replace(PROPOSAL, starts=date(2026, 6, 15))).refusal is None
    given(PLAN, TERMS).when(replace(PROPOSAL, starts=date(2026, 6, 14))).then_refused("date_before_the_term", "§2.3")


def test_a_plan_may_end_on_the_terms_last_day_but_not_after() -> None:
    assert given(PLAN, TERMS).when(replace(PROPOSAL, ends=date(2027, 6, 14))).refusal is None
    given(PLAN, TERMS).when(replace(PROPOSAL, ends=date(2027, 6, 15))).then_refused("date_after_the_term", "§2.3")


def test_a_plan_does_not_end_before_it_starts() -> None:
    given(PLAN, TERMS).when(replace(PROPOSAL, ends=date(2026, 10, 11))).then_refused("plan_dates_disordered")
