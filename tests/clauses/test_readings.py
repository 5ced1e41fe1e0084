"""What a pack says of its readings, compared with the code's own syntax trees: a status cannot lie."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from common.terms import Terms
from common.terms.needed import CLOCKS_NEEDED, READINGS_CITED, READINGS_FOLLOWED
from common.testing.terms import beijing_terms, invented_terms, repository

PACKS = [pytest.param(beijing_terms(), id="beijing"), pytest.param(invented_terms(), id="invented")]


@cache
def named() -> "Named":
    """Everything the sources of this repository name."""
    root = repository()
    services = [folder for folder in root.glob("services/*/src") if folder.parent.name != "console"]  # it follows no terms
    return named_in([*services, root / "libs" / "common" / "src" / "common"])


def hours(terms: Terms) -> set[str]:
    """Readings that hold a window's hours: followed through the pack, not by name."""
    return {window.reading for window in terms.pack.staffing.windows.values() if window.reading}


def test_the_table_of_followed_readings_is_what_the_code_follows() -> None:
    assert named().followed == READINGS_FOLLOWED


def test_the_table_of_cited_readings_is_what_the_code_cites() -> None:
    declared = set(beijing_terms().readings)
    assert (named().strings & declared) - READINGS_FOLLOWED - hours(beijing_terms()) == READINGS_CITED


def test_the_table_of_needed_clocks_is_what_the_code_counts() -> None:
    assert named().clocks == CLOCKS_NEEDED


@pytest.mark.parametrize("terms", PACKS)
def test_a_reading_is_in_force_exactly_when_the_code_follows_it(terms: Terms) -> None:
    in_force = {reading.name for reading in terms.readings.values() if reading.status == "in_force"}
    assert in_force == READINGS_FOLLOWED | hours(terms)


@pytest.mark.parametrize("terms", PACKS)
def test_every_option_the_code_compares_with_is_an_option_of_the_pack(terms: Terms) -> None:
    unknown = {(name, option) for name, option in named().options if option not in terms.readings[name].options}
    assert not unknown


def test_every_open_point_of_the_text_has_a_reading() -> None:
    declared = {reading.ambiguity for reading in beijing_terms().readings.values()}
    assert declared == {f"AMB-{number:02d}" for number in range(1, 86)}


def test_the_readme_lists_the_readings_that_are_recorded_only() -> None:
    text = (repository() / "deploy" / "contracts" / "README.md").read_text(encoding="utf-8")
    listed = text.partition("<!-- recorded only -->")[2].partition("<!-- end -->")[0]
    assert tuple(listed.replace("`", "").replace("·", " ").split()) == beijing_terms().recorded_only


def test_a_pack_names_no_person_and_no_number_to_call() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (repository() / "deploy" / "contracts").rglob("*.yaml"))
    assert not re.search(r"\d{11,}|〔|@|电话[:：]|账号[:：]", text)


@pytest.mark.parametrize("terms", PACKS)
def test_every_reading_offers_a_choice_in_both_languages(terms: Terms) -> None:
    for reading in terms.readings.values():
        assert len(reading.options) > 1, reading.name
        assert reading.zh != reading.en


def test_every_option_in_force_is_tried_by_some_test() -> None:
    """A test that names the reading names the option too. Hours are tried once: any other option is only other hours."""
    root = repository()
    tests = [*root.glob("services/*/tests/**/*.py"), *root.glob("libs/common/tests/**/*.py"), *root.glob("tests/**/*.py")]
    strings = [strings_of(path) for path in tests]
    terms = beijing_terms()
    untried = {
        (reading.name, option)
        for reading in terms.readings.values()
        for option in reading.options
        if reading.status == "in_force" and option != reading.default
        if not any(reading.name in named_there and option in named_there for named_there in strings)
    }
    assert not {(name, option) for name, option in untried if name not in hours(terms)}


def test_the_scan_finds_a_reading_that_is_only_cited(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text(
        'if terms.reading("a.b") == "yes":\n    terms.used("c.d")\n    terms.deadline("form2", day)\n', encoding="utf-8"
    )
    found = named_in([tmp_path])
    assert found.followed == {"a.b"}
    assert found.options == {("a.b", "yes")}
    assert found.clocks == {"form2"}
    assert "c.d" in found.strings


LOOKUPS = {"readings", "chosen", "options"}


@dataclass
class Named:
    """Names found in the sources. `options`: literals that a reading's value is compared with."""

    followed: set[str] = field(default_factory=set)
    options: set[tuple[str, str]] = field(default_factory=set)
    clocks: set[str] = field(default_factory=set)
    strings: set[str] = field(default_factory=set)


def strings_of(path: Path) -> set[str]:
    """Every text a file writes down."""
    return set(_strings(ast.parse(path.read_text(encoding="utf-8"))))


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
