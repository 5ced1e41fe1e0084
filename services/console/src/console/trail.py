"""The trail: who signed in or failed to, what happened to accounts, who read what of people, what left as a sheet.

Written once and never changed: the application may only add and read, and the owner deletes nothing younger than half a
year (`python -m console.purge`). Passwords, secrets and what was typed as a login name never come here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import orjson
import structlog

from common.ledger.pool import Connection, Pool

log = structlog.get_logger("console.trail")

UNKNOWN = "unknown"
CONSOLE = "console"


class Kind(StrEnum):
    """What an entry tells."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    LOCKED = "locked"
    SIGNED_OUT = "signed_out"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an entry
    ACCOUNT_CREATED = "account_created"
    ROLES_GRANTED = "roles_granted"
    ACCOUNT_CLOSED = "account_closed"
    ACCOUNT_REOPENED = "account_reopened"
    ACCOUNT_UNLOCKED = "account_unlocked"
    SESSIONS_ENDED = "sessions_ended"
    RECOVERY_PROPOSED = "recovery_proposed"
    RECOVERY_CONFIRMED = "recovery_confirmed"
    RECOVERY_DECLINED = "recovery_declined"
    CLIENT_CREATED = "client_created"
    CLIENT_CLOSED = "client_closed"
    SECRET_ADDED = "secret_added"  # noqa: S105 - the name of an entry
    SECRET_REVOKED = "secret_revoked"  # noqa: S105 - the name of an entry
    TOKEN_GRANTED = "token_granted"  # noqa: S105 - the name of an entry
    TOKEN_REFUSED = "token_refused"  # noqa: S105 - the name of an entry
    KEYS_REPLACED = "keys_replaced"
    PERSONAL_DATA_READ = "personal_data_read"
    EXPORTED = "exported"
    REQUEST_REFUSED = "request_refused"


@dataclass(frozen=True)
class Entry:
    """One line. `contracts` are those it concerns: who may read a contract's trail sees it; none: only who may read all."""

    kind: Kind
    actor: str
    address: str
    about: str | None = None
    contracts: Iterable[str] = ()
    session: str | None = None
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """An entry as it stands."""

    id: int
    at: datetime
    kind: str
    actor: str
    about: str | None
    contracts: Sequence[str]
    session_id: str | None
    address: str
    details: dict[str, Any]


async def record(connection: Pool | Connection, entry: Entry) -> None:
    """Adds an entry, and a line to the log."""
    await connection.execute(
        "insert into trail (kind, actor, about, contracts, session_id, address, details) values ($1, $2, $3, $4, $5, $6, $7)",
        *(entry.kind.value, entry.actor, entry.about, sorted(entry.contracts), entry.session, entry.address),
        orjson.dumps(entry.details).decode(),
    )
    log.info("trail", kind=entry.kind.value, actor=entry.actor, about=entry.about, address=entry.address, **entry.details)


async def page(
    pool: Pool, *, before: int | None, limit: int, contracts: Iterable[str] | None, kind: str | None, actor: str | None
) -> Sequence[Line]:
    """Entries, the latest first, before an id. `contracts` None: of every contract and of none."""
    records = await pool.fetch(
        "select id, at, kind, actor, about, contracts, session_id, address, details from trail"
        " where ($1::bigint is null or id < $1) and ($2::text[] is null or contracts && $2)"
        " and ($3::text is null or kind = $3) and ($4::text is null or actor = $4 or about = $4) order by id desc limit $5",
        *(before, None if contracts is None else list(contracts), kind, actor, limit),
    )
    return [Line(**{**record, "details": orjson.loads(record["details"])}) for record in records]
