"""Imports run one way, time is read in one place, no command is forgotten: and each of these is seen to fail."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent
PLANTED = {
    "Services know common, never each other": ("services/tickets/src/tickets/api_planted.py", "import roster.domain\n"),
    "common knows no service and not the operator's tool": ("libs/common/src/common/planted.py", "import roster.main\n"),
    "The operator's tool talks to services over HTTP, never by import": (
        "deploy/cli/src/watchbill/planted.py",
        "import billing.domain\n",
    ),
    "What serves and what rebuilds starts without the tools of migration": (
        "libs/common/src/common/web/planted.py",
        "import common.migrate\n",
    ),
    "Inside a service imports run one way": ("services/roster/src/roster/domain/planted.py", "import roster.policies\n"),
    "Inside the console imports run one way": ("services/console/src/console/accounts/planted.py", "import console.signin\n"),
    "Decisions, policies and published events do no I/O and know no framework": (
        "libs/common/src/common/published/planted.py",
        "import httpx\n",
    ),
}


def _lint(root: Path) -> str:
    sources = [str(path) for pattern in ("libs/*/src", "services/*/src", "deploy/cli/src") for path in root.glob(pattern)]
    ran = subprocess.run(
        [BIN / "lint-imports", "--no-cache", "--no-logo"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sources), "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.stdout + ran.stderr


def _verdict(printed: str, contract: str) -> str:
    found = re.search(re.escape(contract) + r"\s+(?:\([^)]*\)\s+)?(KEPT|BROKEN)", printed)
    assert found is not None, printed
    return found[1]


def test_every_contract_of_imports_is_kept(root: Path) -> None:
    printed = _lint(root)
    assert {contract: _verdict(printed, contract) for contract in PLANTED} == dict.fromkeys(PLANTED, "KEPT"), printed


def test_every_contract_of_imports_can_break(copy: Path) -> None:
    for path, content in PLANTED.values():
        (copy / path).write_text(content)
    printed = _lint(copy)
    assert {contract: _verdict(printed, contract) for contract in PLANTED} == dict.fromkeys(PLANTED, "BROKEN")


def test_a_module_without_a_place_in_the_layers_is_found(copy: Path) -> None:
    (copy / "services/roster/src/roster/extra.py").write_text("")
    printed = _lint(copy)
    assert "roster.extra" in printed
    assert _verdict(printed, "Inside a service imports run one way") == "BROKEN"


@pytest.mark.parametrize(
    "line", ["datetime.datetime.now(tz=None)", "datetime.date.today()", "time.time()", "uuid.uuid4()", "uuid.uuid1()"]
)
def test_reading_time_or_making_ids_elsewhere_is_found(line: str, bare: Path) -> None:
    planted = bare / "services/roster/src/roster/domain/planted.py"
    planted.parent.mkdir(parents=True)
    planted.write_text(f'"""Planted."""\n\nimport {line.split(".", maxsplit=1)[0]}\n\nX = {line}\n')
    ran = subprocess.run([BIN / "ruff", "check", "--no-cache", planted], cwd=bare, capture_output=True, text=True, check=False)
    assert "TID251" in ran.stdout


def test_a_forgotten_command_is_found(bare: Path) -> None:
    planted = bare / "planted.py"
    planted.write_text(
        '"""Planted."""\n\n\ndef decide(command: int | str) -> str:\n    """Forgets a case."""\n'
        "    found = ''\n    match command:\n        case int():\n            found = 'int'\n    return found\n"
    )
    ran = subprocess.run(
        [BIN / "mypy", "--config-file", bare / "pyproject.toml", "--cache-dir", bare / "cache", planted],
        cwd=bare,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "exhaustive-match" in ran.stdout, ran.stdout + ran.stderr
