"""The programme's clock: the terms begin it, each day starts the next, each round opens at once and closes at 24:00.

24:00 itself still counts as in time, so the clock looks one second after it.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from pydantic import TypeAdapter

from common.aggregate import Order
from common.ledger.facts import Recorded
from common.service import Fires, Timers
from common.terms import TermsActivated
from common.timers import Due, SetTimer
from inspection.domain import programme
from inspection.domain import round as rounds
from inspection.domain.programme import (
    PROGRAMME,
    PROGRAMME_ID,
    BeginProgramme,
    DayStarted,
    PlanAdopted,
    ProgrammeBegun,
    RoundFellDue,
    StartDay,
)
from inspection.domain.round import ROUND, CloseRound, OpenRound, RoundOpened
from inspection.domain.round_plan import RoundPlan

AFTERWARDS = timedelta(seconds=1)
BEGIN, DAY, OPEN, CLOSE = "begin_programme", "start_day", "open_round", "close_round"

ROUND_PLAN = TypeAdapter(RoundPlan)
"""A timer carries text only, and a round is another stream than the programme that demands it."""


def terms_activated(fact: Recorded[TermsActivated]) -> Sequence[SetTimer]:
    """The programme begins as soon as the contract is known."""
    return (SetTimer("programme", BEGIN, fact.occurred_at),)


def day_foreseen(fact: Recorded[ProgrammeBegun | PlanAdopted | DayStarted]) -> Sequence[SetTimer]:
    """The next day to start, if one is foreseen."""
    event = fact.event
    if event.next_day is None or event.next_at is None:
        return ()
    return (SetTimer("day", DAY, event.next_at, {"day": event.next_day.isoformat()}),)


def round_fell_due(fact: Recorded[RoundFellDue]) -> Sequence[SetTimer]:
    """The round's own stream takes over its lines, at once."""
    due = fact.event.round
    about = {"round": ROUND_PLAN.dump_json(due).decode()}
    return (SetTimer(f"open:{due.round_id}", OPEN, fact.occurred_at, about),)


def round_opened(fact: Recorded[RoundOpened]) -> Sequence[SetTimer]:
    """Its window closes."""
    return (SetTimer(f"close:{fact.id}", CLOSE, fact.event.round.due_at + AFTERWARDS, {"round": fact.id}),)


def begin(due: Due) -> Order[programme.Command]:
    """The contract's first day is set."""
    return Order(PROGRAMME, PROGRAMME_ID, BeginProgramme())


def start_day(due: Due) -> Order[programme.Command]:
    """A day begins in the contract's zone."""
    return Order(PROGRAMME, PROGRAMME_ID, StartDay(date.fromisoformat(due.about["day"])))


def open_round(due: Due) -> Order[rounds.Command]:
    """With the lines that the programme named."""
    plan = ROUND_PLAN.validate_json(due.about["round"])
    return Order(ROUND, plan.round_id, OpenRound(plan))


def close_round(due: Due) -> Order[rounds.Command]:
    """What has no result is noted as missed."""
    return Order(ROUND, due.about["round"], CloseRound())


TIMERS: Timers = {
    TermsActivated: terms_activated,
    ProgrammeBegun: day_foreseen,
    PlanAdopted: day_foreseen,
    DayStarted: day_foreseen,
    RoundFellDue: round_fell_due,
    RoundOpened: round_opened,
}
FIRES: Fires = {BEGIN: begin, DAY: start_day, OPEN: open_round, CLOSE: close_round}
