"""What the story was answered so far, so that an interrupted one goes on where it was.

The story is a function of the answers it gets. Told from the beginning, with the kept answers in the place of the
services', it comes to the same point; the question that was under way is asked again with the same
`Idempotency-Key`, so nothing happens twice.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from watchbill.stage.desk import Desk, Json, Unexpected
from watchbill.stage.driving import Driver


class Journal:
    """One line an answer. A line that was cut off by the end of the machine was never read by anybody."""

    def __init__(self, path: Path) -> None:
        self._kept = _whole_lines(path)
        # Without the cut line, so that the next one begins a line of its own.
        path.write_text("".join(f"{line}\n" for line in self._kept), encoding="utf-8")
        self._file = path.open("a", encoding="utf-8")
        self._told = 0

    @property
    def left(self) -> int:
        """How many kept answers are still to be told again; 0 when what comes next has not happened yet."""
        return len(self._kept) - self._told

    def recall(self, asked: str) -> Json:
        """The answer to the next question. Unexpected `story_changed` when the story asks something else now."""
        kept = json.loads(self._kept[self._told])
        if kept["asked"] != asked:
            raise Unexpected(f"the story now asks {asked} where it asked {kept['asked']}", "story_changed")
        self._told += 1
        answer: Json = kept["answer"]
        return answer

    def keep(self, asked: str, answer: Json) -> None:
        """Kept before the story goes on."""
        self._file.write(json.dumps({"asked": asked, "answer": answer}, ensure_ascii=False) + "\n")
        self._file.flush()

    def close(self) -> None:
        """The file stays."""
        self._file.close()


class RememberingDesk(Desk):
    """A desk that asks nothing twice."""

    journal: Journal

    async def _ask(self, method: str, role: str, service: str, path: str, **request: Any) -> Json:
        asked = f"{method} {service} {path}"
        if self.journal.left:
            return self.journal.recall(asked)
        answer = await super()._ask(method, role, service, path, **request)
        self.journal.keep(asked, answer)
        return answer


class RememberingDriver(Driver):
    """A driver that goes nowhere while the story is only told again: the clocks are there already."""

    journal: Journal

    async def go_to(self, moment: datetime) -> None:
        if not self.journal.left:
            await super().go_to(moment)

    async def settle(self) -> Sequence[Json]:
        return [] if self.journal.left else await super().settle()


def _whole_lines(path: Path) -> list[str]:
    if not path.exists():
        return []
    whole, _, _ = path.read_text(encoding="utf-8").rpartition("\n")
    return whole.splitlines() if whole else []
