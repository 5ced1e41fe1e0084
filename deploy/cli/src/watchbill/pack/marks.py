"""YAML with the line of every key and element kept, so that a finding can say where it is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml
from pydantic import JsonValue

Address = tuple[str | int, ...]


@dataclass(frozen=True)
class Place:
    """A line of a file."""

    file: Path
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Flaw:
    """Something YAML itself would swallow or stumble over."""

    place: Place
    code: str
    subject: str


@dataclass
class Marked:
    """One file: its value, the place of everything in it, and its flaws."""

    value: JsonValue = None
    places: dict[Address, Place] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)


def read(path: Path) -> Marked:
    """Reads one YAML file. Never raises for its content: what is wrong is a flaw."""
    marked = Marked()
    loader = yaml.CSafeLoader(path.read_text(encoding="utf-8"))
    try:
        node = loader.get_single_node()
        if node is None:
            marked.flaws.append(Flaw(Place(path, 1), "file_empty", path.name))
            return marked
        _walk(node, (), path, loader, marked)
        marked.value = _json(loader.construct_document(node))
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or str(error)
        marked.flaws.append(Flaw(Place(path, mark.line + 1 if mark else 1), "yaml", str(what)))
    finally:
        loader.dispose()
    return marked


def _walk(node: yaml.Node, address: Address, path: Path, loader: yaml.CSafeLoader, marked: Marked) -> None:
    marked.places.setdefault(address, Place(path, node.start_mark.line + 1))
    for key, inner, line in _children(node, loader):
        place = Place(path, line + 1)
        if (*address, key) in marked.places:
            marked.flaws.append(Flaw(place, "duplicate_key", str(key)))
        marked.places[(*address, key)] = place
        _walk(inner, (*address, key), path, loader, marked)


def _children(node: yaml.Node, loader: yaml.CSafeLoader) -> Iterator[tuple[str | int, yaml.Node, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield str(loader.construct_object(key)), value, key.start_mark.line
    elif isinstance(node, yaml.SequenceNode):
        for index, element in enumerate(node.value):
            yield index, element, element.start_mark.line


def _json(value: object) -> JsonValue:
    """The value as it travels: dates as ISO strings, keys as text."""
    match value:
        case dict():
            return {str(key): _json(inner) for key, inner in value.items()}
        case list():
            return [_json(inner) for inner in value]
        case date():
            return value.isoformat()
        case str() | int() | float() | None:
            return value
        case _:
            raise ValueError(f"{type(value).__name__} has no place in a pack")
