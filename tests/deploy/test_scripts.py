"""The scripts that make the environment, and the locks they read."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = ("deploy/environment", "deploy/lock", "deploy/wheelhouse", "deploy/postgres/roles.sh", ".ci/run")
PIN = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)


def pins(name: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / name).read_text()))


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_is_well_formed_and_can_be_run(script: str) -> None:
    assert (ROOT / script).stat().st_mode & 0o111
    assert subprocess.run(["bash", "-n", ROOT / script], check=False).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "settings", "sentence"),
    [
        (["both"], {}, "usage:"),
        (["run"], {"WHEELHOUSE": "/no/such/folder"}, "is not a folder"),
        (["run"], {"PYTHON": "/no/such/python"}, "Python 3.11 or newer is needed"),
    ],
)
def test_what_is_missing_is_one_sentence(arguments: list[str], settings: dict[str, str], sentence: str) -> None:
    ran = subprocess.run(
        [ROOT / "deploy/environment", *arguments],
        env={"PATH": "/usr/bin:/bin", **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2
    assert sentence in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_what_runs_has_the_pins_of_what_tests() -> None:
    runs, tests = pins("requirements.lock"), pins("requirements-dev.lock")
    assert runs
    assert runs.items() <= tests.items()
    assert not {"pytest", "ruff", "mypy"} & set(runs)


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "deploy/uv.lock.txt"])
def test_a_lock_names_versions_and_hashes_only(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert "file:" not in text
    for entry in re.split(r"^(?=\S)", text, flags=re.MULTILINE):
        assert not entry.strip() or "--hash=sha256:" in entry


def test_every_dependency_of_a_package_is_locked() -> None:
    locked = {name.lower().replace("_", "-") for name in pins("requirements.lock")}
    for project in [
        *ROOT.glob("libs/*/pyproject.toml"),
        *ROOT.glob("services/*/pyproject.toml"),
        ROOT / "deploy/cli/pyproject.toml",
    ]:
        needed = re.search(r"^dependencies = \[(.*?)\]$", project.read_text(), re.MULTILINE | re.DOTALL)
        assert needed is not None
        for name in re.findall(r'"([\w.-]+)', needed[1]):
            assert name == "watchbill-common" or name.lower().replace("_", "-") in locked


def test_every_target_of_the_makefile_explains_itself() -> None:
    shown = subprocess.run(["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = re.findall(r"^\.PHONY: (\S+)", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert {"run", "demo", "test", "check", "reset", "verify", "lock"} <= set(targets)
    for target in targets:
        assert re.search(rf"make {re.escape(target)}\s+\S", shown)
