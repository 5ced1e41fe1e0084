"""Plain HTML out of NiceGUI's elements. Text is always text: nothing here takes markup."""

from nicegui import ui
from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement

from console.shell.status import Kind


def box(tag: str = "div", classes: str = "") -> Element:
    """An element to put others into."""
    return ui.element(tag).classes(classes)


def text(tag: str, words: str, classes: str = "") -> TextElement:
    """An element that holds words."""
    return TextElement(tag=tag, text=words).classes(classes)


def link(words: str, href: str, classes: str = "") -> TextElement:
    """A link to a page of ours. ValueError for an address that leaves the console."""
    made = text("a", words, classes)
    made.props["href"] = own(href)
    return made


def own(href: str) -> str:
    """The address of a page of ours, as it is. ValueError for one that leaves the console."""
    if not href.startswith("/") or href.startswith("//"):
        raise ValueError(href)
    return href


def status(words: str, kind: Kind) -> TextElement:
    """A state: a shape, a colour and its words."""
    return text("span", words, f"wb-status is-{kind}")
