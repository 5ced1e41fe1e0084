"""What billing tells: the contract's terms, and what happened to its money."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import AwareDatetime, Field, JsonValue

from common.published.base import Published


class _Told(Published):
    SERVICE: ClassVar[str] = "billing"


class ContractActivated(_Told):
    """A contract is in force on these terms. `pack` is the whole contract pack; no service reads its files."""

    pack: dict[str, JsonValue]
    pack_hash: str
    sample: bool = False


class ReadingSet(_Told):
    """From now on the parties read an open point of the text this way."""

    name: str
    option: str


class CalendarPublished(_Told):
    """The official arrangement of one year. `days` lists the dates that differ from Monday-Friday."""

    year: int
    source_document: str
    days: dict[date, Literal["holiday", "rest_day", "makeup_workday"]]
    names: dict[date, str] = Field(default={})
    example: bool = False


class ReferenceRateSet(_Told):
    """The one-year loan prime rate that applies to late payment (clause 9.2), in percent a year as a decimal."""

    percent: str
    published_on: date
    source_document: str
    example: bool = False


class BondLodged(_Told):
    """The performance bond is held (clause 4.2)."""

    amount_fen: int
    lodged_on: date
    late: bool


class BondRefunded(_Told):
    """What was left of the bond went back."""

    amount_fen: int
    refunded_on: date


class PaymentFellDue(_Told):
    """A payment can no longer be made in time after `due_on`."""

    payment: int
    amount_fen: int
    due_on: date


class PaymentMade(_Told):
    """Money was paid to the contractor."""

    payment: int
    amount_fen: int
    paid_on: date


class BreachNotified(_Told):
    """The contractor received a notice of breach; its cure period runs."""

    breach_id: str
    code: str
    clause: str
    received_at: AwareDatetime
    cure_by: date | None


class DamagesConfirmed(_Told):
    """A person of the customer confirmed liquidated damages."""

    breach_id: str
    code: str
    clause: str
    amount_fen: int


class DamagesWaived(_Told):
    """Confirmed or proposed damages were given up, with a reason kept by billing."""

    breach_id: str
    amount_fen: int


class AcceptanceDecided(_Told):
    """The customer's acceptance decision (clause 6)."""

    round: int
    passed: bool
    decided_on: date


class ContractSettled(_Told):
    """The final payment is fixed."""

    final_payment_fen: int
    bond_refund_fen: int
    receivable_fen: int
