"""What can be chosen: the codes that scoring takes, in words."""

from collections.abc import Iterable, Sequence

from console.shell.form import Field
from console.shell.here import Here

PROPOSAL_STATES = ("open", "accepted", "dismissed")
PROPOSAL_KINDS = ("slip", "finding")
SLIP_STATES = ("pending", "in_effect", "withdrawn")
FINDING_STATES = ("recorded", "confirmed", "rejected")
QUARTERS = ("1", "2", "3", "4")


def of(here: Here, what: str, codes: Iterable[str]) -> Sequence[tuple[str, str]]:
    """The codes with their words (`scoring.<what>.<code>`), for a filter or a field."""
    return [(code, here.say(f"scoring.{what}.{code}")) for code in codes]


def yes_no(here: Here) -> Sequence[tuple[str, str]]:
    """Yes and no, for a filter."""
    return (("true", here.say("yes")), ("false", here.say("no")))


def quarters(here: Here) -> Sequence[tuple[str, str]]:
    """The quarters of a year's contract."""
    return [(number, here.say("scoring.quarter_no", number=number)) for number in QUARTERS]


def subject(people: Sequence[tuple[str, str]]) -> Field:
    """Whom it is about: one of the contract's people; typed as an id where they cannot be read."""
    if not people:
        return Field("subject", title="scoring.subject", most=80)
    return Field("subject", "choice", title="scoring.subject", options=[("", "–"), *people])


def party(here: Here) -> str:
    """The party that this person acts for; empty for who acts for none, as an auditor."""
    sides = {role.value.partition(".")[0] for role in here.roles} & {"customer", "contractor"}
    return sides.pop() if len(sides) == 1 else ""
