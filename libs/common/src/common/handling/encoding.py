"""Decided events to what the ledger stores: their bytes, and the form that others see."""

from collections.abc import Sequence
from typing import Any

from common.ledger.appending import NewEvent
from common.ledger.codec import Codec
from common.service import Publishes


class Encoder:
    """Knows a service's event types and `PUBLISHES`."""

    def __init__(self, codec: Codec, publishes: Publishes) -> None:
        self._codec = codec
        self._publishes = publishes

    def new(self, stream: str, events: Sequence[Any]) -> tuple[NewEvent, ...]:
        """The events of one stream, ready to be appended."""
        return tuple(self._new(stream, event) for event in events)

    def _new(self, stream: str, event: Any) -> NewEvent:
        encoded = self._codec.encode(event)
        publish = self._publishes[type(event)]
        told = publish(stream, event) if publish else None
        if told is None:
            return NewEvent(event, stream, encoded.type, encoded.schema_version, encoded.payload)
        return NewEvent(
            event, stream, encoded.type, encoded.schema_version, encoded.payload,
            told.type_name(), told.VERSION, told.model_dump_json(),
        )  # fmt: skip
