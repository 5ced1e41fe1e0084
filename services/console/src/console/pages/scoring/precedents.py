"""同条款先例: what the same rule cost before, so that equal things are treated equally."""

from typing import Any

from console.remote import Rows
from console.shell.cells import Column
from console.shell.here import Here
from console.shell.html import text
from console.shell.panel import Panel
from console.shell.table import plain_rows

MOST = 8
COLUMNS = (Column("number"), Column("event_at", "day"), Column("counts_as", "number"), Column("state", "status"))


def precedents(here: Here, rule: str, besides: str = "") -> None:
    """The latest slips on a rule, without the one that is shown anyway."""

    async def load() -> Rows:
        return await here.remote.page("scoring", "/slips", rule=rule, sort="recorded_at", direction="desc", limit=MOST)

    def show(found: Rows) -> None:
        rows: list[dict[str, Any]] = [{**row, "event_at": row["event_at"][:10]} for row in found.items if row["id"] != besides]
        if not rows:
            text("p", here.say("scoring.no_precedent"), "wb-empty")
            return
        plain_rows(here, "scoring.precedents", COLUMNS, rows, opens="/scoring/slips/{id}")

    Panel(here, "scoring.precedents", load, show, services=("scoring",), types=("slip-",), classes="is-list")
