"""The performance bond, clause 4.2: due 10 working days after signing (GC-01: 2026-07-01)."""

from datetime import date, time

import pytest

from billing.domain.bond import (
    BOND,
    AwaitBond,
    BondAwaited,
    BondDrawn,
    BondFellLate,
    BondLodged,
    BondRefunded,
    BondRefundOwed,
    BondRestored,
    DrawBond,
    LodgeBond,
    NoteBondLate,
    OweRefund,
    RefundBond,
    RestoreBond,
)
from common.testing.scenario import given
from common.testing.terms import beijing_terms

TERMS = beijing_terms()
FEN = 29_937_000
DUE = date(2026, 7, 1)
LODGED = BondLodged(FEN, "cash", date(2026, 6, 25), DUE, late=False)


def lodge(on: date, fen: int = FEN, today: date | None = None) -> LodgeBond:
    return LodgeBond(fen, "cash", on, today or on)


@pytest.mark.parametrize(("on", "late"), [(date(2026, 6, 30), False), (DUE, False), (date(2026, 7, 2), True)])
def test_gc_01_the_bond_is_in_time_until_the_first_of_july(on: date, late: bool) -> None:
    given(BOND, TERMS).when(lodge(on)).then(BondLodged(FEN, "cash", on, DUE, late))


@pytest.mark.parametrize("fen", [FEN - 1, FEN + 1])
def test_only_the_contracts_amount_is_a_bond(fen: int) -> None:
    given(BOND, TERMS).when(lodge(DUE, fen)).then_refused("bond_amount_differs")


def test_the_bond_is_lodged_once() -> None:
    given(BOND, TERMS, LODGED).when(lodge(DUE)).then_refused("bond_already_lodged")


def test_a_bond_cannot_be_lodged_tomorrow_or_before_the_term() -> None:
    given(BOND, TERMS).when(lodge(DUE, today=date(2026, 6, 30))).then_refused("date_in_the_future")
    given(BOND, TERMS).when(lodge(date(2026, 6, 14))).then_refused("date_before_the_term")


def test_activation_starts_the_clock_once() -> None:
    awaited = given(BOND, TERMS).when(AwaitBond())
    awaited.then(BondAwaited(DUE, provisional=False, due_ends_at=TERMS.at(date(2026, 7, 2), time(0))))
    given(BOND, TERMS, *awaited.events).when(AwaitBond()).then_nothing_happened()


def test_a_missing_bond_is_noted_once_and_a_lodged_one_never() -> None:
    given(BOND, TERMS).when(NoteBondLate(DUE)).then(BondFellLate(DUE))
    given(BOND, TERMS, BondFellLate(DUE)).when(NoteBondLate(DUE)).then_nothing_happened()
    given(BOND, TERMS, LODGED).when(NoteBondLate(DUE)).then_nothing_happened()


@pytest.mark.parametrize("fen", [FEN - 1, FEN])
def test_damages_are_drawn_up_to_what_is_held(fen: int) -> None:
    given(BOND, TERMS, LODGED).when(DrawBond(fen, "final")).then(BondDrawn(fen, "final"))


def test_more_than_is_held_cannot_be_drawn() -> None:
    given(BOND, TERMS, LODGED).when(DrawBond(FEN + 1, "final")).then_refused("bond_exhausted")


def test_a_waived_damage_reopens_the_bond() -> None:
    restored = given(BOND, TERMS, LODGED, BondDrawn(FEN, "final"), BondRefundOwed(0)).when(RestoreBond(1_000, "b1"))
    restored.then(BondRestored(1_000, "b1"))
    assert (restored.state.held_fen, restored.state.owed_fen) == (1_000, 1_000)


def test_the_rest_goes_back_exactly_and_only_when_owed() -> None:
    today = date(2027, 8, 1)
    given(BOND, TERMS, LODGED).when(RefundBond(FEN, today, today)).then_refused("bond_refund_not_due")
    owed = (LODGED, BondRefundOwed(FEN))
    given(BOND, TERMS, *owed).when(RefundBond(FEN - 1, today, today)).then_refused("bond_refund_differs")
    given(BOND, TERMS, *owed).when(RefundBond(FEN, today, today)).then(BondRefunded(FEN, today))
    given(BOND, TERMS, *owed).when(OweRefund(FEN)).then_nothing_happened()
