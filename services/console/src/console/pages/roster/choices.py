"""What can be chosen: the codes that roster takes, in words; the contract's posts and its people."""

from collections.abc import Iterable, Sequence
from typing import Any

from console.remote import Away, Refusal
from console.shell import shown
from console.shell.here import Here

Options = Sequence[tuple[str, str]]

STANDINGS = ("offered", "approved", "replaced", "left")
SHIFT_STATES = ("planned", "on_post", "ended", "cancelled")
ROSTER_STATES = ("draft", "published", "discarded")
LEAVE_STATES = ("requested", "approved", "declined")
HANDOVER_STATES = ("due", "completed", "missed")
GAP_STATES = ("open", "closed", "withdrawn")
FINDINGS = ("on_time", "late", "absent", "excused")
CAUSES = ("customer_request", "resignation", "promotion", "contractor_decision", "other")
EDUCATION = ("secondary", "college", "bachelor", "master", "doctor")
PUNCHES = ("start", "end")
DAYS = ("every", "working", "free")
HALF_HOURS = tuple(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in range(0, 24 * 60, 30))
MOST_PEOPLE = 500


def of(here: Here, what: str, codes: Iterable[str]) -> Options:
    """The codes with their words (`roster.<what>.<code>`), for a filter or a field."""
    return [(code, here.say(f"roster.{what}.{code}")) for code in codes]


def times() -> Options:
    """The half hours of a day."""
    return [(time, time) for time in HALF_HOURS]


async def posts(here: Here) -> Options:
    """The contract's posts; none while roster is away."""
    today = here.contract.today.isoformat()
    try:
        found = await here.remote.get("roster", "/coverage", starts=today, ends=today)
    except (Away, Refusal):
        return ()
    return [(one["post"]["code"], shown.label(one["post"], here.language)) for one in found["posts"]]


async def people(here: Here, *standings: str) -> Options:
    """(person, words) of those who stand so, with the names that this person may read; none while roster is away."""
    return [
        (row["person_id"], f"{_called(row)} · {_posts(here, row)}")
        for row in await _team(here)
        if row["standing"]["code"] in standings
    ]


async def names(here: Here) -> dict[str, str]:
    """What to call each person on the contract: the name where this person may read it, else the id."""
    return {row["person_id"]: _called(row) for row in await _team(here)}


async def _team(here: Here) -> list[dict[str, Any]]:
    try:
        return await here.remote.every("roster", "/people", most=MOST_PEOPLE)
    except (Away, Refusal):
        return []


def _called(row: dict[str, Any]) -> str:
    return str(row["name"] or row["person_id"])


def _posts(here: Here, row: dict[str, Any]) -> str:
    return "、".join(shown.label(post, here.language) for post in row["posts"] or row["offered_for"])
