"""Every word that a page asks for is in the table, in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import console
from console.shell.words import WORDS

SOURCE = Path(console.__file__).parent
FILES = [*(SOURCE / "shell").rglob("*.py"), *(SOURCE / "pages").rglob("*.py")]
ASKS = {"say": 0, "page": None, "act": 1, "offer": 0, "Column": 0, "Fact": 0, "Field": 0, "Filter": 0, "Panel": 1, "Wait": 1}


def keys_of(tree: ast.AST) -> Iterator[str]:
    """The keys that a file names in words: `say("…")`, titles of columns, fields, panels and pages."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or ast.unparse(node.func).startswith("ui."):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in ASKS:
            continue
        titles = [one.value for one in node.keywords if one.arg in ("title", "help", "send")]
        at = ASKS[name]
        given = list(_spread(node.args))
        plain = [one for one in given if not isinstance(one, ast.Starred)]
        if name in ("Column", "Fact", "Field", "Filter"):
            yield from _texts(titles or [], "")
            if not titles and plain:
                yield from _texts(plain[:1], "field.")
        elif at is not None and len(plain) == len(given) and len(plain) > at and name != "Wait":
            yield from _texts([plain[at]], "")
        yield from _texts(titles, "")


def _spread(nodes: list[ast.expr]) -> Iterator[ast.expr]:
    """The arguments, those of a tuple that is written out among them."""
    for node in nodes:
        if isinstance(node, ast.Starred) and isinstance(node.value, ast.Tuple):
            yield from node.value.elts
        else:
            yield node


def gaps(words: str) -> set[str]:
    return {gap[1] for gap in Formatter().parse(words) if gap[1]}


def _texts(nodes: list[ast.expr], before: str) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
            yield before + (node.value.rpartition(".")[2] if before else node.value)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_every_key_a_page_names_has_words(file: Path) -> None:
    missing = sorted(set(keys_of(ast.parse(file.read_text()))) - WORDS.keys())
    assert missing == []


def test_every_key_has_chinese_and_english_with_the_same_gaps() -> None:
    uneven = [key for key, (zh, en) in WORDS.items() if not zh or not en or gaps(zh) != gaps(en)]
    assert uneven == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_every_list_says_in_its_own_words_that_nothing_is_in_it(file: Path) -> None:
    assert [title for title in lists_of(ast.parse(file.read_text())) if f"nothing.{title}" not in WORDS] == []


def lists_of(tree: ast.AST) -> Iterator[str]:
    """The titles of the tables in a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Table":
            yield from _texts([one.value for one in node.keywords if one.arg == "title"], "")
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "plain_rows":
            yield from _texts(node.args[1:2], "")
