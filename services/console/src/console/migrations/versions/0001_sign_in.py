"""Accounts, sessions, keys, clients and the trail."""

from pathlib import Path
from typing import Any

from alembic import op

revision = "0001"
down_revision = None
SCRIPT = Path(__file__).parents[1] / "sql" / "0001_sign_in.sql"


def upgrade() -> None:
    """Creates the tables of sign-in."""
    connection: Any = op.get_bind().connection.dbapi_connection
    connection.run_async(lambda driver: driver.execute(SCRIPT.read_text(encoding="utf-8")))
