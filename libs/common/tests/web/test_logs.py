import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from common import logs
from common.settings import Settings


@pytest.fixture
def lines(tmp_path: Path) -> Iterator[Path]:
    """The log file of a configured process; the test process gets its own logging back afterwards."""
    path = tmp_path / "logs" / "lamps.jsonl"
    root = logging.getLogger()
    before, level, usual = list(root.handlers), root.level, structlog.get_config()
    logs.configure("lamps", Settings(log_file=path))
    yield path
    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    structlog.configure(**usual)


def read(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_our_lines_and_the_libraries_are_json_with_the_request_they_belong_to(lines: Path) -> None:
    with structlog.contextvars.bound_contextvars(request_id="r-1", correlation_id="c-1"):
        structlog.get_logger("ours").info("shift_started", contract="bj-2026", post="音视频")
        logging.getLogger("uvicorn.error").warning("Invalid %s", "request")
        logging.getLogger("nats.aio").error("disconnected")
    ours, theirs, nats = read(lines)
    assert (ours["event"], ours["post"], ours["level"], ours["service"]) == ("shift_started", "音视频", "info", "lamps")
    assert "音视频" in lines.read_text(encoding="utf-8")
    assert (theirs["event"], theirs["level"], theirs["logger"]) == ("Invalid request", "warning", "uvicorn.error")
    assert nats["event"] == "disconnected"
    assert {one["request_id"] for one in (ours, theirs, nats)} == {"r-1"}
    assert all(one["timestamp"] for one in (ours, theirs, nats))


def test_a_trace_never_shows_local_variables(lines: Path) -> None:
    def fails() -> None:
        password = "hunter2"
        raise RuntimeError(len(password))

    for log in (structlog.get_logger("ours").exception, logging.getLogger("theirs").exception):
        try:
            fails()
        except RuntimeError:
            log("failed")
    for line in read(lines):
        assert line["exception"]
    assert "hunter2" not in lines.read_text(encoding="utf-8")
    assert "RuntimeError" in lines.read_text(encoding="utf-8")


def test_levels_hold_for_both_and_the_access_log_of_uvicorn_is_off(lines: Path) -> None:
    structlog.get_logger("ours").debug("quiet")
    logging.getLogger("theirs").debug("quiet")
    logging.getLogger("uvicorn.access").info("GET / 200")
    assert not lines.exists() or read(lines) == []


def test_what_has_no_json_form_is_logged_all_the_same(lines: Path) -> None:
    structlog.get_logger("ours").info("odd", path=Path("/x"), text="a\ud800b", number=2**70)
    (line,) = read(lines)
    assert line["path"] == "/x"


def test_files_are_rotated(lines: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    handler = next(one for one in logging.getLogger().handlers if isinstance(one, logging.handlers.RotatingFileHandler))
    assert (handler.maxBytes, handler.backupCount) == (logs.LARGEST_FILE, logs.KEPT_FILES)
    monkeypatch.setattr(handler, "maxBytes", 1000)
    for _ in range(20):
        structlog.get_logger("ours").info("filler", text="x" * 100)
    assert sorted(path.name for path in lines.parent.iterdir())[:2] == ["lamps.jsonl", "lamps.jsonl.1"]


def test_without_a_file_lines_go_to_stderr(monkeypatch: pytest.MonkeyPatch) -> None:
    (handler,) = logs._handlers(Settings())
    assert isinstance(handler, logging.StreamHandler)
    assert handler.stream is sys.stderr
