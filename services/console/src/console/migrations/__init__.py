"""The console's own tables, beside those that every service has."""

from pathlib import Path

from common.service import OwnTables

_WRITTEN = "select, insert, update, delete"

TABLES = OwnTables(
    scripts=Path(__file__).parent,
    grants={
        "accounts": "select, insert, update",
        "grants": _WRITTEN,
        "past_passwords": "select, insert",
        "sessions": _WRITTEN,
        "tries": _WRITTEN,
        "recoveries": "select, insert, update",
        "clients": "select, insert, update",
        "client_secrets": "select, insert, update",
        "signing_keys": "select, insert, update",
        "oidc_steps": _WRITTEN,
        "trail": "select, insert",
    },
)
