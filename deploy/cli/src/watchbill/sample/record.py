"""What this data folder knows of its sample: being played, played, or given up."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from watchbill.place import Place
from watchbill.secret import write_secret

CONTRACT = "sample"

State = Literal["playing", "played", "given_up"]


@dataclass(frozen=True)
class Record:
    """The day the sample is laid for, and how far it has come."""

    today: date
    state: State

    @classmethod
    def of(cls, place: Place) -> "Record | None":
        """None before a sample was begun."""
        path = _path(place)
        if not path.exists():
            return None
        kept = json.loads(path.read_text())
        return cls(date.fromisoformat(kept["today"]), kept["state"])

    def keep(self, place: Place) -> None:
        """Written whole or not at all."""
        write_secret(_path(place), json.dumps(asdict(self), default=str))


def journal_file(place: Place) -> Path:
    """Where the answers are kept while it is being played."""
    return place.data / "sample.jsonl"


def _path(place: Place) -> Path:
    return place.data / "sample.json"
