"""Structured logs: one JSON object a line, ours and the libraries' alike, never with local variables of a trace."""

import json
import logging
import logging.handlers
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import orjson
import structlog
from structlog.tracebacks import ExceptionDictTransformer

from common.settings import Settings

LARGEST_FILE = 20_000_000
KEPT_FILES = 5

_SHARED: tuple[structlog.typing.Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
)


def configure(service: str, settings: Settings) -> None:
    """Sends every log line of this process to `WATCHBILL_LOG_FILE` (rotated), or to stderr where none is set."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = _formatter(service)
    root = logging.getLogger()
    for handler in _handlers(settings):
        handler.setFormatter(formatter)
        root.addHandler(handler)
    root.setLevel(settings.log_level.upper())
    # What no line shows need not be looked up for each of them.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    _adopt_uvicorn()


def _formatter(service: str) -> logging.Formatter:
    def name_service(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
        return {"service": service, **event}

    return _Lines(
        foreign_pre_chain=_SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            name_service,
            structlog.processors.JSONRenderer(serializer=_json),
        ],
        service=service,
    )


class _Lines(structlog.stdlib.ProcessorFormatter):
    """Our own events are ready when they come here; the base would copy each record once more to find that out."""

    def __init__(self, *, service: str, **base: Any) -> None:
        super().__init__(**base)
        self._service = service

    def format(self, record: logging.LogRecord) -> str:
        if isinstance(record.msg, dict) and hasattr(record, "_logger"):
            return _json({"service": self._service, **record.msg})
        return super().format(record)


def _json(event: Any, **_: Any) -> str:
    """Chinese stays readable; what has no JSON form is shown as its `str`."""
    try:
        return orjson.dumps(event, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
    except TypeError:  # a lone surrogate from somebody's input
        return json.dumps(event, default=str)


def _handlers(settings: Settings) -> list[logging.Handler]:
    stderr = logging.StreamHandler(sys.stderr)
    if settings.log_file is None:
        return [stderr]
    settings.log_file.parent.mkdir(parents=True, exist_ok=True)
    stderr.setLevel(logging.ERROR)  # what the operator must see even when nobody reads the file
    return [_Rotated(settings.log_file, maxBytes=LARGEST_FILE, backupCount=KEPT_FILES, encoding="utf-8"), stderr]


class _Rotated(logging.handlers.RotatingFileHandler):
    """Begins a new file once one is full. The base formats each line twice and asks for the file's kind to foresee it."""

    def shouldRollover(self, record: logging.LogRecord) -> bool:  # noqa: ARG002, N802  (the base's)
        return self.stream is not None and self.stream.tell() >= self.maxBytes > 0


def _adopt_uvicorn() -> None:
    """Takes over from uvicorn, which brings handlers of its own and an access log."""
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = name != "uvicorn.access"
    logging.getLogger("httpx").setLevel(logging.WARNING)
