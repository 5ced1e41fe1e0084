"""留痕: sign-ins, changes of accounts, reads of personal data, exports. Nobody changes it."""

from typing import Any

from common.web.permissions import Role
from console.remote.peers import CONSOLE
from console.shell import words
from console.shell.cells import Column
from console.shell.here import Here
from console.shell.page import page
from console.shell.parts import heading
from console.shell.table import Filter, Table
from console.signin.words import role_name
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
ROLES = frozenset(role.value for role in Role)


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
    details = "; ".join(detail(here, name, value) for name, value in (row["details"] or {}).items())
    return {**row, "kind_words": here.say(f"trail.{row['kind']}"), "details": details}


def detail(here: Here, name: str, value: Any) -> str:
    """One detail in words; what has none keeps its name, so that nothing is hidden."""
    key = f"trail.detail.{name}"
    return f"{here.say(key) if words.knows(key) else name}: {_value(here, name, value)}"


def _value(here: Here, name: str, value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{part} {_value(here, name, one)}" for part, one in value.items())
    if isinstance(value, list):
        return "、".join(_value(here, name, one) for one in value)
    if isinstance(value, bool):
        return here.say("yes" if value else "no")
    if name in ("roles", "before") and value in ROLES:
        return role_name(Role(value), here.language)
    key = f"trail.because.{value}"
    return here.say(key) if name in ("because", "how") and words.knows(key) else str(value)
