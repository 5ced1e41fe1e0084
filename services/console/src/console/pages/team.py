"""The people on the contract as roster knows them, for every page that names one or lets one be chosen."""

from collections.abc import Mapping, Sequence
from typing import Any

from console.remote import Away, Refusal
from console.shell import shown
from console.shell.here import Here

Json = dict[str, Any]
Options = Sequence[tuple[str, str]]

MOST_PEOPLE = 500
ON_THE_CONTRACT = ("offered", "approved", "replaced", "left")


async def choices(here: Here, *standings: str) -> Options:
    """(person, words) of those who stand so, with the names that this person may read; none while roster is away."""
    return [
        (row["person_id"], f"{_called(row)} · {_posts(here, row)}")
        for row in await _team(here)
        if row["standing"]["code"] in standings
    ]


async def names(here: Here) -> dict[str, str]:
    """What to call each person on the contract; none where this person may not read names, so that nothing is asked for."""
    return {row["person_id"]: _called(row) for row in await _team(here)} if here.may("person.names") else {}


async def _team(here: Here) -> list[dict[str, Any]]:
    if not here.may("person.read"):
        return []
    try:
        return await here.remote.every("roster", "/people", most=MOST_PEOPLE)
    except (Away, Refusal):
        return []


def _called(row: dict[str, Any]) -> str:
    return str(row["name"] or row["person_id"])


def _posts(here: Here, row: dict[str, Any]) -> str:
    return "、".join(shown.label(post, here.language) for post in row["posts"] or row["offered_for"])


def called(names: Mapping[str, str], person: str | None) -> str | None:
    """What to call somebody whom a record names by id; the id itself of whom roster does not know."""
    return names.get(person, person) if person else person
