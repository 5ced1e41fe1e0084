"""Who is on duty now: one row per open shift, gone when the shift ends."""

from dataclasses import dataclass
from datetime import datetime

from common.ledger.facts import Recorded
from common.projection import View
from tickets.domain.duty import DutyBegan, DutyEnded


@dataclass(frozen=True)
class OnDutyRow:
    """A person on post. `source` is the position of roster's event."""

    shift_id: str
    person_id: str
    post: str
    since: datetime
    source: str


ON_DUTY = View("on_duty", 1, OnDutyRow, columns=("person_id", "post", "since"))


def by_shift(fact: Recorded[DutyBegan | DutyEnded]) -> str:
    """A person may be on more than one shift; each is a row."""
    return fact.event.shift_id


def began(row: OnDutyRow | None, fact: Recorded[DutyBegan]) -> OnDutyRow:
    """On post."""
    event = fact.event
    return OnDutyRow(event.shift_id, event.person_id, event.post, event.began_at, event.source)


def ended(row: OnDutyRow | None, fact: Recorded[DutyEnded]) -> None:
    """Off post: the row goes."""
