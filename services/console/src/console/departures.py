"""Who left, as roster tells it: their accounts are refused from the moment it is heard."""

from dataclasses import dataclass
from datetime import datetime

from common.ledger.facts import Delivered
from common.projection import View
from common.published import roster, told_by
from common.service import Following


@dataclass(frozen=True)
class DepartureRow:
    """A person who works under this contract no longer."""

    person_id: str
    left_at: datetime


DEPARTURES = View("departures", 1, DepartureRow, columns=("person_id", "left_at"))


def left(_row: DepartureRow | None, delivered: Delivered[roster.PersonLeft]) -> DepartureRow:
    """Left."""
    return DepartureRow(delivered.event.person_id, delivered.event.left_at)


def replaced(_row: DepartureRow | None, delivered: Delivered[roster.PersonReplaced]) -> DepartureRow:
    """Gave the place to somebody else."""
    return DepartureRow(delivered.event.person_id, delivered.event.at)


def approved(_row: DepartureRow | None, _delivered: Delivered[roster.PersonApproved]) -> DepartureRow | None:
    """The customer let the person come (back)."""
    return None


FOLLOWS = (
    Following(
        "departures",
        "roster",
        {
            **dict.fromkeys(told_by("roster")),
            roster.PersonApproved: (DEPARTURES.on(lambda delivered: delivered.event.person_id, approved),),
            roster.PersonLeft: (DEPARTURES.on(lambda delivered: delivered.event.person_id, left),),
            roster.PersonReplaced: (DEPARTURES.on(lambda delivered: delivered.event.person_id, replaced),),
        },
    ),
)
