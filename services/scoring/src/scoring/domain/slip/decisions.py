"""The rules of a slip: machines propose, people decide, both parties sign, nobody signs for the other."""

from collections.abc import Sequence
from typing import assert_never

from common.aggregate import Aggregate
from common.errors import Refused
from common.terms import Terms
from scoring.domain import clauses
from scoring.domain.people import Person
from scoring.domain.slip.commands import (
    CommentOnSlip,
    ConcurWithSlip,
    CounterSlip,
    DecideSlip,
    DissentFromSlip,
    RecordSlip,
    SignSlip,
    SlipCommand,
    UpholdSlip,
    WithdrawSlip,
)
from scoring.domain.slip.events import (
    SlipCommented,
    SlipConcurred,
    SlipDecided,
    SlipDissented,
    SlipEvent,
    SlipWithdrawn,
)
from scoring.domain.slip.recording import counter, record
from scoring.domain.slip.signing import sign, uphold
from scoring.domain.slip.state import CountingSlip, NoSlip, PendingSlip, Slip, WithdrawnSlip, evolve

Answered = CommentOnSlip | ConcurWithSlip | DissentFromSlip | DecideSlip | SignSlip | UpholdSlip | WithdrawSlip


def decide(command: SlipCommand, slip: Slip, terms: Terms) -> Sequence[SlipEvent]:
    """Dispatches on the command; only a pending slip can be answered, decided, signed or withdrawn."""
    if isinstance(command, RecordSlip | CounterSlip):
        if not isinstance(slip, NoSlip):
            raise Refused("slip_already_recorded", clause=clauses.FORM_2)
        return record(command, terms) if isinstance(command, RecordSlip) else counter(command, terms)
    match slip:
        case PendingSlip():
            return _pending(command, slip, terms)
        case CountingSlip():
            raise Refused("slip_already_counts", clause=clauses.FORM_2)
        case WithdrawnSlip():
            raise Refused("slip_withdrawn", clause=clauses.FORM_2)
        case NoSlip():
            raise Refused("slip_unknown")
        case _:
            assert_never(slip)


def _pending(command: Answered, slip: PendingSlip, terms: Terms) -> Sequence[SlipEvent]:
    match command:
        case CommentOnSlip(text, by, now):
            return _answer(by, SlipCommented(text, by, now))
        case ConcurWithSlip(text, by, now):
            only_undecided(slip)
            return _answer(by, SlipConcurred(text, by, now))
        case DissentFromSlip(text, by, now):
            only_undecided(slip)
            return _answer(by, SlipDissented(text, by, now))
        case DecideSlip():
            return _decide(command, slip, terms)
        case SignSlip():
            return sign(command, slip, terms)
        case UpholdSlip():
            return uphold(command, slip, terms)
        case WithdrawSlip(reason, by, now):
            only_own_bonus(by, slip)
            return (SlipWithdrawn(reason, by, now),)
        case _:
            assert_never(command)


def _answer(by: Person, event: SlipEvent) -> Sequence[SlipEvent]:
    if by.party != "contractor":
        raise Refused("wrong_party", clause=clauses.FORM_2)
    return (event,)


def only_undecided(slip: PendingSlip) -> None:
    """A position may be taken, and changed, until the head of department has decided."""
    if slip.stance == "decided":
        raise Refused("slip_already_decided", clause=clauses.FORM_2)


def _decide(command: DecideSlip, slip: PendingSlip, terms: Terms) -> Sequence[SlipEvent]:
    if command.by.party != "customer":
        raise Refused("wrong_party", clause=clauses.FORM_2)
    if slip.stance != "dissented":
        raise Refused("nothing_to_decide", clause=clauses.FORM_2)
    if slip.content.counters is None:
        clauses.points_must_be_within_range(terms.rule(slip.content.rule), command.points, slip.content.units)
    elif not 1 <= command.points <= slip.content.points:
        raise Refused("points_outside_range", clause=clauses.FORM_2, points=command.points, min=1, max=slip.content.points)
    return (SlipDecided(command.points, command.narrative, command.by, command.now),)


def only_own_bonus(by: Person, slip: PendingSlip) -> None:
    """The contractor takes back only the bonus it proposed; the customer may give up any slip."""
    if by.party == "contractor" and slip.recorded_by.party != "contractor":
        raise Refused("wrong_party", clause=clauses.FORM_2)


SLIP: Aggregate[SlipCommand, Slip, SlipEvent] = Aggregate("slip", NoSlip(), decide, evolve)
