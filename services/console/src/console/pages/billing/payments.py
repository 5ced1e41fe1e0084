"""付款: the payments in order, each with what it waits for; one payment with its guards, dates and invoices."""

from functools import partial
from typing import Any

from console.pages.billing.guards import guards
from console.remote import Shown
from console.shell import shown
from console.shell.form import Field
from console.shell.here import Here
from console.shell.html import box, link, status, text
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import Fact, explanation, facts, heading, timeline
from console.shell.status import kind_of
from console.shell.thing import Offer, Thing

Json = dict[str, Any]

DATES = (
    *(Fact("opens_on", "day"), Fact("applied_on", "day"), Fact("due_on", "day", provisional="provisional")),
    *(Fact("paid", "money"), Fact("left", "money", title="field.left_over")),
)
FACTS = (
    *(Fact("title", title="field.title"), Fact("status", "status"), Fact("amount", "money"), Fact("final", "flag")),
    *(Fact("paid", "money"), Fact("left", "money", title="field.left_over"), Fact("interest", "money")),
    *(Fact("funded", "money"), Fact("opens_on", "day"), Fact("applied_on", "day")),
    *(Fact("due_on", "day", provisional="provisional"), Fact("invoice_words", title="field.invoice")),
    *(Fact("invoice_number"), Fact("invoice_amount", "money"), Fact("invoice_accepted_on", "day")),
    *(Fact("invoice_rejection"), Fact("clause")),
)
_EDGE = {"paid": "is-good", "overdue": "is-bad", "part_paid_shortfall": "is-bad", "locked": ""}


@page("/billing/payments", title="billing.payments", group="billing", action="payment.read", place=10)
async def payments(here: Here) -> None:
    """The contract's payments as a line of steps: paid, payable, waiting, and for what."""
    heading(here.say("billing.payments"))

    async def load() -> list[Json]:
        return list((await here.remote.get("billing", "/payments"))["items"])

    def show(rows: list[Json]) -> None:
        with box("ol", "wb-steps"):
            for row in rows:
                _step(here, named(here, row))

    Panel(here, "", load, show, services=("billing",))


def _step(here: Here, row: Json) -> None:
    with box("li", _EDGE.get(row["status"]["code"], "is-wait")):
        with box("div", "wb-line"):
            link(row["title"], here.link(f"/billing/payments/{row['number']}"))
            status(shown.label(row["status"], here.language), kind_of(row["status"]["code"]))
            box("span", "wb-grow")
            text("span", shown.money(row["amount"], here.language), "wb-amount")
            if not row["amount_is_final"]:
                text("span", here.say("billing.at_most"), "wb-muted")
        facts(here, row, DATES)
        guards(here, row)


@page("/billing/payments/{number}", title="billing.payment", group="billing", action="payment.read", listed=False)
async def payment(here: Here, number: str) -> None:
    """One payment: can it be paid, why not, when is it due and why then; what may be done next."""
    path = f"/payments/{number}"
    buttons = heading(here.say("billing.payment"))

    def above(found: Shown, _offer: Offer) -> None:
        text("h2", here.say("billing.can_i_pay"))
        guards(here, found.body)

    def more(found: Shown, _offer: Offer) -> None:
        text("h2", here.say("billing.why_then"))
        for why in filter(None, (found.body["opens_why"], found.body["due_why"])):
            explanation(here, why)
        if not found.body["due_why"]:
            text("p", here.say("billing.no_clock"), "wb-muted")

    with box("div", "wb-columns"):
        tell, decide = partial(_told, here), partial(_decide, here)
        Thing(here, "billing", path, buttons, tell, decide, above=above, more=more)
        timeline(here, "billing", f"payment/{number}")


def _told(here: Here, found: Shown) -> tuple[Json, tuple[Fact, ...]]:
    return named(here, found.body), FACTS


def named(here: Here, row: Json) -> Json:
    """The payment with its codes in words."""
    words = {"title": row["title_en" if here.language == "en" else "title_zh"]}
    return {**row, **words, "final": row["amount_is_final"], "invoice_words": here.say(f"billing.invoice.{row['invoice']}")}


def _decide(here: Here, found: Shown, offer: Offer) -> None:
    row, today = found.body, here.contract.today.isoformat()
    state, invoice, left = row["status"]["code"], row["invoice"], row["left"]["amount"]
    if state == "paid":
        return
    if any(guard["code"] == "applied" and not guard["met"] for guard in row["guards"]):
        offer("billing.apply", "payment.apply", "apply", Field("received_on", "day", required=True, value=today), main=True)
    if invoice in ("none", "rejected"):
        offer(
            *("billing.hand_in_invoice", "payment.invoice", "invoice"),
            Field("number", title="field.invoice_number", required=True),
            Field("amount", "money", required=True, value=row["amount"]["amount"]),
            Field("received_on", "day", required=True, value=today),
        )
    if invoice == "received":
        offer("billing.accept_invoice", "payment.review", "invoice/accept", main=True)
        offer("billing.reject_invoice", "payment.review", "invoice/reject", Field("reason", "long", required=True, most=4000))
    offer(
        *("billing.fund", "payment.fund", ""),
        Field("amount", "money", required=True, value=left),
        Field("arrived_on", "day", required=True, value=today),
        Field("document", required=True),
        to="/appropriations",
        fixed={"payment": row["number"]},
        etag=False,
    )
    offer(
        *("billing.pay", "payment.pay", "pay"),
        Field("amount", "money", required=True, value=left),
        Field("paid_on", "day", required=True, value=today),
        main=row["can_be_paid"],
    )
    if state in ("overdue", "part_paid_shortfall"):
        offer("billing.interest", "payment.interest", "interest")
