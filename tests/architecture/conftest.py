import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """The rules of the tools without the tree, for a violation that is seen in one file."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.fixture
def copy(bare: Path) -> Path:
    """The source tree, to plant a violation in."""
    leave = shutil.ignore_patterns("__pycache__", ".venv", "*.egg-info")
    for folder in ("libs", "services", "deploy"):
        shutil.copytree(ROOT / folder, bare / folder, ignore=leave)
    return bare
