"""Why the final payment is what it is: one tree from the amount down to events and clauses."""

from collections.abc import Sequence
from dataclasses import dataclass

from billing.domain.breach import Breach
from billing.domain.clauses.set_off import SetOff
from common.explanation import Explanation
from common.money import decimal_of_fen
from common.terms import Terms


@dataclass(frozen=True, slots=True)
class Ground:
    """A breach's part in the settlement, with the ledger positions of its whole story and of its evidence."""

    breach_id: str
    breach: Breach
    positions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the settlement rests on besides the terms."""

    annual: Explanation
    annual_position: str
    bond_positions: tuple[str, ...]
    breaches: Sequence[Ground]


def explain(figures: SetOff, grounds: Grounds, terms: Terms) -> Explanation:
    """The final payment, its gross amount and what was taken from it (clause 4.2 paragraphs 3 and 4)."""
    return Explanation(
        code="settlement.final_payment",
        zh="最终付款 = 合同尾款 × 支付比例 − 履约保证金不足以覆盖的违约金",
        en="Final payment = tail x band − damages that the bond does not cover",
        value=decimal_of_fen(figures.final_payment_fen),
        clause="§4.2¶4",
        readings=terms.used("p3.order", "money.rounding"),
        parts=(_gross(figures, grounds, terms), _uncovered(figures, grounds, terms)),
        rounding="half_up_2dp",
    )


def _gross(figures: SetOff, grounds: Grounds, terms: Terms) -> Explanation:
    return Explanation(
        code="settlement.tail",
        zh=f"合同尾款 {decimal_of_fen(figures.tail_fen)} × {figures.tail_percent}%",
        en=f"Tail {decimal_of_fen(figures.tail_fen)} x {figures.tail_percent} %",
        value=decimal_of_fen(figures.gross_fen),
        clause="A8 Art.9.1",
        readings=terms.used("tail.tiers", "tail.at_60"),
        inputs=(grounds.annual_position,),
        parts=(grounds.annual,),
        rounding="half_up_2dp",
    )


def _uncovered(figures: SetOff, grounds: Grounds, terms: Terms) -> Explanation:
    bond = Explanation(
        code="settlement.bond",
        zh=f"履约保证金 {decimal_of_fen(figures.bond_held_fen)}, 抵扣后退还 {decimal_of_fen(figures.bond_refund_fen)}",
        en=f"Bond {decimal_of_fen(figures.bond_held_fen)}; {decimal_of_fen(figures.bond_refund_fen)} goes back",
        value=decimal_of_fen(figures.from_bond_fen),
        clause="§4.2¶4",
        inputs=grounds.bond_positions,
    )
    return Explanation(
        code="settlement.from_payment",
        zh="从尾款中扣减的违约金 = 违约金合计 − 履约保证金",
        en="Damages taken from the tail = damages − bond",
        value=decimal_of_fen(figures.from_payment_fen),
        clause="§4.2¶4",
        readings=terms.used("setoff.sources", "setoff.when"),
        parts=(_damages(figures, grounds, terms), bond),
    )


def _damages(figures: SetOff, grounds: Grounds, terms: Terms) -> Explanation:
    return Explanation(
        code="settlement.damages",
        zh="已确认的违约金合计",
        en="Confirmed damages",
        value=decimal_of_fen(figures.damages_fen),
        clause="§9.1",
        parts=tuple(_breach(ground, terms) for ground in grounds.breaches),
    )


def _breach(ground: Ground, terms: Terms) -> Explanation:
    rule = terms.breach(ground.breach.code)
    return Explanation(
        code=f"breach.{ground.breach.code}",
        zh=f"{rule.zh} ({rule.percent}%)",
        en=f"{rule.en} ({rule.percent} %)",
        value=decimal_of_fen(ground.breach.amount_fen),
        clause=ground.breach.clause,
        readings=terms.used("ld.base"),
        inputs=ground.positions,
    )
