"""Signing keys are kept encrypted."""

from pathlib import Path
from typing import Any

from alembic import op

revision = "0002"
down_revision = "0001"
SCRIPT = Path(__file__).parents[1] / "sql" / "0002_wrapped_keys.sql"


def upgrade() -> None:
    """Gives a signing key the column for its wrapped form."""
    connection: Any = op.get_bind().connection.dbapi_connection
    connection.run_async(lambda driver: driver.execute(SCRIPT.read_text(encoding="utf-8")))
