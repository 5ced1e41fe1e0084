"""The contract's terms: the pack as types, the readings and calendars in force, and the stream they are folded from."""

from common.ledger.facts import event_types
from common.terms.adopting import ADOPT_TERMS
from common.terms.calendar import Calendar, CalendarYear
from common.terms.catalogue import QuarterlyRule
from common.terms.commands import ActivateTerms, ChooseReading, PublishCalendarYear, SetReferenceRate, TermsCommand
from common.terms.deadlines import Deadline
from common.terms.deciding import STREAM_ID, TERMS, fold_terms
from common.terms.events import (
    CalendarDay,
    CalendarYearPublished,
    ReadingChosen,
    ReferenceRateSet,
    TermsActivated,
    TermsEvent,
)
from common.terms.pack import (
    AnnualRule,
    AttendanceTerms,
    BondTerms,
    Breach,
    ClockRule,
    HandoverTerms,
    InspectionItem,
    Pack,
    PaymentTerms,
    Post,
    Reading,
    Requirement,
    TailBand,
    Term,
    Tier,
    pack_hash,
)
from common.terms.quarters import Quarter
from common.terms.refusals import TERMS_REFUSALS
from common.terms.staffing import Staffing, Window
from common.terms.telling import TERMS_PUBLISHED, TERMS_UNPUBLISHED
from common.terms.terms import ReferenceRate, Terms
from common.terms.views import TERMS_PROJECTS

TERMS_EVENTS = event_types(TermsActivated, ReadingChosen, CalendarYearPublished, ReferenceRateSet)
"""The event types of the stream `terms/contract`, stored by every service."""

__all__ = [
    "ADOPT_TERMS",
    "STREAM_ID",
    "TERMS",
    "TERMS_EVENTS",
    "TERMS_PROJECTS",
    "TERMS_PUBLISHED",
    "TERMS_REFUSALS",
    "TERMS_UNPUBLISHED",
    "ActivateTerms",
    "AnnualRule",
    "AttendanceTerms",
    "BondTerms",
    "Breach",
    "Calendar",
    "CalendarDay",
    "CalendarYear",
    "CalendarYearPublished",
    "ChooseReading",
    "ClockRule",
    "Deadline",
    "HandoverTerms",
    "InspectionItem",
    "Pack",
    "PaymentTerms",
    "Post",
    "PublishCalendarYear",
    "Quarter",
    "QuarterlyRule",
    "Reading",
    "ReadingChosen",
    "ReferenceRate",
    "ReferenceRateSet",
    "Requirement",
    "SetReferenceRate",
    "Staffing",
    "TailBand",
    "Term",
    "Terms",
    "TermsActivated",
    "TermsCommand",
    "TermsEvent",
    "Tier",
    "Window",
    "fold_terms",
    "pack_hash",
]
