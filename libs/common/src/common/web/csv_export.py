"""Any paged list as CSV: `?format=csv` or `Accept: text/csv`. Streams page after page, never holds the whole list."""

import csv
import io
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

import orjson
from starlette.datastructures import Headers
from starlette.responses import StreamingResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from common.web.paging import LARGEST_PAGE

BYTE_ORDER_MARK = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


class CsvExport:
    """ASGI middleware. Asks the list's own route for its pages, so roles and filters are those of the list."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not _wants_csv(scope):
            await self._app(scope, receive, send)
            return
        first = await self._page(scope, None)
        if first.page is None:
            await first.replay(send)
            return
        response = StreamingResponse(self._lines(scope, first.page), media_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{scope["path"].rpartition("/")[2]}.csv"'
        await response(scope, receive, send)

    async def _lines(self, scope: Scope, page: Mapping[str, Any] | None) -> AsyncIterator[str]:
        columns: list[str] = []
        while page is not None:
            mark = {"sample": page["sample"]} if "sample" in page else {}
            rows = [_flat(item) | mark for item in page["items"]]
            if not columns and rows:
                columns = list(rows[0])
                yield BYTE_ORDER_MARK + _line(columns)
            yield "".join(_line([row.get(column) for column in columns]) for row in rows)
            cursor = page["next"]
            page = (await self._page(scope, cursor)).page if cursor else None

    async def _page(self, scope: Scope, cursor: str | None) -> "_Captured":
        query = [(name, value) for name, value in _query(scope) if name not in ("format", "cursor", "limit")]
        query += [("limit", str(LARGEST_PAGE))] + ([("cursor", cursor)] if cursor else [])
        headers = [(name, value) for name, value in scope["headers"] if name != b"accept"]
        captured = _Captured()
        inner = {**scope, "query_string": urlencode(query).encode(), "headers": headers, "state": scope["state"]}
        await self._app(inner, _no_body, captured.send)
        scope["route"] = inner.get("route")
        return captured


class _Captured:
    """One answer of the list's route."""

    def __init__(self) -> None:
        self._messages: list[Message] = []

    async def send(self, message: Message) -> None:
        self._messages.append(message)

    async def replay(self, send: Send) -> None:
        for message in self._messages:
            await send(message)

    @property
    def page(self) -> Mapping[str, Any] | None:
        """The page, or `None` where the answer is none: a problem, or not a list."""
        start, *bodies = self._messages
        if start["status"] != 200 or not Headers(scope=start).get("content-type", "").startswith("application/json"):  # noqa: PLR2004
            return None
        content = orjson.loads(b"".join(message.get("body", b"") for message in bodies))
        return content if isinstance(content, dict) and {"items", "next"} <= content.keys() else None


async def _no_body() -> Message:
    """What a list's route receives for each page: the request's own body can be read only once."""
    return {"type": "http.request", "body": b"", "more_body": False}


def _wants_csv(scope: Scope) -> bool:
    return Headers(scope=scope).get("accept", "").startswith("text/csv") or ("format", "csv") in _query(scope)


def _query(scope: Scope) -> Sequence[tuple[str, str]]:
    return parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)


def _flat(item: Any, prefix: str = "") -> dict[str, Any]:
    """Nested objects become dotted columns, lists one cell."""
    if not isinstance(item, dict):
        return {prefix or "value": item}
    flat: dict[str, Any] = {}
    for name, value in item.items():
        key = f"{prefix}.{name}" if prefix else name
        flat |= _flat(value, key) if isinstance(value, dict) and value else {key: value}
    return flat


def _line(values: Sequence[Any]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([_cell(value) for value in values])
    return out.getvalue()


def _cell(value: Any) -> str | int | float:
    """A spreadsheet must not run what somebody typed: text that starts like a formula gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return f"'{text}" if text.startswith(FORMULA_STARTS) and not _NUMBER.fullmatch(text) else text
