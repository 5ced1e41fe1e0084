"""The contract's money: total, bond (履约保证金), payments, tail (合同尾款)."""

from decimal import Decimal

from pydantic import Field

from common.money import DecimalString, fen_of_decimal
from common.terms.pack.entry import ClauseRef, ClockRef, Entry, Exact, Percent, Words


class BondTerms(Entry):
    """The performance bond: a share of the total, lodged within `due_clock` of signing."""

    percent: Percent
    amount: DecimalString
    due_clock: ClockRef
    clause: ClauseRef
    refund_clause: ClauseRef

    @property
    def amount_fen(self) -> int:
        return fen_of_decimal(self.amount)


class PaymentTerms(Entry):
    """One payment. `application`: the contractor must apply; `due_clock` runs from its receipt, `None`: no due date."""

    no: int = Field(ge=1, le=60)
    percent: Percent
    amount: DecimalString
    opens_after_months: int | None = Field(default=None, ge=1)
    application: bool = False
    due_clock: ClockRef | None = None
    tail: bool = False
    clause: ClauseRef
    zh: Words
    en: Words

    @property
    def amount_fen(self) -> int:
        return fen_of_decimal(self.amount)


class TailBand(Entry):
    """Annual scores from `at_least` (included) to `below` (excluded) pay `percent` of the tail."""

    at_least: Exact | None = None
    below: Exact | None = None
    percent: Percent
    clause: ClauseRef
    zh: Words
    en: Words

    def holds(self, score: Decimal) -> bool:
        return (self.at_least is None or score >= self.at_least) and (self.below is None or score < self.below)


class MoneyTerms(Entry):
    """Everything about amounts. The tail is the payment marked `tail`."""

    total: DecimalString
    clause: ClauseRef
    damages_clause: ClauseRef
    bond: BondTerms
    payments: tuple[PaymentTerms, ...] = Field(min_length=1)
    tail_bands: tuple[TailBand, ...] = Field(min_length=1)
    supplement_percent: Percent
    supplement_clause: ClauseRef
    extension_percent: Percent
    extension_clause: ClauseRef
    interest_clause: ClauseRef

    @property
    def total_fen(self) -> int:
        return fen_of_decimal(self.total)
