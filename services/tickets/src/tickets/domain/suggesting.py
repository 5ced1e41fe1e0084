"""Who on duty a ticket is suggested to: the wanted post first, then whoever has fewest tickets, then who is longest on."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person on duty and how many dispatched tickets that person has."""

    person_id: str
    post: str
    shift_id: str
    since: datetime
    open_tickets: int
    wanted_post: bool


def ranked(
    shifts: Iterable[tuple[str, str, str, datetime]], busy: Iterable[str | None], wanted_post: str | None
) -> Sequence[Candidate]:
    """The people on duty, the best suggestion first.

    `shifts` are (person, post, shift, since); `busy` names the person of each dispatched ticket. Nobody on duty: empty.
    """
    load = Counter(busy)
    candidates = [
        Candidate(person, post, shift, since, load[person], post == wanted_post) for person, post, shift, since in shifts
    ]
    return sorted(candidates, key=lambda one: (not one.wanted_post, one.open_tickets, one.since, one.person_id, one.shift_id))
