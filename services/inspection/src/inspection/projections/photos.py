"""Photos as rows. The picture itself is kept beside the ledger, as texts are."""

from dataclasses import dataclass
from datetime import datetime

from common.ledger.facts import Recorded
from common.projection import View
from inspection.domain.photo import PhotoKept


@dataclass(frozen=True)
class PhotoRow:
    """One photo. `photo` is a digest."""

    photo: str
    check_id: str
    taken_at: datetime
    by: str
    position: str


PHOTOS = View("photos", 1, PhotoRow, columns=("check_id", "taken_at"))


def by_photo(fact: Recorded[PhotoKept]) -> str:
    """The digest: salted, so that no two are alike."""
    return fact.event.photo


def kept(row: PhotoRow | None, fact: Recorded[PhotoKept]) -> PhotoRow:
    """A new row."""
    event = fact.event
    return PhotoRow(event.photo, event.check_id, event.taken_at, event.by, fact.position)
