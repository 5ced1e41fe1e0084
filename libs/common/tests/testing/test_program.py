"""Programs that Watchbill starts: how far they give way to others."""

import os
import sys
from pathlib import Path

import pytest

from common.servers.program import Program

TELL = (
    "import os, pathlib; own = pathlib.Path('/proc/self/autogroup'); print(os.nice(0), own.read_text() if own.exists() else '-')"
)


@pytest.mark.parametrize("nice", [0, 5])
def test_a_program_gives_way_as_far_as_it_was_told(tmp_path: Path, nice: int) -> None:
    program = Program("told", (sys.executable, "-c", TELL), tmp_path / "told.log", nice=nice)
    tmp_path.chmod(0o755)
    process = program.start()
    assert process.wait(20) == 0
    own, *session = program.last_words().split()
    assert int(own) == os.nice(0) + nice
    assert session == ["-"] or session[-1] == str(nice)
