"""A list of a service as a table: pages, filters and order are the service's; nothing is loaded that is not shown."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from console.remote import Rows
from console.remote.remote import MOST_ROWS
from console.shell import sheets, words
from console.shell.cells import Column, cell, link_of, text_of, value_of
from console.shell.failing import tell
from console.shell.here import Here
from console.shell.panel import Panel

Json = dict[str, Any]


@dataclass(frozen=True)
class Filter:
    """A parameter of the list's route. `options` are (value, words); without them it is typed in, as `kind`."""

    name: str
    options: Sequence[tuple[str, str]] = ()
    kind: str = "text"
    title: str = ""
    start: str = ""
    """What is chosen when the page opens; an address that names another wins."""


class Sheet(ui.element, component=Path(__file__).parent / "vue" / "table.js"):
    """The table in the browser; see `table.js`."""


class Table:
    """Shows the list at `path`. Rows lead to `opens` (a page's path with fields of the row in braces).

    `sort` is the column by which it begins and whether downwards, `""` the order in which rows came to be. `fixed` are
    parameters that the page decides; `mark` gives a row's left edge a kind of state, or ""; `shape`
    makes of a row of the service what the columns show. `names` are fields that say who did something: `<field>_name` is
    what to call them.
    """

    def __init__(  # noqa: PLR0913 - each is a part of what a list is
        self,
        here: Here,
        service: str,
        path: str,
        columns: Sequence[Column],
        *,
        title: str,
        filters: Sequence[Filter] = (),
        fixed: Mapping[str, Any] | None = None,
        opens: str = "",
        sort: tuple[str, bool] | None = None,
        types: tuple[str, ...] = (),
        exact: bool = False,
        limit: int = 50,
        mark: Callable[[Json], str] | None = None,
        heading: bool = False,
        files: bool = True,
        shape: Callable[[Json], Json] | None = None,
        names: Sequence[str] = (),
    ) -> None:
        self._here, self._service, self._path, self._columns = here, service, path, columns
        self._title, self._opens, self._limit, self._mark = title, opens, limit, mark
        self._fixed = dict(fixed or {})
        self._filters = filters
        self._files, self._shape, self._names = files, shape, names
        self._chosen = {one.name: here.query.get(one.name, one.start) for one in filters}
        self._sort = sort
        self._cursors: list[str | None] = [None]
        self._next: str | None = None
        self._sheet: Sheet | None = None
        self._drawn: Json = {}
        self._panel = Panel(
            *(here, title if heading else "", self._load, self._show),
            services=(service,),
            types=types,
            exact=exact,
            classes="is-list",
            keeps=True,
        )

    async def refresh(self) -> None:
        """Reads the page that is shown again."""
        await self._panel.refresh()

    async def _load(self) -> Rows:
        query = {name: value for name, value in self._chosen.items() if value}
        if self._sort:
            query |= {"sort": self._sort[0]} if self._sort[0] else {}
            query["direction"] = "desc" if self._sort[1] else "asc"
        rows = await self._here.remote.page(
            self._service, self._path, cursor=self._cursors[-1], limit=self._limit, **self._fixed, **query
        )
        return Rows(await self._shaped(rows.items), rows.next)

    async def _shaped(self, rows: Sequence[Json]) -> Sequence[Json]:
        named = await self._here.named(rows, self._names) if self._names else rows
        return [self._shape(row) for row in named] if self._shape else named

    def _show(self, page: Rows) -> None:
        here, self._next = self._here, page.next
        sheet = self._sheet or self._made()
        first = (len(self._cursors) - 1) * self._limit + 1
        drawn: Json = {
            "caption": here.say(self._title),
            "columns": [
                {"name": c.name, "title": here.say(c.words), "align": c.align, "sort": c.sort, "wide": c.wide}
                for c in self._columns
            ],
            "rows": tuple(self._row(row, index) for index, row in enumerate(page.items)),  # a list would be watched for changes
            "filters": [self._filter(one) for one in self._filters],
            "files": [["xlsx", here.say("export.xlsx")], ["csv", here.say("export.csv")]] if self._files and page.items else [],
            "words": {
                "nothing": here.say("nothing.filtered" if any(self._chosen.values()) else nothing_in(self._title)),
                "loading": here.say("loading"),
                "previous": here.say("previous"),
                "next": here.say("next"),
                "range": here.say("rows", first=first, last=first + len(page.items) - 1),
            },
            "sort": self._sort[0] if self._sort else "",
            "descending": bool(self._sort and self._sort[1]),
            "busy": False,
            "back": len(self._cursors) > 1,
            "forth": page.next is not None,
        }
        if drawn != self._drawn:
            self._drawn = drawn
            sheet.props.update(drawn)
            sheet.update()

    def _made(self) -> Sheet:
        self._sheet = sheet = Sheet().classes("wb-fill")
        sheet.on("sort", self._sorted).on("filter", self._filtered).on("turn", self._turned).on("file", self._filed)
        return sheet

    def _row(self, row: Json, index: int) -> Json:
        made: Json = {"key": index, "cells": [cell(self._here, column, row) for column in self._columns]}
        if self._opens and (href := link_of(self._here, self._opens, row)):
            made["href"] = href
        if self._mark and (mark := self._mark(row)):
            made["mark"] = mark
        return made

    def _filter(self, one: Filter) -> Json:
        made: Json = {
            "name": one.name,
            "title": self._here.say(one.title or f"field.{one.name}"),
            "kind": one.kind,
            "value": self._chosen[one.name],
        }
        if one.options:
            made["options"] = list(one.options) if one.start else [("", self._here.say("all")), *one.options]
        return made

    async def _sorted(self, event: GenericEventArguments) -> None:
        name = str(event.args)
        if all(column.name != name or not column.sort for column in self._columns):
            return
        self._sort = (name, not self._sort[1]) if self._sort and self._sort[0] == name else (name, False)
        await self._begin_again()

    async def _filtered(self, event: GenericEventArguments) -> None:
        name, value = event.args
        if name in self._chosen:
            self._chosen[name] = str(value)[:200]
            await self._begin_again()

    async def _turned(self, event: GenericEventArguments) -> None:
        if event.args == 1 and self._next:
            self._cursors.append(self._next)
        elif event.args == -1 and len(self._cursors) > 1:
            self._cursors.pop()
        else:
            return
        await self.refresh()

    async def _begin_again(self) -> None:
        self._cursors = [None]
        await self.refresh()

    async def _filed(self, event: GenericEventArguments) -> None:
        here, kind = self._here, str(event.args)
        if kind not in ("xlsx", "csv"):
            return
        query = {name: value for name, value in {**self._fixed, **self._chosen}.items() if value not in (None, "")}
        try:
            await here.remote.exported(self._service, self._path)
            found = await here.remote.every(self._service, self._path, **query)
        except Exception as failure:  # noqa: BLE001 - told as a sentence
            tell(here, failure)
            return
        rows = await self._shaped(found)
        titles = [here.say(column.words) for column in self._columns]
        lines = [[text_of(here, value_of(row, column.name), column.kind) for column in self._columns] for row in rows]
        name = f"{self._title.replace('.', '-')}-{here.contract.id}.{kind}"
        made = await asyncio.to_thread(sheets.xlsx if kind == "xlsx" else sheets.csv, titles, lines)
        ui.download.content(made, name)
        if len(rows) >= MOST_ROWS:
            ui.notify(here.say("export.cut", rows=MOST_ROWS), type="warning")


def nothing_in(title: str) -> str:
    """The key of what a list of this title says while it is empty."""
    key = f"nothing.{title}"
    return key if words.knows(key) else "nothing"


def plain_rows(here: Here, title: str, columns: Sequence[Column], rows: Sequence[Json], *, opens: str = "") -> Sheet:
    """A short list that was read whole, as a table without filters and pages."""
    sheet = Sheet().classes("wb-fill")
    lines = [{"key": number, "cells": [cell(here, column, row) for column in columns]} for number, row in enumerate(rows)]
    for line, row in zip(lines, rows, strict=True):
        if opens and (href := link_of(here, opens, row)):
            line["href"] = href
    sheet.props.update(
        caption=here.say(title),
        columns=[{"name": c.name, "title": here.say(c.words), "align": c.align, "wide": c.wide} for c in columns],
        rows=tuple(lines),
        filters=[],
        files=[],
        words={"nothing": here.say(nothing_in(title)), "loading": here.say("loading")},
    )
    return sheet
