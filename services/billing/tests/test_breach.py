"""Breaches and damages, clause 9.1: proposed by anybody, owed only when a leader confirms."""

from datetime import UTC, date, datetime

import pytest

from billing.domain.breach import (
    BREACH,
    BreachCured,
    BreachDisputed,
    BreachUncured,
    ConfirmDamages,
    CureBreach,
    DamagesConfirmed,
    DamagesWaived,
    DisputeBreach,
    EndCurePeriod,
    Event,
    NotifyBreach,
    ProposeBreach,
    WaiveDamages,
)
from common.testing.scenario import given
from common.testing.terms import beijing_terms

TERMS = beijing_terms()
NOTICE = datetime(2026, 9, 24, 2, 0, tzinfo=UTC)


def proposal(code: str = "BR-3", on: date = date(2026, 9, 20)) -> ProposeBreach:
    return ProposeBreach(code, on, "text-1", ("roster:bj-2026:17",), "officer-1", date(2026, 9, 24))


def notified(code: str = "BR-3") -> tuple[Event, ...]:
    proposed = given(BREACH, TERMS).when(proposal(code)).events
    return (*proposed, *given(BREACH, TERMS, *proposed).when(NotifyBreach(NOTICE, "hand", NOTICE)).events)


@pytest.mark.parametrize(
    ("code", "fen"), [("BR-1", 5_987_400), ("BR-2", 29_937_000), ("BR-3", 2_993_700), ("BR-7", 2_993_700), ("BR-6", None)]
)
def test_gc_20_each_clause_has_its_damages(code: str, fen: int | None) -> None:
    if fen is None:
        codes = {breach.code: breach for breach in TERMS.pack.breaches if breach.code.startswith(code)}
        assert {TERMS.amount(breach.percent) for breach in codes.values() if breach.percent} == {14_968_500}
        return
    (event,) = given(BREACH, TERMS).when(proposal(code)).events
    assert event.amount_fen == fen  # type: ignore[union-attr]


def test_gc_08_ten_days_to_cure_end_after_the_golden_week() -> None:
    assert notified()[1].cure_by == date(2026, 10, 8)  # type: ignore[union-attr]


def test_security_breaches_have_no_cure_period() -> None:
    assert notified("BR-2")[1].cure_by is None  # type: ignore[union-attr]


@pytest.mark.parametrize(("on", "cured"), [(date(2026, 10, 7), True), (date(2026, 10, 8), True), (date(2026, 10, 9), False)])
def test_a_cure_counts_until_the_last_day(on: date, cured: bool) -> None:
    outcome = given(BREACH, TERMS, *notified()).when(CureBreach(on, on))
    if cured:
        outcome.then(BreachCured(on))
    else:
        outcome.then_refused("cure_period_over")


def test_a_cure_avoids_termination_but_not_the_damages() -> None:
    history = (*notified(), BreachCured(date(2026, 10, 8)))
    given(BREACH, TERMS, *history).when(EndCurePeriod(date(2026, 10, 8))).then_nothing_happened()
    given(BREACH, TERMS, *history).when(ConfirmDamages("leader-1")).then(
        DamagesConfirmed("BR-3", TERMS.breach("BR-3").clause, 2_993_700, "leader-1")
    )


def test_an_uncured_breach_is_noted_when_the_period_ends() -> None:
    given(BREACH, TERMS, *notified()).when(EndCurePeriod(date(2026, 10, 8))).then(BreachUncured(date(2026, 10, 8)))


def test_damages_are_confirmed_only_after_notice_and_by_another_person() -> None:
    proposed = given(BREACH, TERMS).when(proposal()).events
    given(BREACH, TERMS, *proposed).when(ConfirmDamages("leader-1")).then_refused("breach_not_notified")
    given(BREACH, TERMS, *notified()).when(ConfirmDamages("officer-1")).then_refused("proposer_may_not_confirm")


def test_a_dispute_is_recorded_and_stops_nothing() -> None:
    given(BREACH, TERMS, *notified()).when(DisputeBreach("text-2")).then(BreachDisputed("text-2"))
    disputed = (*notified(), BreachDisputed("text-2"))
    assert given(BREACH, TERMS, *disputed).when(ConfirmDamages("leader-1")).events


def test_damages_may_be_given_up_before_and_after_confirmation() -> None:
    given(BREACH, TERMS, *notified()).when(WaiveDamages("text")).then(DamagesWaived(2_993_700, "text", confirmed=False))
    confirmed = (*notified(), DamagesConfirmed("BR-3", "§9.1¶3", 2_993_700, "leader-1"))
    given(BREACH, TERMS, *confirmed).when(WaiveDamages("text")).then(DamagesWaived(2_993_700, "text", confirmed=True))


@pytest.mark.parametrize(
    ("option", "on", "refused"),
    [
        ("max(service_start, effective_date)", date(2026, 6, 15), True),
        ("max(service_start, effective_date)", date(2026, 6, 16), False),
        ("service_start", date(2026, 6, 15), False),
        ("service_start", date(2026, 6, 14), True),
    ],
)
def test_amb_80_nothing_before_signing_is_a_breach(option: str, on: date, refused: bool) -> None:
    terms = beijing_terms(readings={"breach.earliest": option})
    outcome = given(BREACH, terms).when(proposal(on=on))
    assert (outcome.refusal is not None) is refused


def test_a_breach_unknown_to_the_contract_or_in_the_future_is_refused() -> None:
    given(BREACH, TERMS).when(proposal("BR-99")).then_refused("breach_unknown")
    given(BREACH, TERMS).when(proposal(on=date(2026, 9, 25))).then_refused("date_in_the_future")
