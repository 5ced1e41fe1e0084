"""The one fold of views: inline, following, rebuilding and known-at all come through here."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from asyncpg import Record

from common.ledger.facts import Delivered, Recorded
from common.ledger.pool import Connection
from common.projection.statements import Part, execute_all, fetch_all
from common.projection.table import Stored, table_of
from common.projection.view import View, key_text
from common.service import Folds

Fact = Recorded[Any] | Delivered[Any]
Rows = dict[tuple[str, str], "Stored[Any] | None"]
Change = tuple[Callable[[Any, Any, str], Any], Fact, str]
"""How a row changes, by which fact, and the row's key. Plain tuples: a rebuild makes a million of them."""

Changes = Mapping[View[Any], list[Change]]

_NOTHING: Mapping[str, Rows] = {}


class Unprojected(Exception):
    """A view set does not say what it does with an event type; `None` would be an answer."""


class Projector:
    """Folds facts into the rows of a set of views."""

    def __init__(self, projects: Mapping[type, Folds]) -> None:
        self._projects = projects
        self.views: tuple[View[Any], ...] = tuple({fold.view: None for folds in projects.values() for fold in folds or ()})
        places = {view: place for place, view in enumerate(self.views)}
        self._folds = {cls: [(places[fold.view], fold) for fold in folds or ()] for cls, folds in projects.items()}
        self._tables = {view.table: table_of(view) for view in self.views}
        if len(self._tables) < len(self.views):
            raise ValueError(f"two views share a table among {sorted(view.table for view in self.views)}")

    def types_of(self, view: View[Any]) -> list[type]:
        """The event types that change a view."""
        return [cls for cls, folds in self._projects.items() if any(fold.view == view for fold in folds or ())]

    def types_besides(self, view: View[Any]) -> list[type]:
        """The event types that are named and do not change it."""
        changing = set(self.types_of(view))
        return [cls for cls in self._projects if cls not in changing]

    def only(self, views: Iterable[View[Any]]) -> "Projector":
        """The same folds, restricted to some views."""
        wanted = set(views)
        return Projector(
            {cls: tuple(fold for fold in folds or () if fold.view in wanted) or None for cls, folds in self._projects.items()}
        )

    def changes(self, facts: Iterable[Fact]) -> dict[View[Any], list[Change]]:
        """What the facts will change, view by view, in their order. Raises `Unprojected` for an unnamed type."""
        found: list[list[Change]] = [[] for _ in self.views]
        for fact in facts:
            try:
                folds = self._folds[type(fact.event)]
            except KeyError:
                raise Unprojected(fact.type) from None
            for place, fold in folds:
                for key in fold.keys(fact):
                    found[place].append((fold.evolve, fact, key if type(key) is str else key_text(key)))
        return {view: listed for view, listed in zip(self.views, found, strict=True) if listed}

    async def apply(self, connection: Connection, facts: Sequence[Fact]) -> None:
        """Loads the rows that the facts touch, folds in memory, writes them: two statements, however many views.

        The caller holds the order: facts of one contract come in sequence and no one else folds that contract's
        views meanwhile.
        """
        changes = self.changes(facts)
        before = self.loaded(await fetch_all(connection, self.loads(changes)))
        await execute_all(connection, self.writes(self.after(changes, before), before))

    def loads(self, changes: Changes, known: Mapping[str, Rows] = _NOTHING) -> list[Part]:
        """What selects the rows that the changes touch, but for those that are known."""
        parts: list[Part] = []
        for view, listed in changes.items():
            touched = {(fact.contract, key): None for _, fact, key in listed}
            wanted = [place for place in touched if place not in known.get(view.table, ())]
            if wanted:
                parts.append(table_of(view).load(wanted))
        return parts

    def loaded(self, records: Iterable[Record]) -> dict[str, Rows]:
        """The selected rows by table."""
        found: dict[str, Rows] = defaultdict(dict)
        for record in records:
            found[record["name"]][record["contract_id"], record["key"]] = self._tables[record["name"]].stored(record)
        return found

    def after(self, changes: Changes, before: Mapping[str, Rows]) -> dict[str, Rows]:
        """The touched rows by table as they are after the changes."""
        return {view.table: fold_rows(before.get(view.table, {}), listed) for view, listed in changes.items()}

    def writes(self, after: Mapping[str, Rows], before: Mapping[str, Rows]) -> list[Part]:
        """What writes the touched rows as they are now."""
        parts: list[Part] = []
        for name, rows in after.items():
            table, old = self._tables[name], before.get(name, {})
            changed = [row for row in rows.values() if row is not None]
            gone = [key for key, row in rows.items() if row is None and key in old]
            if changed:
                parts.append(table.write(changed))
            if gone:
                parts.append(table.delete(gone))
        return parts


def fold_rows(before: Mapping[tuple[str, str], "Stored[Any] | None"], changes: Iterable[Change]) -> Rows:
    """The touched rows after the changes, in memory. `None`: the row is gone."""
    touched: dict[tuple[str, str], list[Any]] = {}  # row, version, seq
    for evolve, fact, key in changes:
        place = (fact.contract, key)
        state = touched.get(place)
        if state is None:
            old = before.get(place)
            state = touched[place] = [old.row, old.version, 0] if old else [None, 0, 0]
        row = state[0] = evolve(state[0], fact, key)
        state[2] = fact.seq
        # The version of the stream the row stands for (the one with its key as id); other streams do not count.
        if row is None:
            state[1] = 0
        elif isinstance(fact, Recorded) and fact.id == key:
            state[1] = fact.version
    return {place: None if state[0] is None else Stored(*place, *state) for place, state in touched.items()}
