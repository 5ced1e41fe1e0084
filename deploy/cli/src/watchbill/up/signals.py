"""Ctrl-C: the first one stops in order, the second one kills."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

KILLED = 130


class Interruption:
    """Waits for SIGINT, SIGTERM or SIGHUP. `on_second` runs at the second one, and the process ends there."""

    def __init__(self, on_second: Callable[[], object]) -> None:
        self.first = asyncio.Event()
        self._on_second = on_second

    def listen(self) -> None:
        """From now on signals come here. Needs a running loop in the main thread."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._came)

    def _came(self) -> None:
        if self.first.is_set():
            self._on_second()
            os._exit(KILLED)
        self.first.set()


@contextmanager
def own_terminal() -> Iterator[None]:
    """Takes the terminal's Ctrl-C for us alone.

    `make` would get it too and end with an error of its own, whatever we answer. So this process becomes the
    terminal's foreground group, and gives the terminal back at the end. Without a terminal nothing happens.
    """
    mine = os.getpid()
    before = os.getpgrp()
    if not sys.stdin.isatty() or before == mine or os.tcgetpgrp(0) != before:
        yield
        return
    os.setpgid(0, 0)
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    os.tcsetpgrp(0, mine)
    try:
        yield
    finally:
        with suppress(OSError):
            os.tcsetpgrp(0, before)
