"""Photos (照片) of what a check found: evidence beside its result, kept like whatever people type and as erasable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from common.aggregate import Aggregate
from common.errors import Refused
from common.terms import Terms
from inspection.domain.moments import must_have_happened

MOST_PHOTOS = 10


@dataclass(frozen=True, slots=True)
class PhotoKept:
    """A photo belongs to a check. `photo` is its digest, `taken_at` when it was taken, which may lie before its entry."""

    check_id: str
    photo: str
    taken_at: datetime
    by: str


Event = PhotoKept


@dataclass(frozen=True, slots=True)
class KeepPhoto:
    check_id: str
    photo: str
    at: datetime
    by: str
    now: datetime


Command = KeepPhoto


@dataclass(frozen=True, slots=True)
class Photos:
    """How many photos a check has."""

    count: int = 0


def decide(command: Command, photos: Photos, terms: Terms) -> Sequence[Event]:
    """Keeps a photo. That the check has a result is looked up at the edge."""
    match command:
        case KeepPhoto():
            return (_keep(command, photos, terms),)
        case _:
            assert_never(command)


def _keep(command: KeepPhoto, photos: Photos, terms: Terms) -> PhotoKept:
    if photos.count >= MOST_PHOTOS:
        raise Refused("too_many_photos", most=MOST_PHOTOS)
    must_have_happened(command.at, command.now, terms)
    return PhotoKept(command.check_id, command.photo, command.at, command.by)


def evolve(photos: Photos, event: Event) -> Photos:
    """The state after an event."""
    return Photos(photos.count + 1)


PHOTOS_OF: Aggregate[Command, Photos, Event] = Aggregate("photos", Photos(), decide, evolve)


def photos_of_check(check: str) -> str:
    """The id of the stream of a check's photos."""
    return check.replace(":", "-")
