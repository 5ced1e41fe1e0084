"""Small inline views of the terms: which contract, which readings were changed, which years and rates were entered."""

from dataclasses import dataclass, replace
from datetime import date

from common.ledger.facts import Recorded
from common.projection import View
from common.service import Projects
from common.terms.events import CalendarDay, CalendarYearPublished, ReadingChosen, ReferenceRateSet, TermsActivated
from common.terms.folding import parsed


@dataclass(frozen=True)
class ContractRow:
    """The contract of this ledger in one line."""

    contract: str
    zh: str
    en: str
    starts: date
    ends: date
    sample: bool
    pack: str
    pack_hash: str
    position: str


@dataclass(frozen=True)
class ReadingRow:
    """A reading that was changed since activation, with its history: (option, position) from the first on."""

    name: str
    option: str
    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CalendarYearRow:
    """A year as it was entered last. `replaced` are the positions of earlier entries."""

    year: int
    source_document: str
    example: bool
    days: tuple[CalendarDay, ...]
    position: str
    replaced: tuple[str, ...] = ()


@dataclass(frozen=True)
class RateRow:
    """The reference rate as it was entered last."""

    percent: str
    published_on: date
    source_document: str
    example: bool
    position: str


CONTRACTS = View("terms_contract", 1, ContractRow, columns=("sample", "starts", "ends"))
READINGS = View("terms_readings", 1, ReadingRow, columns=("option",))
CALENDAR_YEARS = View("terms_calendar_years", 1, CalendarYearRow, columns=("year", "example"))
RATES = View("terms_rates", 1, RateRow)


def one_row(recorded: Recorded[object]) -> str:
    """A view with one row per contract."""
    return "contract"


def by_name(recorded: Recorded[ReadingChosen]) -> str:
    """One row per reading."""
    return recorded.event.name


def by_year(recorded: Recorded[CalendarYearPublished]) -> str:
    """One row per year."""
    return str(recorded.event.year)


def activated(row: ContractRow | None, recorded: Recorded[TermsActivated]) -> ContractRow:
    """The contract appears."""
    event = recorded.event
    facts = parsed(event.pack).contract
    return ContractRow(
        contract=event.contract,
        zh=facts.zh,
        en=facts.en,
        starts=facts.term.starts,
        ends=facts.term.ends,
        sample=event.sample,
        pack=facts.id,
        pack_hash=event.pack_hash,
        position=recorded.position,
    )


def chosen(row: ReadingRow | None, recorded: Recorded[ReadingChosen]) -> ReadingRow:
    """The option in force, and who came before it."""
    event = recorded.event
    changes = row.changes if row else ()
    return ReadingRow(event.name, event.option, (*changes, (event.option, recorded.position)))


def published(row: CalendarYearRow | None, recorded: Recorded[CalendarYearPublished]) -> CalendarYearRow:
    """The year, in the place of what was entered before."""
    event = recorded.event
    entered = CalendarYearRow(event.year, event.source_document, event.example, event.days, recorded.position)
    return replace(entered, replaced=(*row.replaced, row.position)) if row else entered


def rate_set(row: RateRow | None, recorded: Recorded[ReferenceRateSet]) -> RateRow:
    """The rate in force."""
    event = recorded.event
    return RateRow(event.percent, event.published_on, event.source_document, event.example, recorded.position)


TERMS_PROJECTS: Projects = {
    TermsActivated: (CONTRACTS.on(one_row, activated),),
    ReadingChosen: (READINGS.on(by_name, chosen),),
    CalendarYearPublished: (CALENDAR_YEARS.on(by_year, published),),
    ReferenceRateSet: (RATES.on(one_row, rate_set),),
}
