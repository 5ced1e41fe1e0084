"""留痕: sign-ins, changes of accounts, reads of personal data, exports. Nobody changes it."""

import json
from typing import Any

from console.remote.peers import CONSOLE
from console.shell.cells import Column
from console.shell.here import Here
from console.shell.page import page
from console.shell.parts import heading
from console.shell.table import Filter, Table
from console.trail import Kind

Json = dict[str, Any]

COLUMNS = (
    Column("at", "moment"),
    Column("kind_words", title="field.kind"),
    Column("actor_name", title="field.actor"),
    Column("about_name", title="field.about_account"),
    Column("contracts"),
    Column("address"),
    Column("details", wide=True),
)


@page("/audit/trail", title="audit.trail", group="audit", action="trail.read", place=30)
async def trail(here: Here) -> None:
    """The latest first; an auditor sees that of the contracts that are audited."""
    heading(here.say("audit.trail"))
    kinds = [(kind.value, here.say(f"trail.{kind.value}")) for kind in Kind]
    Table(
        *(here, CONSOLE, "/v1/trail", COLUMNS),
        title="audit.trail",
        filters=(Filter("kind", kinds), Filter("account")),
        shape=lambda row: _shown(here, row),
        names=("actor", "about"),
    )


def _shown(here: Here, row: Json) -> Json:
    details = json.dumps(row["details"], ensure_ascii=False) if row["details"] else ""
    words = here.say(f"trail.{row['kind']}")
    return {**row, "kind_words": words, "details": details}
