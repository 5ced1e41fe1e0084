"""What can keep a consumer from applying an event, and what follows from it.

`Held`: the world is not ready (database away, contract not adopted yet); the lane waits and tries again by itself.
`Defect`: our code or the event is wrong; the lane stops, says so and waits for people.
"""

import asyncpg

from common.errors import Problem

AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.InterfaceError,
    # What a connection that is cut in the middle of an operation may say instead.
    asyncpg.InternalClientError,
    asyncpg.LockNotAvailableError,
    OSError,
    TimeoutError,
)
WAITS = frozenset({"contract_unknown", "overloaded", "unavailable", "conflict", "position_not_reached"})


class Held(Exception):
    """The lane cannot go on now; nothing is wrong with the event."""


class Defect(Exception):
    """The event under `number` cannot be applied; `code` tells a defect (`failed`) from a fork (`fork`)."""

    def __init__(self, number: int, reason: str, code: str = "failed") -> None:
        super().__init__(reason)
        self.number = number
        self.reason = reason
        self.code = code


def caused(defect: Defect, failure: BaseException) -> Defect:
    """The defect, with what it comes from."""
    defect.__cause__ = failure
    return defect


def held(failure: BaseException) -> bool:
    """Whether waiting can help."""
    return isinstance(failure, AWAY) or (isinstance(failure, Problem) and failure.code in WAITS)


def sentence(failure: BaseException) -> str:
    """The failure as one line for people."""
    return f"{type(failure).__name__}: {failure}".splitlines()[0][:500]
