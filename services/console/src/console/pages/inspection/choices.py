"""What fields and filters of inspection can be chosen from, and how its records are named."""

from collections.abc import Iterable, Sequence
from typing import Any

from console.shell.here import Here

Json = dict[str, Any]

ROUND_STATES = ("due", "open", "closed", "missed")
PERIODS = ("day", "month")
CHECK_STATES = ("pass", "fail", "no_demand", "missed")
PLAN_STATES = ("proposed", "confirmed")
FAULT_STATES = ("found", "reported", "resolved", "resolved_unreported")


def of(here: Here, what: str, codes: Iterable[str]) -> Sequence[tuple[str, str]]:
    """The codes with their words (`inspection.<what>.<code>`), for a filter or a field."""
    return [(code, here.say(f"inspection.{what}.{code}")) for code in codes]


def items(here: Here, table: Iterable[Json]) -> Sequence[tuple[str, str]]:
    """The rows of the contract's table, for a field: their code and what they are."""
    spoken = "en" if here.language == "en" else "zh"
    return [(one["code"], f"{one[f'system_{spoken}']} · {one[f'title_{spoken}']} ({one['code']})") for one in table]
