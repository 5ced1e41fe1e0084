"""违约: facts held against clause 9.1 and their damages: proposed, notified, cured, disputed, confirmed, waived."""

from functools import partial
from typing import Any

from console.pages.billing import choices
from console.remote import Shown
from console.shell.cells import Column, known_position_link
from console.shell.form import Field, act
from console.shell.here import Here
from console.shell.html import box, link, text
from console.shell.page import page
from console.shell.parts import Fact, explanation, heading, timeline
from console.shell.table import Filter, Table
from console.shell.thing import Offer, Thing

Json = dict[str, Any]

COLUMNS = (
    Column("clause"),
    Column("title", wide=True),
    Column("fact", wide=True),
    Column("state", "status"),
    Column("damages", "money"),
    Column("received_on", "day"),
    Column("cure_by", "day"),
    Column("disputed", "flag"),
)
FACTS = (
    *(Fact("title"), Fact("state", "status"), Fact("clause"), Fact("fact"), Fact("damages", "money")),
    *(Fact("received_on", "day"), Fact("cure_by", "day"), Fact("disputed", "flag"), Fact("notified_in_paragraph")),
    *(Fact("repeat_threshold"), Fact("termination_right", "flag"), Fact("termination_zh", title="field.termination")),
)
_OPEN = ("proposed", "notified", "cured", "uncured")


@page("/billing/breaches", title="billing.breaches", group="billing", action="breach.read", place=30)
async def breaches(here: Here) -> None:
    """Every breach; an officer proposes one here. Nothing is owed until a leader confirms."""
    kinds = await choices.breaches(here)
    with heading(here.say("billing.breaches"), note=here.say("billing.breaches_note")):
        act(
            *(here, "billing.propose", "breach.propose", "billing", "/breaches"),
            lambda answer: here.go(f"/billing/breaches/{answer['id']}"),
            fields=(
                Field("code", "choice", title="billing.kind", required=True, options=kinds),
                Field("fact", "long", required=True, most=4000),
                Field("occurred_on", "day", required=True, value=here.contract.today.isoformat()),
                Field("evidence", "lines", most=4000, help="billing.evidence_help"),
            ),
            main=True,
        )
    Table(
        *(here, "billing", "/breaches", COLUMNS),
        title="billing.breaches",
        filters=(
            Filter("state", choices.of(here, "breach", choices.BREACH_STATES)),
            Filter("code", kinds, title="billing.kind"),
        ),
        sort=("", True),
        opens="/billing/breaches/{id}",
        types=("breach-", "damages-"),
        shape=lambda row: named(here, row),
        mark=lambda row: "bad" if row["termination_right"] else "wait" if row["state"]["code"] in _OPEN else "",
    )


@page("/billing/breaches/{breach_id}", title="billing.breach", group="billing", action="breach.read", listed=False)
async def breach(here: Here, breach_id: str) -> None:
    """One breach with its evidence; the buttons are those of its state."""
    path = f"/breaches/{breach_id}"
    buttons = heading(here.say("billing.breach"))

    def more(found: Shown, _offer: Offer) -> None:
        if found.body["cure_why"]:
            text("h2", here.say("billing.why_then"))
            explanation(here, found.body["cure_why"])
        if found.body["evidence"]:
            text("h2", here.say("billing.evidence"))
            with box("p"):
                for position in found.body["evidence"]:
                    href = known_position_link(here, position)
                    link(position, href, "wb-position") if href else text("span", position)

    with box("div", "wb-columns"):
        decide = partial(_decide, here)
        Thing(here, "billing", path, buttons, lambda found: (named(here, found.body), FACTS), decide, more=more)
        timeline(here, "billing", f"breach/{breach_id}")


def named(here: Here, row: Json) -> Json:
    """The breach with its title in the reader's language."""
    return {**row, "title": row["title_en" if here.language == "en" else "title_zh"]}


def _decide(here: Here, found: Shown, offer: Offer) -> None:
    state = found.body["state"]["code"]
    reason = Field("reason", "long", required=True, most=4000)
    if state == "proposed":
        offer(
            *("billing.notify", "breach.notify", "notify"),
            Field("received_at", "moment", required=True),
            Field("channel", "choice", required=True, value="hand", options=choices.of(here, "channel", choices.CHANNELS)),
            main=True,
        )
    if state == "notified":
        today = here.contract.today.isoformat()
        offer("billing.cure", "breach.cure", "cure", Field("cured_on", "day", required=True, value=today))
    if state in _OPEN:
        offer("billing.dispute", "breach.dispute", "dispute", reason)
    if state in ("notified", "cured", "uncured"):
        offer("billing.confirm_damages", "breach.confirm", "confirm", main=True)
    if state != "waived":
        offer("billing.waive", "breach.waive", "waive", reason)
