"""A roster (值班表): a draft of shifts, then published: from there on an immutable version that binds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, assert_never

from common.aggregate import Aggregate
from common.errors import Refused
from common.terms import Terms
from roster.domain.plan import Assignment

RosterState = Literal["unknown", "draft", "published", "discarded"]


@dataclass(frozen=True, slots=True)
class DraftRoster:
    starts: date
    ends: date
    shifts: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class PublishRoster:
    at: datetime


@dataclass(frozen=True, slots=True)
class DiscardRoster:
    at: datetime


RosterCommand = DraftRoster | PublishRoster | DiscardRoster


@dataclass(frozen=True, slots=True)
class RosterDrafted:
    """The contractor's plan for `starts` to `ends`, both included. Binds nobody yet."""

    starts: date
    ends: date
    shifts: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class RosterPublished:
    """The plan is binding. Changes are events about single shifts."""

    starts: date
    ends: date
    shifts: int
    at: datetime


@dataclass(frozen=True, slots=True)
class RosterDiscarded:
    """The draft was given up."""

    at: datetime


RosterEvent = RosterDrafted | RosterPublished | RosterDiscarded


@dataclass(frozen=True, slots=True)
class Roster:
    """One roster. `starts` and `ends` mean nothing before a draft."""

    state: RosterState = "unknown"
    starts: date = date.min
    ends: date = date.min
    shifts: tuple[Assignment, ...] = ()


def decide(command: RosterCommand, roster: Roster, terms: Terms) -> Sequence[RosterEvent]:
    """Dispatches on the command; raises `Refused`."""
    match command:
        case DraftRoster():
            return draft(command, roster, terms)
        case PublishRoster(at):
            _roster_must_be_a_draft(roster)
            return (RosterPublished(roster.starts, roster.ends, len(roster.shifts), at),)
        case DiscardRoster(at):
            _roster_must_be_a_draft(roster)
            return (RosterDiscarded(at),)
    assert_never(command)


def draft(command: DraftRoster, roster: Roster, terms: Terms) -> Sequence[RosterEvent]:
    """A draft may be replaced by another one as long as it is not published."""
    if roster.state not in {"unknown", "draft"}:
        raise Refused("roster_already_published" if roster.state == "published" else "roster_discarded")
    if command.ends < command.starts:
        raise Refused("ends_before_start")
    if command.starts < terms.term.starts or command.ends > terms.term.ends:
        raise Refused("outside_the_term", clause=terms.term.clause)
    drafted = RosterDrafted(command.starts, command.ends, command.shifts)
    return () if (roster.starts, roster.ends, roster.shifts) == (command.starts, command.ends, command.shifts) else (drafted,)


def _roster_must_be_a_draft(roster: Roster) -> None:
    if roster.state == "unknown":
        raise Refused("roster_unknown")
    if roster.state == "published":
        raise Refused("roster_already_published")
    if roster.state == "discarded":
        raise Refused("roster_discarded")


def evolve(roster: Roster, event: RosterEvent) -> Roster:
    """Folds one event in; never checks, it has happened."""
    match event:
        case RosterDrafted(starts, ends, shifts):
            return Roster("draft", starts, ends, shifts)
        case RosterPublished():
            return replace(roster, state="published")
        case RosterDiscarded():
            return replace(roster, state="discarded")
    assert_never(event)


ROSTER = Aggregate[RosterCommand, Roster, RosterEvent]("roster", Roster(), decide, evolve)
