"""The contract year ends in the same account, whatever dies on the way."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from watchbill.demo.account import without_positions
from watchbill.demo.mishaps import VICTIMS

GOLDEN = Path(__file__).with_name("account.txt")
"""The account without ledger positions: every figure in it was worked out by hand (reading.md GC-23, GC-42)."""
FIRST, LAST = "  第 1 季度", "Took"
PATIENCE_SECONDS = 400


@pytest.mark.long
def test_the_account_is_the_same_although_every_part_died_once_and_nats_lost_everything() -> None:
    played = subprocess.run(
        [sys.executable, "-c", "from watchbill.main import main; main()", "demo", "--kill", "all"],
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
        env={**os.environ, "WATCHBILL_LANG": "en", "KEEP": ""},
    )
    assert played.returncode == 0, played.stdout + played.stderr
    lines = played.stdout.splitlines()
    assert sum(line.endswith("was killed") for line in lines) == len(VICTIMS) - 1
    assert "NATS has lost all its data" in lines
    account = lines[_first(lines, FIRST) : _first(lines, LAST)]
    assert without_positions(account) == GOLDEN.read_text(encoding="utf-8").splitlines()


def _first(lines: list[str], beginning: str) -> int:
    return next(number for number, line in enumerate(lines) if line.startswith(beginning))
