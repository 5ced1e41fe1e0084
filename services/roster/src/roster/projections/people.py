"""The team: who is offered, approved, replaced or gone. Names are digests of texts, never names."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from common.ledger.facts import Recorded
from common.projection import View
from common.service import Projects
from roster.domain.person import (
    Cause,
    ExamFailed,
    ExamPassed,
    PersonApproved,
    PersonEvent,
    PersonLeft,
    PersonNamed,
    PersonRegistered,
    PersonReplaced,
    Standing,
)
from roster.domain.qualification import Qualification


@dataclass(frozen=True)
class PersonRow:
    """One person. `posts` are those approved, `offered_for` those asked for; `entries` every digest the directory ever had."""

    person_id: str
    standing: Standing
    offered_for: tuple[str, ...]
    posts: tuple[str, ...]
    qualification: Qualification
    reserve: bool
    approved_at: datetime | None = None
    left_at: datetime | None = None
    successor_id: str | None = None
    cause: Cause | None = None
    replacement_approved: bool | None = None
    exam_passed: bool | None = None
    name: str | None = None
    phone: str | None = None
    entries: tuple[str, ...] = ()


def registered(_row: PersonRow | None, recorded: Recorded[PersonRegistered]) -> PersonRow:
    """A new person in the list."""
    event = recorded.event
    return PersonRow(recorded.id, "offered", event.posts, (), event.qualification, event.reserve)


def _changed(row: PersonRow | None, recorded: Recorded[PersonEvent]) -> PersonRow | None:
    """Every later event changes a person that is there."""
    if row is None:
        return None
    match recorded.event:
        case PersonApproved(posts, at):
            return replace(row, standing="approved", posts=posts, approved_at=at, left_at=None, successor_id=None)
        case PersonReplaced(successor_id, cause, approved, at):
            return replace(
                row, standing="replaced", successor_id=successor_id, cause=cause, replacement_approved=approved, left_at=at
            )
        case PersonLeft(at):
            return replace(row, standing="left", left_at=at)
        case ExamPassed():
            return replace(row, exam_passed=True)
        case ExamFailed():
            return replace(row, exam_passed=False)
        case PersonNamed(name, phone):
            entries = tuple(digest for digest in (name, phone) if digest)
            return replace(row, name=name, phone=phone, entries=(*row.entries, *entries))
        case PersonRegistered():
            return row
    assert_never(recorded.event)


def person_of(recorded: Recorded[object]) -> str:
    """The person's stream names the row."""
    return recorded.id


PEOPLE = View("people", 1, PersonRow, columns=("standing", "reserve"))

_CHANGE = (PEOPLE.on(person_of, _changed),)

PROJECTS: Projects = {
    PersonRegistered: (PEOPLE.on(person_of, registered),),
    PersonApproved: _CHANGE,
    PersonReplaced: _CHANGE,
    PersonLeft: _CHANGE,
    ExamPassed: _CHANGE,
    ExamFailed: _CHANGE,
    PersonNamed: _CHANGE,
}
