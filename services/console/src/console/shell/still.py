"""What is only shown: a whole tree of plain HTML as one element, drawn in the browser.

An element of NiceGUI costs the server a tenth of a millisecond, and a hundred walls that show the same meeting cost it a
hundred times. Here words stay words as well: nothing takes markup, nothing takes events.
"""

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from nicegui import ui

from console.shell.html import own
from console.shell.status import Kind

Drawn = tuple[str, dict[str, Any], Any]
"""Tuples, because NiceGUI watches every list that it is given for changes, and every list in it."""

_open: "list[Node]" = []
"""The nodes that are being filled, innermost last. Building never waits, so there is one at a time."""


class Node:
    """One tag with its attributes, and words or other nodes in it; joins the node that is open."""

    def __init__(self, tag: str, classes: str = "", words: str | None = None) -> None:
        self.props: dict[str, Any] = {"class": classes} if classes else {}
        self._tag, self._words = tag, words
        self._children: list[Node] = []
        if _open:
            _open[-1]._children.append(self)  # noqa: SLF001 - its own kind

    def __enter__(self) -> Self:
        _open.append(self)
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        _open.pop()

    def drawn(self) -> Drawn:
        """As the browser gets it: tag, attributes, and words or more of the same."""
        return self._tag, self.props, tuple(one.drawn() for one in self._children) if self._words is None else self._words


class Still(ui.element, component=Path(__file__).parent / "vue" / "still.js"):
    """The place of such a tree on a page."""

    def draw(self, build: Callable[[], object]) -> None:
        """Shows what `build` makes of this module's nodes, instead of what was shown; the same again is not sent."""
        with Node("") as root:
            build()
        _, _, tree = root.drawn()
        if self.props.get("tree") != tree:
            self.props["tree"] = tree
            self.update()


def box(tag: str = "div", classes: str = "") -> Node:
    """A node to put others into."""
    return Node(tag, classes)


def text(tag: str, words: str, classes: str = "") -> Node:
    """A node that holds words."""
    return Node(tag, classes, words)


def link(words: str, href: str, classes: str = "") -> Node:
    """A link to a page of ours. ValueError for an address that leaves the console."""
    made = text("a", words, classes)
    made.props["href"] = own(href)
    return made


def status(words: str, kind: Kind) -> Node:
    """A state: a shape, a colour and its words."""
    return text("span", words, f"wb-status is-{kind}")
