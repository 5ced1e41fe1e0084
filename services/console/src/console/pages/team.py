"""The people on the contract as roster knows them, for every page that names one or lets one be chosen."""

from collections.abc import Mapping, Sequence
from typing import Any

from console.remote import Away, Refusal
from console.shell import shown
from console.shell.here import Here

Json = dict[str, Any]
Options = Sequence[tuple[str, str]]

MOST_PEOPLE = 500


async def choices(here: Here, *standings: str) -> Options:
    """(person, words) of those who stand so, of all without any, with the names that this person may read.

    None while roster is away.
    """
    return [
        (row["person_id"], f"{_called(row)} · {_posts(here, row)}")
        for row in await _team(here)
        if not standings or row["standing"]["code"] in standings
    ]


async def names(here: Here) -> dict[str, str]:
    """What to call each person on the contract; none where this person may not read names, so that nothing is asked for."""
    return {row["person_id"]: _called(row) for row in await _team(here)} if here.may("person.names") else {}


def called(names: Mapping[str, str], person: str | None) -> str | None:
    """What to call somebody whom a record names by id; the id itself of whom roster does not know."""
    return names.get(person, person) if person else person


def named(row: Json, names: Mapping[str, str]) -> Json:
    """The row of a shift, a leave or a ticket with what to call its person."""
    return {**row, "person": called(names, row["person_id"])}


async def _team(here: Here) -> list[Json]:
    if not here.may("person.read"):
        return []
    try:
        return await here.remote.every("roster", "/people", most=MOST_PEOPLE)
    except (Away, Refusal):
        return []


def _called(row: Json) -> str:
    return str(row["name"] or row["person_id"])


def _posts(here: Here, row: Json) -> str:
    return "、".join(shown.label(post, here.language) for post in row["posts"] or row["offered_for"])
