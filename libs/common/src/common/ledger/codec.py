"""Events to bytes and back. What was written stays as it was; older payloads are brought up to date when read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import TypeAdapter

from common.errors import Problem
from common.ledger.facts import EventType


class UnreadableEvent(Problem):
    """The ledger holds a type, or a version of one, that this code does not know: it was written by newer code.

    Problem `unavailable`: during an upgrade the newer replicas can do what this one no longer can.
    """

    def __init__(self, event: str) -> None:
        super().__init__("unavailable", event=event)


@dataclass(frozen=True, slots=True)
class Encoded:
    """An event as the ledger stores it. `payload` is kept byte for byte; the hash covers it."""

    type: str
    schema_version: int
    payload: str


class Codec:
    """Knows the event types of one service."""

    def __init__(self, types: Iterable[EventType[Any]]) -> None:
        self._by_class: dict[type, tuple[EventType[Any], TypeAdapter[Any]]] = {}
        self._by_name: dict[str, tuple[EventType[Any], TypeAdapter[Any]]] = {}
        self._today: dict[str, tuple[int, Callable[[str], Any]]] = {}
        for one in types:
            entry = (one, TypeAdapter(one.cls))
            if one.name in self._by_name:
                raise ValueError(f"two event types are called {one.name}")
            self._by_class[one.cls] = self._by_name[one.name] = entry
            self._today[one.name] = one.version, entry[1].validator.validate_json

    @property
    def classes(self) -> Iterable[type]:
        return self._by_class.keys()

    def name_of(self, cls: type) -> str:
        """The name an event type is stored under."""
        return self._by_class[cls][0].name

    def encode(self, event: object) -> Encoded:
        """KeyError for a type that the service does not list in its `events`."""
        kind, adapter = self._by_class[type(event)]
        return Encoded(kind.name, kind.version, adapter.dump_json(event).decode())

    def decode(self, type_: str, schema_version: int, payload: str) -> Any:
        """The event as today's class. Raises `UnreadableEvent` for what newer code wrote."""
        try:
            today, validate = self._today[type_]
        except KeyError:
            raise UnreadableEvent(type_) from None
        if schema_version == today:
            return validate(payload)
        kind, adapter = self._by_name[type_]
        if schema_version > kind.version:
            raise UnreadableEvent(f"{type_} in version {schema_version}")
        data = orjson.loads(payload)
        for upcast in kind.upcasters[schema_version - 1 :]:
            data = upcast(data)
        return adapter.validate_json(orjson.dumps(data))
