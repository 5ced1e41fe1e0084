"""季度考核: the quarters of the contract, how far each has come and what is due when."""

from typing import Any

from console.shell.cells import Column
from console.shell.here import Here
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import heading
from console.shell.table import plain_rows

Json = dict[str, Any]

COLUMNS = (
    Column("title", title="scoring.quarter"),
    Column("stage", "status", title="field.state"),
    Column("starts", "day"),
    Column("ends", "day"),
    Column("assess_due_on", "day", provisional="assess_provisional"),
    Column("overdue", title="scoring.overdue"),
    Column("result.deducted", "number", title="scoring.deducted"),
    Column("result.bonus", "number", title="scoring.bonus"),
    Column("result.total", "number", title="scoring.total"),
    Column("result.tier_points", "number", title="scoring.tier_points"),
    Column("rectification_due_on", "day", provisional="rectification_provisional"),
)


@page("/scoring/quarters", title="scoring.quarters", group="scoring", action="quarter.read", place=30)
async def quarters(here: Here) -> None:
    """Every quarter, those to come included."""
    heading(here.say("scoring.quarters"))

    def show(found: Json) -> None:
        rows = [_row(here, one) for one in found["items"]]
        plain_rows(here, "scoring.quarters", COLUMNS, rows, opens="/scoring/quarters/{quarter}")

    types = ("quarter-", "rectification-", "obligation-", "deadlock-", "notice-")
    Panel(here, "", lambda: here.remote.get("scoring", "/quarters"), show, services=("scoring",), types=types, classes="is-list")


def _row(here: Here, one: Json) -> Json:
    late = [
        here.say(words)
        for mark, words in (
            ("assessment_overdue", "scoring.assess_overdue"),
            ("rectification_overdue", "scoring.rectify_overdue"),
        )
        if one[mark] and one["stage"]["code"] != "closed"
    ]
    return {**one, "title": here.say("scoring.quarter_no", number=one["quarter"]), "overdue": late}
