"""What remains of bond and tail after damages (reading.md 4.4): pure arithmetic on integer fen."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from common.terms import PaymentTerms, Terms


@dataclass(frozen=True, slots=True)
class Owed:
    """Confirmed damages of one breach that nothing has covered yet."""

    breach_id: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Share:
    """How one breach's damages are covered."""

    breach_id: str
    from_bond_fen: int
    from_payment_fen: int
    receivable_fen: int


@dataclass(frozen=True, slots=True)
class SetOff:
    """The settlement's figures, all in fen."""

    tail_fen: int
    tail_percent: Decimal
    gross_fen: int
    damages_fen: int
    bond_held_fen: int
    from_bond_fen: int
    bond_refund_fen: int
    from_payment_fen: int
    final_payment_fen: int
    receivable_fen: int
    shares: tuple[Share, ...]


def set_off(score: int, owed: Sequence[Owed], bond_held_fen: int, terms: Terms) -> SetOff:
    """Takes damages from the bond first, then from payment 3; the rest is a claim.

    "甲方可在扣除违约金后退还乙方剩余的履约保证金, 履约保证金不足以覆盖违约金的, 甲方有权在应付的第3笔支付款项里
    继续扣减" (clause 4.2 paragraph 4).

    The tail is multiplied by its band before damages are taken (reading `p3.order`, AMB-55); under the other reading
    what the bond does not cover comes off the whole tail first. Changes nothing; allots no money.
    """
    tail = tail_payment(terms).amount_fen
    percent = terms.tail_percent(Decimal(score))
    damages = sum(item.amount_fen for item in owed)
    from_bond = min(damages, bond_held_fen)
    rest = damages - from_bond
    gross = terms.share(tail, percent)
    if terms.reading("p3.order") == "ld_then_tier":
        from_payment = min(rest, tail)
        final = terms.share(tail - from_payment, percent)
    else:
        from_payment = min(rest, gross)
        final = gross - from_payment
    return SetOff(
        tail_fen=tail,
        tail_percent=percent,
        gross_fen=gross,
        damages_fen=damages,
        bond_held_fen=bond_held_fen,
        from_bond_fen=from_bond,
        bond_refund_fen=bond_held_fen - from_bond,
        from_payment_fen=from_payment,
        final_payment_fen=final,
        receivable_fen=rest - from_payment,
        shares=_shares(owed, from_bond, from_payment),
    )


def tail_payment(terms: Terms) -> PaymentTerms:
    """The payment whose amount the annual score decides (合同尾款)."""
    return next(payment for payment in terms.payments if payment.tail)


def _shares(owed: Sequence[Owed], bond_fen: int, payment_fen: int) -> tuple[Share, ...]:
    """Bond and payment cover the breaches in the order in which they were confirmed."""
    shares: list[Share] = []
    for item in owed:
        from_bond = min(item.amount_fen, bond_fen)
        from_payment = min(item.amount_fen - from_bond, payment_fen)
        bond_fen, payment_fen = bond_fen - from_bond, payment_fen - from_payment
        shares.append(Share(item.breach_id, from_bond, from_payment, item.amount_fen - from_bond - from_payment))
    return tuple(shares)
