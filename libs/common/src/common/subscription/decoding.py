"""Told events -> published classes. A type that this version does not know is counted and passed by."""

from collections.abc import Iterable

from common.lane import Told
from common.ledger.facts import Delivered
from common.published.base import Published


class Decoder:
    """Knows the types that one consumer declares for one source."""

    def __init__(self, types: Iterable[type[Published]]) -> None:
        self._decode = {(cls.type_name(), cls.VERSION): cls.__pydantic_validator__.validate_json for cls in types}
        self.undeclared = 0

    def delivered(self, told: Told) -> Delivered[Published] | None:
        """The event, decoded, or `None` for a type that nobody declared. Raises `ValueError` for a body that does not fit."""
        decode = self._decode.get((told.type, told.version))
        if decode is None:
            self.undeclared += 1
            return None
        return Delivered(
            told.source, told.contract, told.number, told.seq, told.stream, told.type, decode(told.body or b""),
            told.correlation_id, told.occurred_at, told.recorded_at,
        )  # fmt: skip
