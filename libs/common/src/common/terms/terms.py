"""The contract's terms in force: the pack, the readings chosen, the calendars published. Pure lookups, no I/O."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from functools import cached_property
from zoneinfo import ZoneInfo

from common.errors import Refused
from common.explanation import ReadingUsed
from common.terms.calendar import Calendar, CalendarYear
from common.terms.catalogue import QuarterlyRule, flattened
from common.terms.deadlines import Deadline, deadline_of, readings_of
from common.terms.pack import (
    AnnualRule,
    BondTerms,
    Breach,
    ClockRule,
    InspectionItem,
    InspectionTerms,
    Pack,
    PaymentTerms,
    Reading,
    TailBand,
    Term,
    Tier,
)
from common.terms.quarters import Quarter, quarters_of
from common.terms.staffing import Staffing, staffing_of
from common.working_days import add_months

ROUNDINGS = {"half_up_2dp": ROUND_HALF_UP, "half_even_2dp": ROUND_HALF_EVEN, "truncate_2dp": ROUND_DOWN}


@dataclass(frozen=True)
class ReferenceRate:
    """The one-year loan prime rate (一年期LPR) at signing, percent a year (clause 9.2). `example`: invented for a demo."""

    percent: Decimal
    published_on: date
    source_document: str
    example: bool = False


@dataclass(frozen=True)
class Terms:
    """Everything a decision may ask of the contract. `chosen` are the readings that differ from the pack's start."""

    contract: str
    sample: bool
    pack: Pack
    pack_hash: str
    chosen: Mapping[str, str] = field(default_factory=dict)
    published: tuple[CalendarYear, ...] = ()
    rates: tuple[ReferenceRate, ...] = ()

    # --- readings ---------------------------------------------------------------------------------------------------

    @cached_property
    def readings(self) -> Mapping[str, Reading]:
        """Every open point of this contract by name, as the pack declares it."""
        return {reading.name: reading for reading in self.pack.readings}

    @cached_property
    def options(self) -> Mapping[str, str]:
        """The option in force of every reading."""
        return {name: self.chosen.get(name, reading.starts_with) for name, reading in self.readings.items()}

    def reading(self, name: str) -> str:
        """The option in force: `terms.reading("tier.mode") == "exclusive"`. KeyError for a name no pack may lack."""
        return self.options[name]

    def used(self, *names: str) -> tuple[ReadingUsed, ...]:
        """The readings a computation rested on, for its explanation."""
        return tuple(ReadingUsed(name, self.options[name], self.readings[name].ambiguity) for name in names)

    @property
    def recorded_only(self) -> tuple[str, ...]:
        """The readings that follow their default whatever the parties would like, in the order of their names."""
        return tuple(sorted(name for name, reading in self.readings.items() if reading.status == "recorded_only"))

    # --- time -------------------------------------------------------------------------------------------------------

    @cached_property
    def timezone(self) -> ZoneInfo:
        return ZoneInfo(self.pack.contract.timezone)

    @property
    def term(self) -> Term:
        return self.pack.contract.term

    def local_date(self, at: datetime) -> date:
        """The date on the contract's wall calendar at a moment. ValueError for a time without offset."""
        if at.tzinfo is None:
            raise ValueError("a moment needs an offset")
        return at.astimezone(self.timezone).date()

    def at(self, day: date, time: time) -> datetime:
        """A local time of the contract as an aware moment."""
        return datetime.combine(day, time, self.timezone)

    def day(self, day: date) -> tuple[datetime, datetime]:
        """When a day of the contract begins, and when the next one does."""
        return self.at(day, time()), self.at(day + timedelta(days=1), time())

    @cached_property
    def calendar(self) -> Calendar:
        """The days of every year known: the pack's, then what was published since (`calendar.unpublished`, AMB-01)."""
        packed = Calendar({facts.year: CalendarYear.of(facts) for facts in self.pack.calendars})
        whole = packed.with_years(self.published)
        return whole if self.reading("calendar.unpublished") == "statutory_provisional" else whole.without_projections()

    def clock(self, name: str) -> ClockRule:
        """One of the contract's periods, by name. KeyError when the pack has none of that name."""
        return self._clocks[name]

    @cached_property
    def _clocks(self) -> Mapping[str, ClockRule]:
        return {clock.name: clock for clock in self.pack.clocks}

    def deadline(self, name: str, start: date) -> Deadline:
        """The last day in time of a period that `start` sets off."""
        clock = self.clock(name)
        return deadline_of(clock, start, self.calendar, self.used(*readings_of(clock)))

    @cached_property
    def quarters(self) -> tuple[Quarter, ...]:
        """The assessed periods of the term, in order."""
        readings = self.used("quarter.scheme", "assess.due", "assess.before_inclusive")
        return quarters_of(self.term, self.pack.scoring, readings)

    def quarter_of(self, day: date) -> Quarter:
        """The quarter that holds `day`. Refused outside the term."""
        for quarter in self.quarters:
            if quarter.starts <= day <= quarter.ends:
                return quarter
        raise Refused("outside_term", clause=self.term.clause, day=day.isoformat())

    def quarter(self, no: int) -> Quarter:
        """Quarter `no`, counted from 1. Refused when the contract has no such quarter."""
        if not 1 <= no <= len(self.quarters):
            raise Refused("quarter_unknown", quarter=no)
        return self.quarters[no - 1]

    # --- money ------------------------------------------------------------------------------------------------------

    @property
    def total_fen(self) -> int:
        return self.pack.money.total_fen

    def round_fen(self, fen: Decimal) -> int:
        """A computed amount in whole fen (`money.rounding`, AMB-16)."""
        return int(fen.quantize(Decimal(1), rounding=ROUNDINGS[self.reading("money.rounding")]))

    def share(self, fen: int, percent: Decimal | str) -> int:
        """`percent` % of an amount in fen, rounded."""
        return self.round_fen(Decimal(fen) * Decimal(percent) / 100)

    def amount(self, percent: Decimal | str) -> int:
        """`percent` % of the contract total, in fen."""
        return self.share(self.total_fen, percent)

    @property
    def rate(self) -> ReferenceRate | None:
        """The reference rate in force: the one set last; `None` until somebody sets it."""
        return self.rates[-1] if self.rates else None

    @property
    def bond(self) -> BondTerms:
        return self.pack.money.bond

    @property
    def payments(self) -> tuple[PaymentTerms, ...]:
        return self.pack.money.payments

    def payment(self, no: int) -> PaymentTerms:
        """The terms of payment `no`. Refused when the contract has no such payment."""
        for payment in self.payments:
            if payment.no == no:
                return payment
        raise Refused("payment_unknown", payment=no)

    def opens_on(self, no: int) -> date | None:
        """The first day on which payment `no` may be applied for (`p2.opens`, AMB-05); `None`: no waiting time."""
        months = self.payment(no).opens_after_months
        if months is None:
            return None
        corresponding = add_months(self.term.starts, months)
        later = self.reading("p2.opens") == "corresponding_day"
        return date.fromordinal(corresponding.toordinal() + later)

    @property
    def tail_bands(self) -> tuple[TailBand, ...]:
        return self.pack.money.tail_bands

    def tail_band(self, score: Decimal) -> TailBand:
        """The band an annual score falls in (`tail.tiers`, AMB-42; `tail.at_60`, AMB-43)."""
        bands = sorted(self.tail_bands, key=lambda band: (band.at_least is not None, band.at_least or Decimal(0)))
        lowest = bands[0]
        if self.reading("tail.tiers") == "rounded":
            score = score.quantize(Decimal(1), rounding=ROUND_HALF_UP)
        if score == lowest.below and self.reading("tail.at_60") == "lower_band":
            return lowest
        return next(band for band in bands if band.holds(score))

    def tail_percent(self, score: Decimal) -> Decimal:
        """The share of the tail that an annual score earns, in percent (A8 Art. 9.1)."""
        return self.tail_band(score).percent

    def breach(self, code: str) -> Breach:
        """A kind of breach. Refused when the pack has none of this code."""
        for breach in self.pack.breaches:
            if breach.code == code:
                return breach
        raise Refused("breach_unknown", breach=code)

    # --- people, checks, points -------------------------------------------------------------------------------------

    @cached_property
    def staffing(self) -> Staffing:
        return staffing_of(self.pack.staffing, self.options)

    @property
    def inspection(self) -> InspectionTerms:
        return self.pack.inspection

    def item(self, code: str) -> InspectionItem:
        """A row of the inspection table. Refused when there is none of this code."""
        return self.inspection.item(code)

    @property
    def rules(self) -> tuple[QuarterlyRule, ...]:
        """The quarterly standards in the contract's order."""
        return tuple(self._rules.values())

    def rule(self, code: str) -> QuarterlyRule:
        """A quarterly standard. Refused when there is none of this code."""
        if code not in self._rules:
            raise Refused("rule_unknown", rule=code)
        return self._rules[code]

    @cached_property
    def _rules(self) -> Mapping[str, QuarterlyRule]:
        return flattened(self.pack.scoring)

    @property
    def annual_rules(self) -> tuple[AnnualRule, ...]:
        """The annual rows in the contract's order."""
        return self.pack.scoring.annual_rules

    def annual_rule(self, code: str) -> AnnualRule:
        """An annual row. Refused when there is none of this code."""
        for rule in self.annual_rules:
            if rule.code == code:
                return rule
        raise Refused("annual_rule_unknown", rule=code)

    @property
    def tiers(self) -> tuple[Tier, ...]:
        return self.pack.scoring.tiers
