"""A person (人员) of the contractor's team: offered, approved by the customer for posts, replaced, gone.

Names and phones are not here: they are texts beside the ledger, named by digest, and can be corrected and erased.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, assert_never

from common.aggregate import Aggregate
from common.errors import Refused
from common.terms import Terms
from roster.domain.qualification import Qualification, shortfall

Cause = Literal["customer_request", "resignation", "promotion", "contractor_decision", "other"]
Standing = Literal["unknown", "offered", "approved", "replaced", "left"]


@dataclass(frozen=True, slots=True)
class RegisterPerson:
    posts: tuple[str, ...]
    qualification: Qualification
    reserve: bool = False
    named: "NamePerson | None" = None


@dataclass(frozen=True, slots=True)
class ApprovePerson:
    posts: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class ReplacePerson:
    successor_id: str
    successor_known: bool
    cause: Cause
    approved: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class LeaveContract:
    at: datetime


@dataclass(frozen=True, slots=True)
class RecordExam:
    passed: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class NamePerson:
    """`name` and `phone` are digests of texts."""

    name: str | None
    phone: str | None


PersonCommand = RegisterPerson | ApprovePerson | ReplacePerson | LeaveContract | RecordExam | NamePerson


@dataclass(frozen=True, slots=True)
class PersonRegistered:
    """The contractor offers a person for posts."""

    posts: tuple[str, ...]
    qualification: Qualification
    reserve: bool


@dataclass(frozen=True, slots=True)
class PersonApproved:
    """The customer accepts the person for these posts."""

    posts: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class PersonReplaced:
    """Another person takes this one's place (A8 Art.8.2, AS-2.1)."""

    successor_id: str
    cause: Cause
    approved: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class PersonLeft:
    """The person no longer works under this contract."""

    at: datetime


@dataclass(frozen=True, slots=True)
class ExamPassed:
    """The on-boarding assessment (上岗考核) was passed."""

    at: datetime


@dataclass(frozen=True, slots=True)
class ExamFailed:
    """The on-boarding assessment was failed (AS-2.2)."""

    at: datetime


@dataclass(frozen=True, slots=True)
class PersonNamed:
    """Where the directory keeps the name and the phone: digests of texts, no names."""

    name: str | None
    phone: str | None


PersonEvent = PersonRegistered | PersonApproved | PersonReplaced | PersonLeft | ExamPassed | ExamFailed | PersonNamed


@dataclass(frozen=True, slots=True)
class Person:
    """What decisions about a person rest on."""

    standing: Standing = "unknown"
    qualification: Qualification | None = None
    posts: tuple[str, ...] = ()


def decide(command: PersonCommand, person: Person, terms: Terms) -> Sequence[PersonEvent]:
    """Dispatches on the command; raises `Refused`."""
    match command:
        case RegisterPerson():
            return _register(command, person, terms)
        case ApprovePerson():
            return approve(command, person, terms)
        case ReplacePerson():
            return _replace_person(command, person)
        case LeaveContract(at):
            _person_must_be_in_the_team(person)
            return (PersonLeft(at),)
        case RecordExam(passed, at):
            _person_must_be_in_the_team(person)
            return (ExamPassed(at) if passed else ExamFailed(at),)
        case NamePerson(name, phone):
            _person_must_be_known(person)
            return (PersonNamed(name, phone),)
    assert_never(command)


def _register(command: RegisterPerson, person: Person, terms: Terms) -> Sequence[PersonEvent]:
    if person.standing != "unknown":
        raise Refused("person_already_registered")
    _posts_must_exist(command.posts, terms)
    registered = PersonRegistered(command.posts, command.qualification, command.reserve)
    named = command.named
    return (registered,) if named is None else (registered, PersonNamed(named.name, named.phone))


def approve(command: ApprovePerson, person: Person, terms: Terms) -> Sequence[PersonEvent]:
    """Somebody who was replaced or left comes back only by such an approval (§2.2)."""
    _person_must_be_known(person)
    _posts_must_exist(command.posts, terms)
    for code in command.posts:
        post = terms.staffing.posts[code]
        missing = shortfall(person.qualification, post) if person.qualification else "years"
        if missing:
            raise Refused("qualification_below_minimum", clause=post.clause, post=code, missing=missing)
    if person.standing == "approved" and set(person.posts) == set(command.posts):
        return ()
    return (PersonApproved(command.posts, command.at),)


def _replace_person(command: ReplacePerson, person: Person) -> Sequence[PersonEvent]:
    if person.standing != "approved":
        raise Refused("person_not_approved", clause="§2.2")
    if not command.successor_known:
        raise Refused("successor_unknown", clause="§2.2")
    return (PersonReplaced(command.successor_id, command.cause, command.approved, command.at),)


def _person_must_be_known(person: Person) -> None:
    if person.standing == "unknown":
        raise Refused("person_unknown")


def _person_must_be_in_the_team(person: Person) -> None:
    _person_must_be_known(person)
    if person.standing in {"replaced", "left"}:
        raise Refused("person_has_left")


def _posts_must_exist(posts: tuple[str, ...], terms: Terms) -> None:
    for code in posts:
        if code not in terms.staffing.posts:
            raise Refused("post_unknown", post=code)


def evolve(person: Person, event: PersonEvent) -> Person:
    """Folds one event in; never checks, it has happened."""
    match event:
        case PersonRegistered(posts, qualification):
            return Person("offered", qualification, posts)
        case PersonApproved(posts):
            return replace(person, standing="approved", posts=posts)
        case PersonReplaced():
            return replace(person, standing="replaced")
        case PersonLeft():
            return replace(person, standing="left")
        case ExamPassed() | ExamFailed() | PersonNamed():
            return person
    assert_never(event)


PERSON = Aggregate[PersonCommand, Person, PersonEvent]("person", Person(), decide, evolve)
