"""Tests that share one costly thing run one after the other, in one process of a parallel run; the longest ones begin first.

Those below a folder called `together` share one. xdist's own way, marks with `--dist loadgroup`, writes to an attribute of
a test that pytest 9.2 no longer has; without any way each process would start the costly thing for itself.

A test marked `long` takes tens of seconds. Were it the last one, a single process would be at it while the others are done.
"""

from typing import Any

import pytest

FOLDER = "together"
LONG = "long"


def pytest_configure(config: pytest.Config) -> None:
    """Declares the mark."""
    config.addinivalue_line("markers", f"{LONG}: takes tens of seconds, and begins before the others")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the long ones first; the others keep their order."""
    items.sort(key=lambda item: item.get_closest_marker(LONG) is None)


def group_of(nodeid: str) -> str:
    """The folder whose tests run together, or the test itself, which may run anywhere."""
    folders = nodeid.partition("::")[0].split("/")
    return "/".join(folders[: folders.index(FOLDER) + 1]) if FOLDER in folders else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Gives each process the next group; the largest come first."""
    from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]  # noqa: PLC0415  (parallel runs have it)

    class Grouped(LoadScopeScheduling):  # type: ignore[misc]  # published without types
        def _split_scope(self, nodeid: str) -> str:
            return group_of(nodeid)

    return Grouped(config, log)
