"""One instance per data folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from watchbill.place import Place
from watchbill.words import Stop


@contextmanager
def alone(place: Place) -> Iterator[None]:
    """Holds the data folder's lock, or stops with the process that holds it. A killed holder leaves it free."""
    with place.lock.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "?"
            raise Stop(
                f"{place.data} 已由另一个值勤簿使用 (进程 {holder})。",
                f"Another Watchbill already runs on {place.data} (process {holder}).",
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
