"""履约保证金: required, lodged, drawn, what goes back."""

from typing import Any

from console.pages.billing import choices
from console.shell import shown
from console.shell.form import Field, act
from console.shell.here import Here
from console.shell.html import box, text
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import Fact, explanation, facts, heading, timeline

Json = dict[str, Any]

FACTS = (
    *(Fact("state", "status"), Fact("required", "money", title="field.bond_required")),
    *(Fact("due_on", "day", provisional="provisional"), Fact("lodged_on", "day"), Fact("form_words", title="field.form")),
    *(Fact("held", "money"), Fact("drawn", "money"), Fact("owed_back", "money"), Fact("refunded", "money"), Fact("clause")),
)


@page("/billing/bond", title="billing.bond", group="billing", action="bond.read", place=20)
async def bond(here: Here) -> None:
    """The bond as it stands; who may lodge or refund it does it here."""
    buttons = heading(here.say("billing.bond"))

    async def again(_answer: Json) -> None:
        await panel.refresh()

    def show(found: Any) -> None:
        row = found.body
        facts(here, {**row, "form_words": here.say(f"billing.form.{row['form']}") if row["form"] else None}, FACTS)
        text("h2", here.say("billing.why_then"))
        explanation(here, row["due_why"])
        buttons.clear()
        today, forms = shown.today(here.contract.zone).isoformat(), choices.of(here, "form", choices.BOND_FORMS)
        with buttons:
            if row["lodged_on"] is None:
                act(
                    *(here, "billing.lodge", "bond.lodge", "billing", "/bond/lodge", again),
                    fields=(
                        Field("amount", "money", required=True, value=row["required"]["amount"]),
                        Field("form", "choice", required=True, value="cash", options=forms),
                        Field("lodged_on", "day", required=True, value=today),
                    ),
                    main=True,
                )
            if row["state"]["code"] == "refund_due":
                owed = row["owed_back"]["amount"]
                act(
                    *(here, "billing.refund", "bond.refund", "billing", "/bond/refund", again),
                    fields=(
                        Field("amount", "money", required=True, value=owed),
                        Field("refunded_on", "day", required=True, value=today),
                    ),
                    main=True,
                )

    with box("div", "wb-columns"):
        panel = Panel(here, "", lambda: here.remote.show("billing", "/bond"), show, services=("billing",))
        timeline(here, "billing", "bond/performance")
