"""Faults: found, registered and reported, resolved, each with its time (A8S-1 3.3.5)."""

from datetime import datetime, timedelta

import pytest

from common.testing.scenario import given
from common.testing.terms import beijing_terms
from inspection.domain.fault import FAULT, FaultFound, FaultReported, FaultResolved, FindFault, ReportFault, ResolveFault

TERMS = beijing_terms()
NINE = datetime(2026, 10, 14, 9, 0, tzinfo=TERMS.timezone)
EVENING = NINE + timedelta(hours=11)


def minutes(count: int) -> datetime:
    return NINE + timedelta(minutes=count)


FOUND = FaultFound("INS-DS-3", "指挥大厅", None, NINE, 30, minutes(30), "digest", "E1")
FOUND_WITHOUT_LIMIT = FaultFound("INS-DS-3", "指挥大厅", None, NINE, None, None, "digest", "E1")


def test_a_fault_is_found_and_the_plans_limit_says_by_when_it_is_reported() -> None:
    command = FindFault("INS-DS-3", "指挥大厅", None, NINE, 30, "digest", "E1", EVENING)
    given(FAULT, TERMS).when(command).then(FOUND)


@pytest.mark.parametrize(("after", "late"), [(29, False), (30, False), (31, True)], ids=["under", "on", "over"])
def test_a_report_is_late_only_beyond_the_limit_of_the_plan(after: int, late: bool) -> None:
    given(FAULT, TERMS, FOUND).when(ReportFault(minutes(after), "E1", EVENING)).then(
        FaultReported(NINE, minutes(after), late, "E1")
    )


def test_without_a_limit_a_report_is_neither_late_nor_in_time() -> None:
    given(FAULT, TERMS, FOUND_WITHOUT_LIMIT).when(ReportFault(minutes(600), "E1", EVENING)).then(
        FaultReported(NINE, minutes(600), None, "E1")
    )


def test_a_fault_is_reported_once() -> None:
    reported = FaultReported(NINE, minutes(5), late=False, by="E1")
    given(FAULT, TERMS, FOUND, reported).when(ReportFault(minutes(6), "E1", EVENING)).then_refused("fault_already_reported")


def test_a_fault_put_right_at_once_is_still_reported() -> None:
    resolved = FaultResolved(minutes(3), None, "E1")
    given(FAULT, TERMS, FOUND, resolved).when(ReportFault(minutes(5), "E1", EVENING)).then(
        FaultReported(NINE, minutes(5), late=False, by="E1")
    )


def test_a_fault_is_resolved_once() -> None:
    resolved = FaultResolved(minutes(3), None, "E1")
    given(FAULT, TERMS, FOUND).when(ResolveFault(minutes(3), None, "E1", EVENING)).then(resolved).when(
        ResolveFault(minutes(4), None, "E1", EVENING)
    ).then_refused("fault_already_resolved")


def test_nothing_is_reported_before_it_was_found() -> None:
    given(FAULT, TERMS, FOUND).when(ReportFault(minutes(-1), "E1", EVENING)).then_refused("times_disordered")


def test_a_fault_that_nobody_found_cannot_be_resolved() -> None:
    given(FAULT, TERMS).when(ResolveFault(NINE, None, "E1", EVENING)).then_refused("fault_unknown")


def test_a_fault_found_before_the_term_is_refused() -> None:
    early = datetime(2026, 6, 14, 23, 0, tzinfo=TERMS.timezone)
    command = FindFault(None, None, None, early, None, None, "E1", EVENING)
    given(FAULT, TERMS).when(command).then_refused("date_before_the_term", "§2.3")


def test_a_fault_of_an_item_that_the_contract_does_not_have_is_refused() -> None:
    command = FindFault("INS-XX-1", None, None, NINE, None, None, "E1", EVENING)
    given(FAULT, TERMS).when(command).then_refused("inspection_item_unknown")
