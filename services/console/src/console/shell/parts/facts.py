"""The head of a page and what is known of one thing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nicegui.element import Element

from console.shell.cells import CellKind, Column, cell
from console.shell.here import Here
from console.shell.html import box, link, status, text
from console.shell.status import kind_of


@dataclass(frozen=True)
class Fact:
    """One line: a field of the thing, written as a column of a table would write it."""

    name: str
    kind: CellKind = "text"
    title: str = ""
    link: str = ""
    provisional: str = ""
    says: str = ""


def heading(title: str, state: Mapping[str, Any] | None = None, language: str = "zh", note: str = "") -> Element:
    """The page's head: its title, the state of what it shows, and room for the buttons that belong to it."""
    with box("header", "wb-heading"):
        text("h1", title)
        if state is not None:
            status(str(state["en" if language == "en" else "zh"]), kind_of(str(state["code"])))
        if note:
            text("span", note, "wb-muted")
        box("span", "wb-grow")
        return box("div", "wb-buttons")


def differing(here: Here, before: Mapping[str, Any], now: Mapping[str, Any], wanted: Sequence[Fact]) -> list[Fact]:
    """The facts that read otherwise now than before."""
    columns = {one: Column(one.name, one.kind) for one in wanted}
    return [one for one, column in columns.items() if cell(here, column, before) != cell(here, column, now)]


def facts(here: Here, thing: Mapping[str, Any], wanted: Sequence[Fact]) -> None:
    """A list of facts; what is empty is left out."""
    with box("dl", "wb-facts"):
        for one in wanted:
            column = Column(one.name, one.kind, one.title, one.link, provisional=one.provisional, says=one.says)
            made = cell(here, column, thing)
            if not made.get("t"):
                continue
            text("dt", here.say(column.words))
            with box("dd"):
                if "s" in made:
                    status(made["t"], made["s"])
                elif "h" in made:
                    link(made["t"], made["h"])
                else:
                    text("span", made["t"])
                if "p" in made:
                    text("abbr", made["p"][0], "wb-provisional").props["title"] = made["p"][1]
