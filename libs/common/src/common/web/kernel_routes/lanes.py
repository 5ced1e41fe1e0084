"""How a lane is shown."""

from common.web.answers import Answer
from common.web.kernel import Lane


class LaneAnswer(Answer):
    """How far a consumer of this service has come in a lane; `head` and `lag` are `None` while the source is away."""

    consumer: str
    source: str
    contract: str
    number: int
    head: int | None
    lag: int | None
    stopped: str | None
    reason: str | None

    @classmethod
    def of(cls, lane: Lane) -> "LaneAnswer":
        """A lane as it is shown."""
        return cls(
            consumer=lane.consumer,
            source=lane.source,
            contract=lane.contract,
            number=lane.number,
            head=lane.head,
            lag=lane.lag,
            stopped=lane.stopped,
            reason=lane.reason,
        )
