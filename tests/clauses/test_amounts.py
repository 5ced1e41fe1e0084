"""Amounts (GC-20) and the tail's bands (GC-21, GC-51, AMB-42, AMB-43), under, on and over each line."""

from decimal import Decimal

import pytest

from common.errors import Refused
from common.money import decimal_of_fen
from common.testing.terms import beijing_terms, invented_terms

TERMS = beijing_terms()

GC_20 = {
    60: "1796220.00",
    20: "598740.00",
    10: "299370.00",
    5: "149685.00",
    2: "59874.00",
    1: "29937.00",
}


@pytest.mark.parametrize(("percent", "amount"), GC_20.items())
def test_gc_20_shares_of_the_total(percent: int, amount: str) -> None:
    assert decimal_of_fen(TERMS.amount(Decimal(percent))) == amount


def test_gc_20_the_printed_amounts() -> None:
    assert [decimal_of_fen(payment.amount_fen) for payment in TERMS.payments] == ["1796220.00", "598740.00", "598740.00"]
    assert decimal_of_fen(TERMS.bond.amount_fen) == "299370.00"
    assert TERMS.total_fen == 299_370_000
    damages = {"BR-1": "59874.00", "BR-3": "29937.00", "BR-6b": "149685.00", "BR-7": "29937.00", "BR-5": "299370.00"}
    for code, amount in damages.items():
        percent = TERMS.breach(code).percent
        assert percent is not None
        assert decimal_of_fen(TERMS.amount(percent)) == amount


GC_21 = [
    ("115", "598740.00"),
    ("100", "598740.00"),
    ("85", "598740.00"),
    ("84.5", "449055.00"),
    ("84", "449055.00"),
    ("60", "449055.00"),
    ("59.5", "299370.00"),
    ("59", "299370.00"),
    ("-5", "299370.00"),
]


@pytest.mark.parametrize(("score", "tail"), GC_21)
def test_gc_21_the_tail_by_score(score: str, tail: str) -> None:
    percent = TERMS.tail_percent(Decimal(score))
    assert decimal_of_fen(TERMS.share(TERMS.payment(3).amount_fen, percent)) == tail


AMB_42 = [("84", 75), ("84.4", 75), ("84.5", 100), ("85", 100), ("59.4", 50), ("59.5", 75)]


@pytest.mark.parametrize(("score", "percent"), AMB_42)
def test_amb_42_rounded_scores_reach_the_upper_band(score: str, percent: int) -> None:
    assert beijing_terms({"tail.tiers": "rounded"}).tail_percent(Decimal(score)) == percent


@pytest.mark.parametrize(("option", "percent"), [("upper_band", 75), ("lower_band", 50)])
def test_gc_51_exactly_60(option: str, percent: int) -> None:
    terms = beijing_terms({"tail.at_60": option})
    assert terms.tail_percent(Decimal(60)) == percent
    assert terms.tail_percent(Decimal(59)) == 50
    assert terms.tail_percent(Decimal(61)) == 75
    assert terms.tail_percent(Decimal(85)) == 100


AMB_16 = [
    ("half_up_2dp", ("0.4", "0.5", "1.5", "2.5", "-0.5"), (0, 1, 2, 3, -1)),
    ("half_even_2dp", ("0.4", "0.5", "1.5", "2.5", "-0.5"), (0, 0, 2, 2, 0)),
    ("truncate_2dp", ("0.4", "0.5", "1.5", "2.99", "-0.5"), (0, 0, 1, 2, 0)),
]


@pytest.mark.parametrize(("option", "fen", "rounded"), AMB_16)
def test_amb_16_rounding_to_the_fen(option: str, fen: tuple[str, ...], rounded: tuple[int, ...]) -> None:
    terms = beijing_terms({"money.rounding": option})
    assert tuple(terms.round_fen(Decimal(amount)) for amount in fen) == rounded


INVENTED_BANDS = [("90", "100"), ("89.9", "80"), ("77.5", "80"), ("77.4", "62.5"), ("60", "62.5"), ("59.9", "0")]


@pytest.mark.parametrize(("score", "percent"), INVENTED_BANDS)
def test_the_invented_contract_has_four_bands_of_its_own(score: str, percent: str) -> None:
    assert invented_terms().tail_percent(Decimal(score)) == Decimal(percent)


def test_the_invented_contract_rounds_half_to_even() -> None:
    terms = invented_terms()
    assert terms.share(terms.payment(4).amount_fen, "62.5") == 6_250_006
    assert terms.share(20, "2.5") == 0
    assert terms.share(60, "2.5") == 2


def test_unknown_payments_and_breaches_are_refused() -> None:
    with pytest.raises(Refused, match="payment_unknown"):
        TERMS.payment(4)
    with pytest.raises(Refused, match="breach_unknown"):
        TERMS.breach("BR-99")
