"""What each service remembers of the contract's terms, in its stream `terms/contract`.

`source` is the ledger position of the event at billing that this one follows; `None` at billing itself.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import JsonValue

SpecialDay = Literal["holiday", "rest_day", "makeup_workday"]


@dataclass(frozen=True, slots=True)
class TermsActivated:
    """The contract is in force on this pack, word for word."""

    contract: str
    pack: dict[str, JsonValue]
    pack_hash: str
    sample: bool
    source: str | None = None


@dataclass(frozen=True, slots=True)
class ReadingChosen:
    """From now on an open point is read this way. `reason` is the digest of a text kept by billing."""

    name: str
    option: str
    previous: str
    reason: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One date of an official arrangement that differs from Monday to Friday."""

    date: date
    kind: SpecialDay
    name: str | None = None


@dataclass(frozen=True, slots=True)
class CalendarYearPublished:
    """The arrangement of one year takes the place of what was assumed. `example`: invented for a demonstration."""

    year: int
    source_document: str
    days: tuple[CalendarDay, ...]
    example: bool = False
    source: str | None = None


@dataclass(frozen=True, slots=True)
class ReferenceRateSet:
    """The loan prime rate for late payment (clause 9.2), percent a year as a decimal string."""

    percent: str
    published_on: date
    source_document: str
    example: bool = False
    source: str | None = None


TermsEvent = TermsActivated | ReadingChosen | CalendarYearPublished | ReferenceRateSet
