"""What is only shown, as the browser gets it."""

import pytest

from console.shell import still
from console.shell.still import Node


def drawn(root: Node) -> object:
    return root.drawn()


def test_nodes_stand_in_the_one_that_is_open_and_words_stay_words() -> None:
    with still.box("ul", "wb-wall-list") as root:
        with still.box("li"):
            still.text("time", "08:00", "wb-muted").props["data-at"] = "2026-10-14"
            still.status("<b>短缺</b>", "bad")
        still.text("li", "")
    assert drawn(root) == (
        "ul",
        {"class": "wb-wall-list"},
        (
            (
                "li",
                {},
                (
                    ("time", {"class": "wb-muted", "data-at": "2026-10-14"}, "08:00"),
                    ("span", {"class": "wb-status is-bad"}, "<b>短缺</b>"),
                ),
            ),
            ("li", {}, ""),
        ),
    )


def test_after_a_failure_nothing_is_left_open() -> None:
    with pytest.raises(LookupError), still.box("ul"):
        raise LookupError
    with still.box("ul") as root:
        pass
    assert drawn(root) == ("ul", {}, ())


@pytest.mark.parametrize("href", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_a_link_leads_to_a_page_of_ours(href: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the address is the message
        still.link("there", href)
    assert drawn(still.link("there", "/c/c-1/")) == ("a", {"href": "/c/c-1/"}, "there")
