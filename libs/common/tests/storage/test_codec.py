from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

import pytest

from common.ledger.codec import Codec, UnreadableEvent
from common.ledger.facts import Payload, event_types


class Colour(StrEnum):
    """An enum of the domain."""

    RED = "red"


@dataclass(frozen=True, slots=True)
class Part:
    """A nested fact."""

    day: date
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Painted:
    """An event with one field of each kind; `metres` was `length` in version 1 and had no colour before version 3."""

    metres: int
    colour: Colour
    at: datetime
    parts: tuple[Part, ...]
    by: str | None = None


def _renamed(payload: Payload) -> Payload:
    return {**{name: value for name, value in payload.items() if name != "length"}, "metres": payload["length"]}


def _coloured(payload: Payload) -> Payload:
    return {**payload, "colour": "red"}


CODEC = Codec(event_types(Painted, upcasters={Painted: (_renamed, _coloured)}))
TODAY = Painted(3, Colour.RED, datetime(2026, 10, 14, 1, 30, tzinfo=UTC), (Part(date(2026, 10, 14), ("甲", "乙")),))


def test_what_is_encoded_decodes_to_the_same() -> None:
    encoded = CODEC.encode(TODAY)
    assert (encoded.type, encoded.schema_version) == ("painted", 3)
    assert CODEC.decode(encoded.type, encoded.schema_version, encoded.payload) == TODAY


@pytest.mark.parametrize(("version", "fields"), [(1, '"length": 3'), (2, '"metres": 3'), (3, '"metres": 3, "colour": "red"')])
def test_each_older_version_is_brought_up_to_date_step_by_step(version: int, fields: str) -> None:
    rest = '"at": "2026-10-14T01:30:00Z", "parts": [{"day": "2026-10-14", "names": ["甲", "乙"]}], "by": null'
    assert CODEC.decode("painted", version, f"{{{fields}, {rest}}}") == TODAY


@pytest.mark.parametrize(("name", "version"), [("painted", 4), ("varnished", 1)])
def test_what_newer_code_wrote_is_not_guessed_at(name: str, version: int) -> None:
    with pytest.raises(UnreadableEvent, match=name):
        CODEC.decode(name, version, "{}")


def test_two_types_under_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="painted"):
        Codec(event_types(Painted, Painted))
