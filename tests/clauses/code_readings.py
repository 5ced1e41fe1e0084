"""Which readings, options and clocks the code names, read from its syntax trees. Shares nothing with the code it reads."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

LOOKUPS = {"readings", "chosen", "options"}


@dataclass
class Named:
    """Names found in the sources. `options`: literals that a reading's value is compared with."""

    followed: set[str] = field(default_factory=set)
    options: set[tuple[str, str]] = field(default_factory=set)
    clocks: set[str] = field(default_factory=set)
    strings: set[str] = field(default_factory=set)


def named_in(folders: list[Path]) -> Named:
    """Everything the Python files below these folders name."""
    named = Named()
    for path in sorted(path for folder in folders for path in folder.rglob("*.py") if "needed.py" not in path.name):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            _look(node, named)
    return named


def _look(node: ast.AST, named: Named) -> None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        named.strings.add(node.value)
    if (name := _reading(node)) is not None:
        named.followed.add(name)
    if isinstance(node, ast.Compare) and (name := _reading(node.left)) is not None:
        named.options.update((name, option) for part in node.comparators for option in _strings(part))
    if isinstance(node, ast.Match) and (name := _reading(node.subject)) is not None:
        named.options.update((name, option) for case in node.cases for option in _strings(case.pattern))
    if _method(node) in {"deadline", "clock"} and isinstance(node, ast.Call) and node.args:
        named.clocks.update(_strings(node.args[0]))


def _reading(node: ast.AST) -> str | None:
    """The name in `terms.reading("x")`, `readings["x"]` or `chosen.get("x")`."""
    if isinstance(node, ast.Call) and node.args:
        by_get = _method(node) == "get" and isinstance(node.func, ast.Attribute) and _last(node.func.value) in LOOKUPS
        if _method(node) == "reading" or by_get:
            return next(_strings(node.args[0]), None)
    if isinstance(node, ast.Subscript) and _last(node.value) in LOOKUPS:
        return next(_strings(node.slice), None)
    return None


def _method(node: ast.AST) -> str | None:
    return node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else None


def _last(node: ast.AST) -> str | None:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else None


def _strings(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value
