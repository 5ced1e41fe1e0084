"""What can be asked of a contract's terms. Billing's routes build these; elsewhere the policy `adopt-terms` does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pydantic import JsonValue

from common.terms.events import SpecialDay


@dataclass(frozen=True)
class ActivateTerms:
    """Puts a contract in force on a pack."""

    contract: str
    pack: Mapping[str, JsonValue]
    sample: bool = False
    source: str | None = None


@dataclass(frozen=True)
class ChooseReading:
    """Reads an open point differently. `reason` is the digest of what the person typed."""

    name: str
    option: str
    reason: str | None = None
    source: str | None = None


@dataclass(frozen=True)
class PublishCalendarYear:
    """Enters the official arrangement of a year; `days` are the dates that differ from Monday to Friday."""

    year: int
    source_document: str
    days: Mapping[date, SpecialDay]
    names: Mapping[date, str] = field(default_factory=dict)
    example: bool = False
    source: str | None = None


@dataclass(frozen=True)
class SetReferenceRate:
    """Enters the loan prime rate in force at signing."""

    percent: str
    published_on: date
    source_document: str
    example: bool = False
    source: str | None = None


TermsCommand = ActivateTerms | ChooseReading | PublishCalendarYear | SetReferenceRate
