"""Pages of other roles, by their addresses: refused, and on record."""

import re
from collections.abc import Iterator

import pytest

import console.pages  # noqa: F401 - declares the pages
from browser.attacks.somebody import Alone, newcomer
from common.web.permissions import ACTIONS, Role
from console.shell.registry import PAGES


def paths() -> Iterator[tuple[str, str]]:
    """Every page that is declared, with an id where it wants one, and the action that it is for."""
    for card in PAGES:
        yield re.sub(r"\{\w+\}", "1", card.path), card.action


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.SERVICE, Role.INTEGRATION)], ids=str)
def test_a_page_of_another_role_is_refused_by_its_address(alone: Alone, role: Role) -> None:
    somebody = newcomer(alone, role)
    others = [path for path, action in paths() if action and role not in ACTIONS[action]]
    for path in others:
        page = somebody.program.get(f"/c/sample{path}")
        assert (path, page.status_code) == (path, 403)
    told = [entry["details"] for entry in alone.trail(somebody.id, "request_refused")]
    assert sorted(one["what"] for one in told) == sorted(f"/c/sample{path}" for path in others)
    assert {one["because"] for one in told} <= {"forbidden"}
