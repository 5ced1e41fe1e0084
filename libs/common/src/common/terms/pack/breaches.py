"""Breaches (违约) and their liquidated damages (违约金), reading.md section 3."""

from decimal import Decimal
from typing import Literal

from pydantic import Field

from common.terms.pack.entry import ClauseRef, ClockRef, Code, Entry, Percent, Words


class Termination(Entry):
    """What the other party may do beyond damages, and when. Proposed to people, never done by the software."""

    percent: Percent = Decimal(0)
    refund_all_paid: bool = False
    when_zh: Words
    when_en: Words


class Breach(Entry):
    """One kind of breach. `percent` is of the contract total; `None`: the text gives no figure of its own.

    `repeat_threshold`: from this many notified facts on the right to terminate arises. `late_days`: reached overdue
    calendar days that give it.
    """

    code: Code
    party: Literal["contractor", "customer", "either"] = "contractor"
    percent: Percent | None
    cure_clock: ClockRef | None = None
    repeat_threshold: int | None = Field(default=None, ge=1)
    late_days: int | None = Field(default=None, ge=1)
    excess_loss: bool = False
    termination: Termination | None = None
    clause: ClauseRef
    zh: Words
    en: Words
