"""The oracle is a second opinion: it imports nothing of the product and hashes as the ledger's page says."""

import ast
import hashlib
import sys
from datetime import UTC, datetime
from pathlib import Path

from faults.oracle import chains
from faults.oracle.history import Event

HERE = Path(__file__).parent


def test_the_oracle_imports_nothing_of_the_product() -> None:
    allowed = {*sys.stdlib_module_names, "asyncpg", "faults"}
    for path in [*sorted((HERE / "oracle").rglob("*.py")), HERE / "record.py"]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
        named += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        assert {name.partition(".")[0] for name in named} <= allowed, path
        inside = {name for name in named if name.startswith("faults.")}
        assert all(name.startswith(("faults.oracle", "faults.record")) for name in inside), path


def test_the_worked_hash_of_the_ledgers_page_is_the_oracles_too() -> None:
    at = datetime(2026, 10, 14, 1, 30, tzinfo=UTC)
    event = Event(
        "bj-2026", 1, "shift/S-1", 1, "shift-started", 1, '{"at":"2026-10-14T01:30:00Z","note":"值班"}', "desk-1",
        "http:desk-1:7f", "request-7f", None, at, at.replace(microsecond=120000), b"", 1, "shift-started", 1,
        '{"shift_id":"S-1"}',
    )  # fmt: skip
    envelope = chains.envelope(event, "6f2c1e1a-8f5f-4c0b-9a44-0f3d5b1c2e77").encode()
    parts = bytes(32) + hashlib.sha256(envelope).digest() + hashlib.sha256(event.payload.encode()).digest()
    assert hashlib.sha256(parts).hexdigest() == "8d70b4062395c4a02f1f40b0c533edadf56f3001ea73e5df73fb16a513caa56b"
