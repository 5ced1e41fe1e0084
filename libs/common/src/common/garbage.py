"""The garbage collector, told what this process is like.

What imports have made lives as long as the process; looking through it again and again is most of what a collection
costs. Events, rows and requests are freed by their reference counts; only the few cycles wait for a collection.
"""

import gc

YOUNG = 20_000
"""New objects before the youngest are looked at: more than a page of events makes."""


def settle() -> None:
    """To be called once, when a process of ours has started: collections leave alone what is there now, and are rarer."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 10, 10)
