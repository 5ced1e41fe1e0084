"""The tree keeps its rules, and each check is seen to fail on a violation planted in a copy."""

from collections.abc import Callable
from pathlib import Path

import pytest

from architecture import tree

Check = Callable[[Path], list[str]]
CHECKS: tuple[Check, ...] = (
    *(tree.misnamed, tree.differently_laid_out, tree.too_long, tree.swallowed, tree.mocked_or_slept),
    *(tree.assertless, tree.unfinished, tree.phone_numbers),
)
LONG_FUNCTION = "def long() -> None:\n" + "    print()\n" * 60
ROSTER = "services/roster/src/roster"

PLANTED: tuple[tuple[Check, str, str, str], ...] = (
    (tree.misnamed, f"{ROSTER}/utils.py", "", "utils.py"),
    (tree.misnamed, f"{ROSTER}/domain/helpers/shift.py", "", "helpers/shift.py"),
    (tree.too_long, f"{ROSTER}/domain/long.py", "x = 1\n" * 301, "301 lines"),
    (tree.too_long, f"{ROSTER}/domain/long.py", LONG_FUNCTION, "long has 61 lines"),
    (tree.swallowed, f"{ROSTER}/x.py", "try:\n    print()\nexcept OSError:\n    pass\n", "x.py:3"),
    (tree.mocked_or_slept, "tests/test_x.py", "from unittest import mock\n", "test_x.py:1"),
    (tree.mocked_or_slept, "tests/test_x.py", "import unittest.mock\n", "test_x.py:1"),
    (tree.mocked_or_slept, "tests/test_x.py", "import time\ntime.sleep(1)\n", "test_x.py:2"),
    (tree.mocked_or_slept, "tests/test_x.py", "from asyncio import sleep\nasync def f(): await sleep(0.1)\n", "test_x.py:2"),
    (tree.assertless, "tests/test_x.py", "def test_nothing(): print()\n", "test_nothing"),
    (tree.unfinished, f"{ROSTER}/x.py", "# TODO later\n", "x.py:1"),
    (tree.phone_numbers, "deploy/contracts/x.yaml", f"phone: 1{3912345678}", "3912345678"),
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_tree_keeps_its_rules(check: Check, root: Path) -> None:
    assert check(root) == []


def test_files_and_functions_are_short(root: Path) -> None:
    module, function = tree.medians(root)
    assert module < tree.MEDIAN_MODULE
    assert function <= tree.MEDIAN_FUNCTION


@pytest.mark.parametrize(("check", "path", "content", "found"), PLANTED)
def test_a_planted_violation_is_found(check: Check, path: str, content: str, found: str, tmp_path: Path) -> None:
    planted = tmp_path / path
    planted.parent.mkdir(parents=True)
    planted.write_text("")
    assert planted.name in {"utils.py", "shift.py"} or check(tmp_path) == []
    planted.write_text(content)
    assert [one for one in check(tmp_path) if found in one]


@pytest.mark.parametrize("part", ["api", "policies", "publishing", "timing", "domain/refusals"])
def test_a_service_without_one_of_its_files_is_found(part: str, copy: Path) -> None:
    before = set(tree.differently_laid_out(copy))
    package = copy / ROSTER
    for there in (package / f"{part}.py", package / part / "__init__.py"):
        there.unlink(missing_ok=True)
    assert set(tree.differently_laid_out(copy)) >= before
    assert any(Path(part).name in one for one in tree.differently_laid_out(copy))
