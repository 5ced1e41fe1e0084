"""The contract pack (合同包): the contract as data, as written. Lookups that depend on readings are in `Terms`."""

import hashlib
import json
from collections.abc import Mapping

from pydantic import JsonValue

from common.terms.pack.breaches import Breach, Termination
from common.terms.pack.calendars import CalendarYearFacts, HolidayRun
from common.terms.pack.clauses import Clause
from common.terms.pack.clocks import ClockRule, ClockUnit
from common.terms.pack.contract import ContractFacts, Party, Term
from common.terms.pack.entry import Entry
from common.terms.pack.inspection import InspectionItem, InspectionTerms
from common.terms.pack.money import BondTerms, MoneyTerms, PaymentTerms, TailBand
from common.terms.pack.readings import Option, Reading
from common.terms.pack.scoring import AnnualRule, Indicator, RuleFacts, ScoringFacts, Tier
from common.terms.pack.staffing import (
    AttendanceTerms,
    DayType,
    HandoverTerms,
    Post,
    Requirement,
    StaffingFacts,
    WindowFacts,
)

Document = Mapping[str, JsonValue]
"""A pack as JSON: one key for each of its files. This is what travels inside `contract-activated`."""


class Pack(Entry):
    """One contract as data. Its parts are the pack's files of the same names."""

    contract: ContractFacts
    clauses: tuple[Clause, ...]
    money: MoneyTerms
    clocks: tuple[ClockRule, ...]
    breaches: tuple[Breach, ...]
    staffing: StaffingFacts
    inspection: InspectionTerms
    scoring: ScoringFacts
    readings: tuple[Reading, ...]
    calendars: tuple[CalendarYearFacts, ...] = ()


def canonical(document: Document) -> bytes:
    """The pack's exact bytes: sorted keys, no spaces, UTF-8."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def pack_hash(document: Document) -> str:
    """The version of a pack: sha256 of its canonical bytes, in hex."""
    return hashlib.sha256(canonical(document)).hexdigest()


__all__ = [
    "AnnualRule",
    "AttendanceTerms",
    "BondTerms",
    "Breach",
    "CalendarYearFacts",
    "Clause",
    "ClockRule",
    "ClockUnit",
    "ContractFacts",
    "DayType",
    "Document",
    "Entry",
    "HandoverTerms",
    "HolidayRun",
    "Indicator",
    "InspectionItem",
    "InspectionTerms",
    "MoneyTerms",
    "Option",
    "Pack",
    "Party",
    "PaymentTerms",
    "Post",
    "Reading",
    "Requirement",
    "RuleFacts",
    "ScoringFacts",
    "StaffingFacts",
    "TailBand",
    "Term",
    "Termination",
    "Tier",
    "WindowFacts",
    "canonical",
    "pack_hash",
]
