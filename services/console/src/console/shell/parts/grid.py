"""A grid of rows and columns, such as people and days, whose cells hold marks that lead to what they stand for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nicegui import ui

from console.shell.here import Here
from console.shell.status import Kind

Mark = dict[str, Any]


@dataclass(frozen=True)
class Across:
    """A column: its head, a note under it, where it leads, and its kind: `off` is set back, `bad` stands out, `here` is now."""

    title: str
    note: str = ""
    path: str = ""
    kind: str = ""
    long: str = ""


@dataclass(frozen=True)
class Down:
    """A row with its marks by column number. `head` makes it a heading of the rows below."""

    title: str
    marks: dict[int, list[Mark]] = field(default_factory=dict)
    path: str = ""
    head: bool = False


class Cells(ui.element, component=Path(__file__).parent.parent / "vue" / "grid.js"):
    """The grid in the browser; see `grid.js`."""


def mark(here: Here, words: str, kind: Kind, long: str, path: str = "") -> Mark:
    """A mark: a few letters in a shape and colour of its kind; `long` is what it means, for ears and pointers."""
    return {"t": words, "s": kind, "x": long} | ({"h": here.link(path)} if path else {})


def grid(here: Here, title: str, corner: str, across: Sequence[Across], down: Sequence[Down]) -> Cells:
    """Shows the grid. `title` and `corner` are keys of the words; the rest is words already."""
    shown = Cells().classes("wb-fill")
    shown.props.update(
        caption=here.say(title),
        corner=here.say(corner),
        columns=[_column(here, one) for one in across],
        rows=[_row(here, one, len(across)) for one in down],
    )
    return shown


def _column(here: Here, one: Across) -> Mark:
    made = {"t": one.title, "note": one.note, "kind": one.kind, "x": one.long}
    return made | ({"h": here.link(one.path)} if one.path else {})


def _row(here: Here, one: Down, columns: int) -> Mark:
    made: Mark = {"t": one.title, "head": one.head, "cells": [one.marks.get(number, []) for number in range(columns)]}
    return made | ({"h": here.link(one.path)} if one.path else {})
