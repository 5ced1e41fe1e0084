"""The states of a slip. What cannot be done in a state has no branch there."""

from dataclasses import dataclass, replace
from typing import Literal, assert_never

from scoring.domain.people import Person
from scoring.domain.slip.content import SlipContent
from scoring.domain.slip.events import (
    SlipCommented,
    SlipConcurred,
    SlipDecided,
    SlipDissented,
    SlipEvent,
    SlipRecorded,
    SlipSigned,
    SlipTookEffect,
    SlipUpheld,
    SlipWithdrawn,
)

Stance = Literal["none", "concurred", "dissented", "decided"]


@dataclass(frozen=True, slots=True)
class NoSlip:
    """Nothing recorded yet."""


@dataclass(frozen=True, slots=True)
class PendingSlip:
    """Recorded, does not count yet. `signed` holds the parties whose signature covers the present content."""

    content: SlipContent
    recorded_by: Person
    stance: Stance = "none"
    signed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CountingSlip:
    """The points count. It is never changed; a counter-slip takes points back."""

    content: SlipContent


@dataclass(frozen=True, slots=True)
class WithdrawnSlip:
    """Given up before it counted."""

    content: SlipContent


Slip = NoSlip | PendingSlip | CountingSlip | WithdrawnSlip


def evolve(slip: Slip, event: SlipEvent) -> Slip:
    """Follows what happened; checks nothing."""
    if isinstance(event, SlipRecorded):
        return PendingSlip(event.content, event.by)
    if isinstance(event, SlipTookEffect):
        return CountingSlip(event.content)
    return _pending(slip, event) if isinstance(slip, PendingSlip) else slip


def _pending(
    slip: PendingSlip,
    event: SlipCommented | SlipConcurred | SlipDissented | SlipDecided | SlipSigned | SlipUpheld | SlipWithdrawn,
) -> Slip:
    match event:
        case SlipCommented() | SlipUpheld():
            return slip
        case SlipConcurred():
            return replace(slip, stance="concurred")
        case SlipDissented():
            return replace(slip, stance="dissented")
        case SlipDecided(points=points, narrative=narrative):
            content = replace(slip.content, points=points, decision=narrative)
            return replace(slip, content=content, stance="decided", signed=frozenset())
        case SlipSigned(party=party):
            return replace(slip, signed=slip.signed | {party})
        case SlipWithdrawn():
            return WithdrawnSlip(slip.content)
        case _:
            assert_never(event)
