"""验收: until when it is applied for and why then, the rounds, the customer's opinion (clause 6)."""

from typing import Any

from console.shell import shown
from console.shell.form import Field, act
from console.shell.here import Here
from console.shell.html import box, text
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import Fact, explanation, facts, heading, timeline

Json = dict[str, Any]

FACTS = (
    *(Fact("stands", title="field.state"), Fact("round"), Fact("failed_rounds"), Fact("opinion")),
    *(Fact("apply_by", "day", provisional="provisional"), Fact("meeting_by", "day", provisional="provisional")),
)


@page("/billing/acceptance", title="billing.acceptance", group="billing", action="acceptance.read", place=40)
async def acceptance(here: Here) -> None:
    """The acceptance; the contractor applies, a leader of the customer decides."""
    buttons = heading(here.say("billing.acceptance"))

    async def again(_answer: Json) -> None:
        await panel.refresh()

    def show(found: Any) -> None:
        row = found.body
        facts(here, {**row, "stands": here.say(_stands(row))}, FACTS)
        text("h2", here.say("billing.why_then"))
        explanation(here, row["apply_by_why"])
        buttons.clear()
        with buttons:
            _buttons(here, row, again)

    with box("div", "wb-columns"):
        panel = Panel(here, "", lambda: here.remote.show("billing", "/acceptance"), show, services=("billing",))
        timeline(here, "billing", "acceptance/project")


def _stands(row: Json) -> str:
    if row["passed"]:
        return "billing.acceptance.passed"
    if row["waiting"]:
        return "billing.acceptance.waiting"
    return "billing.acceptance.failed" if row["failed_rounds"] else "billing.acceptance.none"


def _buttons(here: Here, row: Json, again: Any) -> None:
    today = shown.today(here.contract.zone).isoformat()
    if row["waiting"]:
        act(
            *(here, "billing.decide", "acceptance.decide", "billing", "/acceptance/decide", again),
            fields=(
                Field("passed", "check"),
                Field("decided_on", "day", required=True, value=today),
                Field("opinion", "long", most=4000),
            ),
            main=True,
        )
    elif not row["passed"]:
        act(
            *(here, "billing.apply_acceptance", "acceptance.apply", "billing", "/acceptance/apply", again),
            fields=(Field("applied_on", "day", required=True, value=today),),
            main=True,
        )
