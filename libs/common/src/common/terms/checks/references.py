"""References that lead nowhere: every field marked `RefersTo` is followed, wherever it stands in the pack."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from common.terms.checks.finding import Finding, Path
from common.terms.pack import Entry, Pack
from common.terms.pack.entry import RefersTo


def dead_references(pack: Pack) -> Iterator[Finding]:
    """Clauses, clocks, posts, windows and readings that are named but not there."""
    tables = {
        "clauses": {clause.at for clause in pack.clauses},
        "clocks": {clock.name for clock in pack.clocks},
        "staffing.posts": {post.code for post in pack.staffing.posts},
        "staffing.windows": set(pack.staffing.windows),
        "readings": {reading.name for reading in pack.readings},
    }
    for path, table, name in _references(pack, ()):
        if name not in tables[table]:
            yield Finding(path, "clause_unknown" if table == "clauses" else "reference_unknown", name)


def _references(entry: Entry, path: Path) -> Iterator[tuple[Path, str, str]]:
    for name, field in type(entry).model_fields.items():
        value = getattr(entry, name)
        marks = [mark for mark in field.metadata if isinstance(mark, RefersTo)] or _marks_within(field.annotation)
        yield from _followed(value, (*path, name), marks)


def _followed(value: object, path: Path, marks: list[RefersTo]) -> Iterator[tuple[Path, str, str]]:
    if isinstance(value, Entry):
        yield from _references(value, path)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _followed(inner, (*path, key), marks)
    elif isinstance(value, tuple):
        for n, inner in enumerate(value):
            yield from _followed(inner, (*path, n), marks)
    elif isinstance(value, str) and marks:
        yield path, marks[0].table, value


def _marks_within(annotation: Any) -> list[RefersTo]:
    """Marks inside `tuple[PostRef, ...]` or `ClockRef | None`."""
    here = [mark for mark in getattr(annotation, "__metadata__", ()) if isinstance(mark, RefersTo)]
    return here + [mark for part in get_args(annotation) for mark in _marks_within(part)]
