"""事件记录单: every slip, and recording one by hand."""

from typing import Any

from console.pages import team
from console.pages.scoring import catalogue, choices
from console.remote import Away, Refusal
from console.shell.cells import Column
from console.shell.form import Field, act
from console.shell.here import Here
from console.shell.html import box, link
from console.shell.page import page
from console.shell.parts import heading
from console.shell.table import Filter, Table

Json = dict[str, Any]

COLUMNS = (
    Column("number", sort=True),
    Column("rule_words", title="scoring.rule", wide=True),
    Column("direction"),
    Column("points", "number"),
    Column("state", "status"),
    Column("stance", "status"),
    Column("signed", title="scoring.signed"),
    Column("event_at", "moment", sort=True),
    Column("quarter", "number", title="scoring.quarter"),
    Column("due_on", "day", title="scoring.due_on", provisional="provisional"),
    Column("late", "flag", title="scoring.late"),
)


@page("/scoring/slips", title="scoring.slips", group="scoring", action="slip.read", place=20)
async def slips(here: Here) -> None:
    """Every slip; those who may record one do it here, the contractor a bonus."""
    with heading(here.say("scoring.slips")):
        link(here.say("scoring.print_pending"), here.link("/print/slips?state=pending"), "wb-button")
        await _record(here)
    Table(
        *(here, "scoring", "/slips", COLUMNS),
        title="scoring.slips",
        filters=(
            Filter("state", choices.of(here, "slip", choices.SLIP_STATES)),
            Filter("quarter", choices.quarters(here), title="scoring.quarter"),
            Filter("rule"),
            Filter("number"),
            Filter("late", choices.yes_no(here), title="scoring.late"),
        ),
        opens="/scoring/slips/{id}",
        sort=("number", True),
        types=("slip-", "deduction-", "bonus-", "record-"),
        shape=lambda row: named(here, row),
        mark=lambda row: "warn" if row["state"]["code"] == "pending" and row["stance"]["code"] == "dissented" else "",
    )


def named(here: Here, row: Json) -> Json:
    """The row with its rule in words and who has signed."""
    rule = f"{row['rule']} {row['rule_en' if here.language == 'en' else 'rule_zh']}"
    return {**row, "rule_words": rule, "signed": [one["party"] for one in row["signatures"] if one["valid"]]}


async def _record(here: Here) -> None:
    """The button that records a slip. Without the catalogue there is nothing to choose from."""
    if not here.may("slip.record"):
        return
    try:
        known = (await catalogue.load(here))["quarterly"]
    except (Away, Refusal):
        return
    bonus_only = choices.party(here) == "contractor"
    rules = [rule for rule in known if rule["direction"]["code"] == "1" or not bonus_only]
    with box("span"):
        act(
            *(here, "scoring.propose_bonus" if bonus_only else "scoring.record", "slip.record", "scoring", "/slips"),
            lambda answer: here.go(f"/scoring/slips/{answer['id']}"),
            fields=(
                *catalogue.picker(here, rules),
                Field("event_at", "moment", required=True),
                Field("narrative", "long", required=True, most=4000),
                Field("evidence", "lines", title="scoring.evidence", most=4000, help="scoring.evidence_help"),
                choices.subject(await team.choices(here)),
                Field("late_reason", "long", most=4000, help="scoring.late_help"),
            ),
            main=True,
        )
