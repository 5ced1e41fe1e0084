"""The tree behind a number, down to clause and event."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nicegui import ui

from console.shell import shown
from console.shell.cells import known_position_link
from console.shell.here import Here


class Tree(ui.element, component=Path(__file__).parent.parent / "vue" / "explanation.js"):
    """The tree in the browser; see `explanation.js`."""


def explanation(here: Here, tree: Mapping[str, Any]) -> Tree:
    """Shows an explanation as a service answers it (`common.explanation`); its events lead to the ledger."""
    made = Tree().classes("wb-fill")
    made.props["tree"] = _node(here, tree)
    made.props["words"] = {
        "provisional": here.say("provisional"),
        "provisionalLong": here.say("provisional.long"),
        "reading": here.say("reading"),
        "rounding": here.say("rounding"),
        "inputs": here.say("inputs"),
    }
    return made


def _node(here: Here, tree: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": tree["en" if here.language == "en" else "zh"],
        "value": shown.span(tree["value"], here.language),
        "clause": tree.get("clause"),
        "rounding": tree.get("rounding"),
        "provisional": bool(tree.get("provisional")),
        "readings": [
            {"name": one["name"], "option": one["option"], "ambiguity": one["ambiguity"]} for one in tree.get("readings", ())
        ],
        "inputs": [[position, known_position_link(here, position)] for position in tree.get("inputs", ())],
        "parts": [_node(here, part) for part in tree.get("parts", ())],
    }
