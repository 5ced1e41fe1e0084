"""Where the sample lies in time, counted by the contract's own calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from pydantic import JsonValue

from common.terms import Terms, TermsActivated, fold_terms, pack_hash
from watchbill.activation import shipped
from watchbill.pack.folder import document_of
from watchbill.sample.pack import laid_around
from watchbill.sample.record import CONTRACT


@dataclass(frozen=True)
class Setting:
    """The sample's pack and its days. `today` is the day it is laid for."""

    today: date
    pack: Mapping[str, JsonValue]

    @classmethod
    def laid(cls, today: date) -> "Setting":
        """Around a day of the contract's zone."""
        return cls(today, laid_around(document_of(shipped()), today))

    @cached_property
    def terms(self) -> Terms:
        """The terms as the services will have them."""
        document = dict(self.pack)
        return fold_terms((TermsActivated(CONTRACT, document, pack_hash(document), sample=True),))

    def day(self, number: int) -> date:
        """A day of the term, counted from 1."""
        return self.terms.term.starts + timedelta(days=number - 1)

    def workday(self, on: date, /) -> date:
        """The day itself, or the next one on which people work."""
        while not self.is_workday(on):
            on += timedelta(days=1)
        return on

    def is_workday(self, on: date, /) -> bool:
        """Monday to Friday but for holidays, and makeup workdays (调休)."""
        return self.terms.calendar.is_working(on)
