"""Values of the services as cells: what a table, a list of facts and a file show of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from console.shell import shown
from console.shell.here import Here
from console.shell.status import kind_of

CellKind = Literal["text", "status", "moment", "clock", "day", "money", "number", "flag", "position"]
Cell = dict[str, Any]
_RIGHT = frozenset({"money", "number"})
_POSITION = re.compile(r"(billing|roster|tickets|inspection|scoring):[A-Za-z0-9._-]+:[0-9]+")


@dataclass(frozen=True)
class Column:
    """One column: `name` is the field of the row (`a.b` reaches inside), `title` a key of the words (`field.<name>` else).

    `link` is a page's path with fields of the row in braces; `sort` says that the service sorts by it;
    `provisional` names the field that marks a date as resting on an unpublished calendar; `says` is the key of the words
    of the link, where the field is an id that tells a reader nothing.
    """

    name: str
    kind: CellKind = "text"
    title: str = ""
    link: str = ""
    sort: bool = False
    wide: bool = False
    provisional: str = ""
    says: str = ""

    @property
    def words(self) -> str:
        """The key of its title."""
        return self.title or f"field.{self.name.rpartition('.')[2]}"

    @property
    def align(self) -> str:
        """Numbers stand at the right, so that they can be compared."""
        return "right" if self.kind in _RIGHT else "left"


def value_of(row: Mapping[str, Any], name: str) -> Any:
    """The field of a row; None where something on the way is missing."""
    value: Any = row
    for step in name.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(step)
    return value


def text_of(here: Here, value: Any, kind: CellKind = "text") -> str:
    """A value as words, for a file and for a screen."""
    match kind:
        case "moment":
            return shown.moment(shown.local(value, here.contract.zone), here.language)
        case "clock":
            return shown.clock(shown.local(value, here.contract.zone))
        case "day":
            return shown.day(value, here.language)
        case "money":
            return shown.money(value, here.language)
        case "flag":
            return "" if value is None else here.say("yes" if value else "no")
        case "text" | "status" | "number" | "position":
            return _words(here, value)


def cell(here: Here, column: Column, row: Mapping[str, Any]) -> Cell:
    """What `table.js` shows: `t` text, `s` kind of state, `h` link, `p` provisional mark, `x` title."""
    value = value_of(row, column.name)
    made: Cell = {"t": text_of(here, value, column.kind)}
    if column.kind == "status" and value is not None:
        made["s"] = kind_of(value["code"] if isinstance(value, Mapping) else str(value))
    if column.kind == "position" and value:
        made["h"] = known_position_link(here, str(value))
    if column.link and made["t"]:
        made["h"] = link_of(here, column.link, row)
    if column.says and "h" in made:
        made["t"] = here.say(column.says)
    if column.provisional and value_of(row, column.provisional):
        made["p"] = [here.say("provisional"), here.say("provisional.long")]
    return {name: part for name, part in made.items() if part}


def link_of(here: Here, path: str, row: Mapping[str, Any]) -> str | None:
    """The page a row leads to; None when a field of the path is missing."""
    fields = {name: value for name, value in row.items() if isinstance(value, str | int)}
    try:
        return here.link(path.format(**fields))
    except KeyError:
        return None


def position_link(here: Here, position: str) -> str:
    """The page of the event that a position `service:contract:number` names."""
    service, _, number = position.partition(":")
    return here.link(f"/audit/events/{service}/{number.rpartition(':')[2]}")


def known_position_link(here: Here, position: str) -> str | None:
    """The same for what somebody may have typed; None for what is no position."""
    return position_link(here, position) if _POSITION.fullmatch(position) else None


def _words(here: Here, value: Any) -> str:
    if isinstance(value, bool):
        return here.say("yes" if value else "no")
    if isinstance(value, list | tuple):
        return "、".join(_words(here, one) for one in value)
    if isinstance(value, Mapping) and "zh" not in value and "title_zh" in value:
        return str(value["title_en" if here.language == "en" else "title_zh"])
    return shown.label(value, here.language)
