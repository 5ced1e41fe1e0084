"""Which contract this is: parties, term, place of its clock."""

from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, model_validator

from common.terms.pack.entry import ClauseRef, Code, Entry, Words


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except ZoneInfoNotFoundError:
        raise ValueError(f"no time zone {name}") from None
    return name


class Term(Entry):
    """The service term (服务期限), both days included, and the signing date (签约日期)."""

    starts: date
    ends: date
    signed: date
    clause: ClauseRef

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> "Term":
        if self.ends <= self.starts:
            raise ValueError("the term ends before it starts")
        return self

    @property
    def days(self) -> int:
        return (self.ends - self.starts).days + 1

    @property
    def effective(self) -> date:
        """The first day on which a breach is possible: later of service start and signing (AMB-80)."""
        return max(self.starts, self.signed)


class Party(Entry):
    """One side by its role: 甲方 the customer, 乙方 the contractor. No names of people."""

    zh: Words
    en: Words


class ContractFacts(Entry):
    """Title, parties, term, time zone and currency."""

    id: Code
    zh: Words
    en: Words
    customer: Party
    contractor: Party
    timezone: Annotated[str, AfterValidator(_known_zone)]
    currency: Code
    term: Term
    source: Words
