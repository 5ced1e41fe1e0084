"""What can be chosen: the codes that tickets takes, in words."""

from collections.abc import Iterable, Sequence

from console.shell.here import Here

TICKET_STATES = ("opened", "dispatched", "resolved", "closed")
TICKET_KINDS = ("request", "retrieval", "meeting", "fault")
MEETING_STATES = ("planned", "running", "supported", "finished_with_findings", "cancelled")
CALL_STATES = ("ringing", "answered", "ended", "missed")
CHECKS = ("listed", "needs_agreed", "set_up")


def of(here: Here, what: str, codes: Iterable[str]) -> Sequence[tuple[str, str]]:
    """The codes with their words (`desk.<what>.<code>`), for a filter or a field."""
    return [(code, here.say(f"desk.{what}.{code}")) for code in codes]
