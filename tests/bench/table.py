"""Every benchmark by name; those that share servers and data are measured together."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from bench.appending import appends
from bench.bulk import bulk
from bench.commanding import commanding
from bench.console_rows import console
from bench.contracts import contracts
from bench.figures import Figure
from bench.following import following
from bench.latency import latency
from bench.loading import loading
from bench.million import million

Measure = Callable[[Sequence[str]], Coroutine[Any, Any, list[Figure]]]

GROUPS: tuple[tuple[tuple[str, ...], Measure], ...] = (
    (("append.ledger", "append.with_two_views", "append.conflicts"), appends),
    (("append.bulk",), bulk),
    (("load.1000_event_stream",), loading),
    (("rebuild.score_view", "http.list", "start.service", "memory.service"), million),
    (("follow.feed", "follow.stream"), following),
    (("latency.command_to_view",), latency),
    (("http.command",), commanding),
    (("scale.contracts",), contracts),
    (("console.page.cold", "console.page.warm", "console.idle", "console.wall", "console.clients"), console),
)
NAMES = tuple(name for names, _ in GROUPS for name in names)
