"""结算: the final payment and the bond's rest, why they are what they are, and the balance of every account."""

from typing import Any

from console.remote import Refusal
from console.shell import shown
from console.shell.cells import Column
from console.shell.failing import sentence_of
from console.shell.form import act
from console.shell.here import Here
from console.shell.html import box, text
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import Fact, explanation, facts, heading, timeline
from console.shell.table import plain_rows

Json = dict[str, Any]

FIGURES = (
    *(Fact("state", "status"), Fact("tail", "money"), Fact("tail_percent"), Fact("gross", "money")),
    *(Fact("damages", "money"), Fact("bond_held", "money"), Fact("from_bond", "money"), Fact("from_payment", "money")),
    *(Fact("final_payment", "money"), Fact("bond_refund", "money"), Fact("receivable", "money")),
    *(Fact("proposed_by_name", title="field.proposed_by"), Fact("confirmed_by_name", title="field.confirmed_by")),
    *(Fact("position", "position"),),
)
ACCOUNTS = (Column("account_words", title="billing.account"), Column("balance", "money"))


@page("/billing/settlement", title="billing.settlement", group="billing", action="settlement.read", place=50)
async def settlement(here: Here) -> None:
    """The settlement: a preview until finance proposes it, frozen when a leader confirms."""
    buttons = heading(here.say("billing.settlement"))

    async def again(_answer: Json) -> None:
        await panel.refresh()

    async def load() -> Json:
        try:
            found = await here.remote.get("billing", "/settlement")
            return {"figures": (await here.named([found], ("proposed_by", "confirmed_by")))[0]}
        except Refusal as refusal:
            if refusal.code != "year_not_assessed":
                raise
            return {"refused": sentence_of(here, refusal)}

    def show(found: Json) -> None:
        buttons.clear()
        if "refused" in found:
            text("p", found["refused"], "wb-empty")
            return
        row = found["figures"]
        facts(here, row, FIGURES)
        state = row["state"]["code"]
        with buttons:
            if state in ("preview", "proposed"):
                _decide(here, "propose", "/settlement", again, main=state == "preview")
            if state == "proposed":
                _decide(here, "confirm", "/settlement/confirm", again, main=True)

    with box("div", "wb-columns"):
        with box("div", "wb-stack"):
            panel = Panel(here, "", load, show, services=("billing",))
            Panel(*(here, "why", lambda: _why(here), lambda tree: _tree(here, tree)), services=("billing",))
        with box("div", "wb-stack"):
            Panel(
                *(
                    here,
                    "billing.accounts",
                    lambda: here.remote.get("billing", "/accounts"),
                    lambda found: _accounts(here, found),
                ),
                services=("billing",),
                classes="is-list",
            )
            timeline(here, "billing", "settlement/final")


def _decide(here: Here, verb: str, path: str, again: Any, *, main: bool) -> None:
    act(*(here, f"billing.{verb}_settlement", f"settlement.{verb}", "billing", path, again), main=main)


async def _why(here: Here) -> Json | None:
    try:
        return await here.remote.get("billing", "/settlement/explanation")
    except Refusal as refusal:
        if refusal.code == "year_not_assessed":
            return None
        raise


def _tree(here: Here, tree: Json | None) -> None:
    if tree is None:
        text("p", here.say("billing.nothing_to_explain"), "wb-muted")
    else:
        explanation(here, tree)


def _accounts(here: Here, found: Json) -> None:
    """Received less given; over all accounts the sum is zero, and it is shown."""
    names = found["balances"]
    rows = [{"account_words": _account(here, name), "balance": money} for name, money in names.items()]
    cents = sum(int(money["amount"].replace(".", "")) for money in names.values())
    total = {"amount": f"{cents / 100:.2f}", "currency": "CNY"}
    plain_rows(here, "billing.accounts", ACCOUNTS, rows)
    text("p", here.say("billing.sum", total=shown.money(total, here.language)), "wb-legend")


def _account(here: Here, name: str) -> str:
    return here.say(f"billing.account.{name}") if name in _ACCOUNTS else name


_ACCOUNTS = ("bond:held", "contractor", "customer", "customer:claims", "damages:open")
