"""Lanes that are behind, each with the moment from which it may be read."""

import heapq


class Agenda:
    """A queue by moment in which each lane stands once."""

    def __init__(self) -> None:
        self._due: dict[str, float] = {}
        self._queue: list[tuple[float, str]] = []

    def __contains__(self, lane: str) -> bool:
        return lane in self._due

    def put(self, lane: str, due: float) -> None:
        """The lane may be read from this moment on, whatever was said before."""
        self._due[lane] = due
        heapq.heappush(self._queue, (due, lane))

    def hasten(self, lane: str, due: float) -> None:
        """The same, unless it may be read earlier already."""
        if due < self._due.get(lane, float("inf")):
            self.put(lane, due)

    def take(self, now: float, most: int) -> list[str]:
        """Removes the lanes that may be read by now, those that have waited longest first."""
        taken: list[str] = []
        while len(taken) < most and self.next_due() <= now:
            _, lane = heapq.heappop(self._queue)
            del self._due[lane]
            taken.append(lane)
        return taken

    def next_due(self) -> float:
        """The earliest moment; infinity when no lane is behind."""
        while self._queue and self._due.get(self._queue[0][1]) != self._queue[0][0]:
            heapq.heappop(self._queue)  # a lane that was put elsewhere, or taken, since
        return self._queue[0][0] if self._queue else float("inf")
