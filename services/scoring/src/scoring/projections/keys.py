"""The key of almost every row here: the id of the stream it stands for."""

from typing import Any

from common.ledger.facts import Recorded


def by_stream(recorded: Recorded[Any]) -> str:
    """`slip/S-1` -> `S-1`."""
    return recorded.id
