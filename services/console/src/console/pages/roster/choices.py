"""What can be chosen: the codes that roster takes, in words; the contract's posts."""

from collections.abc import Iterable, Sequence

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
