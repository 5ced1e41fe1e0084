"""The ledger, its append function, and the tables beside it."""

from pathlib import Path
from typing import Any

from alembic import op

revision = "0001"
down_revision = None
SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    """Creates everything a service's database holds but for its views."""
    connection: Any = op.get_bind().connection.dbapi_connection
    for name in ("0001_tables.sql", "0001_functions.sql"):
        script = (SQL / name).read_text(encoding="utf-8")
        connection.run_async(lambda driver, script=script: driver.execute(script))
