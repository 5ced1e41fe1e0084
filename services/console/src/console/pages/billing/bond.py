"""履约保证金: required, lodged, drawn, what goes back."""

from functools import partial
from typing import Any

from console.pages.billing import choices
from console.remote import Shown
from console.shell.form import Field
from console.shell.here import Here
from console.shell.html import box, text
from console.shell.page import page
from console.shell.parts import Fact, explanation, heading, timeline
from console.shell.thing import Offer, Thing

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

    def tell(found: Shown) -> tuple[Json, tuple[Fact, ...]]:
        form = found.body["form"]
        return {**found.body, "form_words": here.say(f"billing.form.{form}") if form else None}, FACTS

    def more(found: Shown, _offer: Offer) -> None:
        text("h2", here.say("billing.why_then"))
        explanation(here, found.body["due_why"])

    with box("div", "wb-columns"):
        Thing(here, "billing", "/bond", buttons, tell, partial(_decide, here), more=more)
        timeline(here, "billing", "bond/performance")


def _decide(here: Here, found: Shown, offer: Offer) -> None:
    row, today = found.body, here.contract.today.isoformat()
    if row["lodged_on"] is None:
        forms = choices.of(here, "form", choices.BOND_FORMS)
        offer(
            *("billing.lodge", "bond.lodge", "lodge"),
            Field("amount", "money", required=True, value=row["required"]["amount"]),
            Field("form", "choice", required=True, value="cash", options=forms),
            Field("lodged_on", "day", required=True, value=today),
            main=True,
        )
    if row["state"]["code"] == "refund_due":
        offer(
            *("billing.refund", "bond.refund", "refund"),
            Field("amount", "money", required=True, value=row["owed_back"]["amount"]),
            Field("refunded_on", "day", required=True, value=today),
            main=True,
        )
