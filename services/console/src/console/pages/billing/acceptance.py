"""验收: until when it is applied for and why then, the rounds, the customer's opinion (clause 6)."""

from functools import partial
from typing import Any

from console.remote import Shown
from console.shell.form import Field
from console.shell.here import Here
from console.shell.html import box, text
from console.shell.page import page
from console.shell.parts import Fact, explanation, heading, timeline
from console.shell.thing import Offer, Thing

Json = dict[str, Any]

FACTS = (
    *(Fact("stands", title="field.state"), Fact("round"), Fact("failed_rounds"), Fact("opinion")),
    *(Fact("apply_by", "day", provisional="provisional"), Fact("meeting_by", "day", provisional="provisional")),
)


@page("/billing/acceptance", title="billing.acceptance", group="billing", action="acceptance.read", place=40)
async def acceptance(here: Here) -> None:
    """The acceptance; the contractor applies, a leader of the customer decides."""
    buttons = heading(here.say("billing.acceptance"))

    def tell(found: Shown) -> tuple[Json, tuple[Fact, ...]]:
        return {**found.body, "stands": here.say(_stands(found.body))}, FACTS

    def more(found: Shown, _offer: Offer) -> None:
        text("h2", here.say("billing.why_then"))
        explanation(here, found.body["apply_by_why"])

    with box("div", "wb-columns"):
        Thing(here, "billing", "/acceptance", buttons, tell, partial(_decide, here), more=more)
        timeline(here, "billing", "acceptance/project")


def _stands(row: Json) -> str:
    if row["passed"]:
        return "billing.acceptance.passed"
    if row["waiting"]:
        return "billing.acceptance.waiting"
    return "billing.acceptance.failed" if row["failed_rounds"] else "billing.acceptance.none"


def _decide(here: Here, found: Shown, offer: Offer) -> None:
    row, today = found.body, here.contract.today.isoformat()
    if row["waiting"]:
        offer(
            *("billing.decide", "acceptance.decide", "decide"),
            Field("passed", "check"),
            Field("decided_on", "day", required=True, value=today),
            Field("opinion", "long", most=4000),
            main=True,
        )
    elif not row["passed"]:
        applied = Field("applied_on", "day", required=True, value=today)
        offer("billing.apply_acceptance", "acceptance.apply", "apply", applied, main=True)
