"""A small sound world made by hand, for tests that break it in one place and ask who notices."""

import copy
import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from faults.oracle import chains, views
from faults.oracle.finding import Finding
from faults.oracle.history import Database, Event, Ledger
from faults.oracle.lanes import CONSUMERS
from faults.record import Answered, Asked, Record
from faults.verdict import judge

CONTRACT = "c-1"
START = datetime(2026, 7, 6, 1, tzinfo=UTC)
LATER = START + timedelta(days=2)
DUE = (START + timedelta(hours=1)).isoformat()
TERMS_COMMAND = "policy:adopt-terms:billing:c-1:1:terms/contract"
PACK = {
    "contract": {
        "id": "p",
        "zh": "合同",
        "en": "contract",
        "timezone": "Asia/Shanghai",
        "term": {"starts": "2026-06-15", "ends": "2027-06-14"},
    }
}
TERMS = {"contract": CONTRACT, "pack": PACK, "pack_hash": "h", "sample": False}


class Invented:
    """Five databases and the record of who asked for what. `sound()` makes views and positions fit the events."""

    def __init__(self, folder: Path) -> None:
        self.databases = {name: Database(name, LATER) for name in CONSUMERS}
        self.path = folder / "record.jsonl"
        self._record = Record(self.path)
        self._asked = 0

    def add(
        self, service: str, stream: str, type_: str, payload: Mapping[str, Any], command_id: str, *,
        told: tuple[str, Mapping[str, Any]] | None = None, causation: str | None = None, at: datetime = START,
    ) -> Event:  # fmt: skip
        """One more event, numbered and chained; the next of its command when that was the last one's."""
        database = self.databases[service]
        events = database.events.setdefault(CONTRACT, [])
        number = sum(event.public_no is not None for event in events) + 1
        event = Event(
            CONTRACT, len(events) + 1, stream, sum(one.stream == stream for one in events) + 1, type_, 1,
            json.dumps(payload, ensure_ascii=False), command_id.rpartition(":")[0] or "timer", command_id, "correlation",
            causation, at, at, b"", number if told else None, told[0] if told else None, 1 if told else None,
            json.dumps(told[1]) if told else None,
        )  # fmt: skip
        events.append(event)
        first = database.commands.get((CONTRACT, command_id), (event.seq, 0))[0]
        database.commands[CONTRACT, command_id] = (first, event.seq)
        return event

    def ask(self, kind: str, path: str, body: Mapping[str, Any], subject: str) -> Asked:
        """A command that was acknowledged; its answer names the last event of its service."""
        self._asked += 1
        service = kind.partition(".")[0]
        key = f"k{self._asked}"
        asked = Asked(self._asked, kind, service, CONTRACT, subject, key, f"/v1/contracts/{CONTRACT}{path}", dict(body))
        self._record.asked(asked)
        return asked

    def answer(self, asked: Asked, id_: str = "", status: int = 201) -> None:
        """As the service answered just now."""
        position = f"{asked.service}:{CONTRACT}:{len(self.databases[asked.service].events[CONTRACT])}"
        self._record.answered(Answered(asked.number, status, 1, id=id_, position=position if status < 400 else ""))

    def sound(self) -> "Invented":
        """Chains, views, positions and relay as they must be."""
        for database in self.databases.values():
            self.chain(database)
        for database in self.databases.values():
            database.views = {
                f"{name}_v1": {
                    place: {"row": copy.deepcopy(row), "seq": seq, "columns": {}} for place, (row, seq) in rows.items()
                }
                for name, rows in views.folded(database, self.databases).items()
            }
            database.relayed = {contract: ledger.last_public_no for contract, ledger in database.ledgers.items()}
            database.positions = [self._position(name, source) for name, source in sorted(CONSUMERS[database.service])]
        return self

    def chain(self, database: Database) -> None:
        """Hashes every event anew and sets the head."""
        last, events = bytes(32), database.events.get(CONTRACT, [])
        for place, event in enumerate(events):
            envelope, payload = chains.envelope(event, "log"), event.payload
            last = hashlib.sha256(last + _sha(envelope) + _sha(payload)).digest()
            events[place] = replace(event, hash=last)
        told = sum(event.public_no is not None for event in events)
        if events:
            database.ledgers[CONTRACT] = Ledger("log", len(events), last, told)

    def findings(self) -> list[Finding]:
        """What the oracle says."""
        return judge(self.databases, self.path)

    def _position(self, name: str, source: str) -> dict[str, Any]:
        lane = list(self.databases[source].lane(CONTRACT))
        at = lane[-1].hash.hex() if lane else ""
        return {"name": name, "source": source, "contract_id": CONTRACT, "number": len(lane), "hash": at, "log_id": "log",
                "stopped": None, "reason": None}  # fmt: skip


def _sha(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
