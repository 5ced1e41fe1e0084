"""What was asked of Watchbill and what it acknowledged: an append-only file, the only thing the oracle believes."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

State = Literal["unknown", "acknowledged", "refused"]

Json = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """One command as it was sent. `key` is its Idempotency-Key: every repetition has the same."""

    number: int
    kind: str
    service: str
    contract: str
    subject: str
    key: str
    path: str
    body: Json

    @property
    def command_id(self) -> str:
        """The id under which a service must keep it."""
        return f"import:{self.key}" if self.kind.endswith(".import") else f"http:{self.subject}:{self.key}"


@dataclass(frozen=True)
class Answered:
    """The first definite answer. `attempts`: how often it was sent until then; `position` as the header says."""

    number: int
    status: int
    attempts: int
    code: str = ""
    id: str = ""
    position: str = ""
    lane: str = ""
    replay: bool = False


@dataclass
class Command:
    """A command with what became of it. `positions` are all that its acknowledgements named: one, if all is well."""

    asked: Asked
    answered: Answered | None = None
    positions: set[str] = field(default_factory=set)

    @property
    def state(self) -> State:
        if self.answered is None:
            return "unknown"
        return "acknowledged" if self.answered.status < 400 else "refused"

    @property
    def may_be_there(self) -> bool:
        """Refused at last, but an earlier try never got its answer; or never answered at all."""
        return self.answered is None or (self.state == "refused" and self.answered.attempts > 1)


class Record:
    """Writes the file. A line leaves the process before the command does, and before its answer is used."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        self.asked_count = 0

    def asked(self, asked: Asked) -> None:
        self.asked_count += 1
        self._line({"asked": asdict(asked)})

    def answered(self, answered: Answered) -> None:
        self._line({"answered": asdict(answered)})

    def close(self) -> None:
        os.close(self._file)

    def _line(self, content: Json) -> None:
        os.write(self._file, json.dumps(content, ensure_ascii=False).encode() + b"\n")


def commands(*paths: Path) -> dict[str, Command]:
    """Every command of some records by `service/contract/command id`, as the files tell it."""
    return {name: command for path in paths for name, command in _of(path).items()}


def _of(path: Path) -> dict[str, Command]:
    found: dict[int, Command] = {}
    for line in _lines(path):
        if "asked" in line:
            asked = Asked(**line["asked"])
            found[asked.number] = Command(asked)
        else:
            answered = Answered(**line["answered"])
            command = found[answered.number]
            command.answered = command.answered or answered
            if answered.position:
                command.positions.add(answered.position)
    return {f"{one.asked.service}/{one.asked.contract}/{one.asked.command_id}": one for one in found.values()}


def _lines(path: Path) -> Iterator[Json]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
