"""Who is on duty, as tickets knows it, with the names that this person may read."""

from collections.abc import Mapping
from typing import Any

from console.remote import Away, Refusal
from console.shell import shown
from console.shell.here import Here

Json = dict[str, Any]


async def on_duty(here: Here) -> list[tuple[str, str]]:
    """(person, words) of everybody on duty now."""
    duty = await here.remote.every("tickets", "/on-duty", most=200)
    called = await names(here)
    return [
        (one["person_id"], f"{called.get(one['person_id'], one['person_id'])} · {shown.label(one['post'], here.language)}")
        for one in duty
    ]


def named(ticket: Json, called: Mapping[str, str]) -> Json:
    """The ticket with what to call who got it."""
    return {**ticket, "person": called.get(ticket["person_id"] or "", ticket["person_id"])}


async def names(here: Here) -> dict[str, str]:
    """Names from roster's directory; none where it is away or not for this person."""
    if not here.may("person.names"):
        return {}
    try:
        rows = await here.remote.every("roster", "/people", most=500)
    except (Away, Refusal):
        return {}
    return {row["person_id"]: row["name"] for row in rows if row.get("name")}
