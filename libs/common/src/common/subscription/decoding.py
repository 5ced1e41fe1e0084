"""Told events -> published classes. A type that this version does not know is counted and passed by."""

from collections.abc import Iterable

from common.lane import Told
from common.ledger.facts import Delivered
from common.published.base import Published


class Decoder:
    """Knows the types that one consumer declares for one source."""

    def __init__(self, types: Iterable[type[Published]]) -> None:
        self._types = {(cls.type_name(), cls.VERSION): cls for cls in types}
        self.undeclared = 0

    def delivered(self, told: Told) -> Delivered[Published] | None:
        """The event, decoded, or `None` for a type that nobody declared. Raises `ValueError` for a body that does not fit."""
        cls = self._types.get((told.type, told.version))
        if cls is None:
            self.undeclared += 1
            return None
        return Delivered(
            service=told.source,
            contract=told.contract,
            number=told.number,
            seq=told.seq,
            stream=told.stream,
            type=told.type,
            event=cls.model_validate_json(told.body or b""),
            correlation_id=told.correlation_id,
            occurred_at=told.occurred_at,
            recorded_at=told.recorded_at,
        )
