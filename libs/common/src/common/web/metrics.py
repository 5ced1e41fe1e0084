"""Prometheus metrics of one app, in a registry of its own."""

from prometheus_client import CollectorRegistry, Gauge, Histogram, generate_latest

from common.service import Gauge as ViewGauge
from common.service import Service
from common.web.kernel import Kernel
from common.web.standing import standing

_METHODS = frozenset({"GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"})
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


class Metrics:
    """What this process counts. What stands in the database is looked up when somebody reads."""

    def __init__(self, service: Service) -> None:
        self.registry = CollectorRegistry()
        self._seconds = Histogram(
            "watchbill_request_seconds",
            "Time to answer, by route template and status.",
            ("service", "method", "route", "status"),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._service = service.name
        lane = ("consumer", "source", "contract")
        self._lag = self._gauge("lane_lag", "Published events a consumer has not taken.", *lane)
        self._stopped = self._gauge("lane_stopped", "1 for a lane that waits for people.", *lane)
        self._parked = self._gauge("parked", "Refused commands of policies that wait for people.")
        self._timers_due = self._gauge("timers_due", "Timers whose moment has come and that have not fired.")
        self._relay_lag = self._gauge("relay_lag", "Published events that the message bus has not acknowledged.")
        self._undeclared = self._gauge("undeclared_events", "Events of types nobody declared, passed by.", "consumer", "source")
        self._largest_group = self._gauge("append_group_largest", "The largest group commit of this process.")
        self._queued = self._gauge("append_queue", "Appends that wait for the next group commit.")
        self._of_views = [(one, self._gauge(one.name, one.text, "contract")) for one in service.gauges]

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Counts one answered request. `status` 0: the client left first."""
        known = method if method in _METHODS else "other"  # callers must not invent labels
        self._seconds.labels(self._service, known, route, str(status)).observe(seconds)

    async def look(self, kernel: Kernel) -> None:
        """Sets the gauges from the database and the background work."""
        now = await standing(kernel)
        self.forget()
        for lane in now.lanes:
            labels = (self._service, lane.consumer, lane.source, lane.contract)
            self._stopped.labels(*labels).set(bool(lane.stopped))
            if lane.lag is not None:
                self._lag.labels(*labels).set(lane.lag)
        for (consumer, source), count in kernel.background.undeclared().items():
            self._undeclared.labels(self._service, consumer, source).set(count)
        for gauge, value in (
            (self._parked, now.parked),
            (self._timers_due, now.timers_due),
            (self._relay_lag, now.relay_lag),
            (self._largest_group, kernel.ledger.group.largest_group),
            (self._queued, kernel.ledger.group.queued),
        ):
            gauge.labels(self._service).set(value)
        for counted, gauge in self._of_views:
            for contract, value in await _count(kernel, counted):
                gauge.labels(self._service, contract).set(value)

    def forget(self) -> None:
        """Leaves out what is not known now, rather than tell yesterday's numbers."""
        of_views = [gauge for _, gauge in self._of_views]
        for gauge in (self._lag, self._stopped, self._parked, self._timers_due, self._relay_lag, *of_views):
            gauge.clear()

    def text(self) -> bytes:
        """The exposition format."""
        return generate_latest(self.registry)

    def _gauge(self, name: str, text: str, *labels: str) -> Gauge:
        return Gauge(f"watchbill_{name}", text, ("service", *labels), registry=self.registry)


async def _count(kernel: Kernel, gauge: ViewGauge) -> list[tuple[str, int]]:
    """Contract by contract, how many rows have the gauge's value; a contract with rows and none of them counts 0."""
    query = f"select contract_id, count(*) filter (where {gauge.column} = $1) from {gauge.view.table} group by contract_id"  # noqa: S608 - our own names
    async with kernel.ledger.connection() as connection:
        return [(row[0], row[1]) for row in await connection.fetch(query, gauge.value)]
