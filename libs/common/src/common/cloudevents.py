"""A lane's event on its way: CloudEvents 1.0, as message headers (binary mode) and as feed lines (structured mode).

Both carry the same attributes and the same bytes of data. A line of the feed ends with its data as it was stored, so
that a reader can cut it out again without parsing and formatting it anew.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import islice
from urllib.parse import quote, unquote

import orjson

from common.lane import START, Page, Position, Told

INLINE_LIMIT = 512 * 1024
"""Bytes of data that travel in a message; above it the data stays behind and is read from the feed."""

MESSAGE_ID = "Nats-Msg-Id"
LEFT_BEHIND = "ce-dataref"

_PLAIN = re.compile(r"[!#$&-~]*")
_DATA = b',"data":'


def headers_of(told: Told) -> dict[str, str]:
    """The headers of the message that carries the event; an oversize one names the feed instead of its data."""
    headers = {f"ce-{name}": _escaped(value) for name, value in _attributes(told).items()}
    headers[MESSAGE_ID] = told.id
    headers["content-type"] = "application/json"
    if told.body is not None and len(told.body) > INLINE_LIMIT:
        headers[LEFT_BEHIND] = f"/v1/contracts/{told.contract}/feed?after={told.number - 1}&limit=1"
    return headers


def data_of(told: Told) -> bytes:
    """The body of the message: the event's data, or nothing when it is too large."""
    return told.body if told.body is not None and len(told.body) <= INLINE_LIMIT else b""


def of_message(headers: Mapping[str, str], data: bytes) -> Told:
    """The event that a message carries. Raises `ValueError` for a message that is not one of ours."""
    try:
        values = {name[3:]: unquote(value) for name, value in headers.items() if name.startswith("ce-")}
        return _told(values, None if LEFT_BEHIND in headers else data)
    except KeyError as missing:
        raise ValueError(f"a message without the attribute {missing}") from missing


def line_of(told: Told) -> bytes:
    """One line of the feed, ending with a line feed."""
    if told.body is None:
        raise ValueError(f"{told.id} has no data")
    return orjson.dumps(_attributes(told))[:-1] + _DATA + told.body + b"}\n"


def of_lines(content: bytes) -> Iterator[Told]:
    """The events of a feed's answer, in its order."""
    return map(_of_line, content.rstrip(b"\n").split(b"\n") if content else ())


def feed(told: Iterable[Told]) -> bytes:
    """The body of a feed's answer (`application/x-ndjson`)."""
    return b"".join(map(line_of, told))


def many(pages: Mapping[str, Page]) -> bytes:
    """The body of an answer over many lanes: before the events of each a line that says where it stands, and how many follow."""
    parts: list[bytes] = []
    for contract, page in pages.items():
        parts.append(orjson.dumps(_lane(contract, page)) + b"\n")
        parts += map(line_of, page.told)
    return b"".join(parts)


def of_many(content: bytes, contracts: Sequence[str]) -> dict[str, Page]:
    """The pages of an answer over these lanes. Raises `ValueError` for one that was cut short or is about others."""
    pages: dict[str, Page] = {}
    lines = iter(content.split(b"\n"))
    for contract in contracts:
        lane = orjson.loads(next(lines, b""))
        told = tuple(map(_of_line, islice(lines, lane["events"])))
        if lane["lane"] != contract or len(told) != lane["events"]:
            raise ValueError(f"{len(told)} of {lane['events']} events of {lane['lane']} in the place of {contract}")
        head = Position(lane["log"], lane["head"], lane["headhash"]) if lane["head"] else START
        pages[contract] = Page(told, head, lane["athash"])
    if list(lines) != [b""]:
        raise ValueError("the last line does not end, or is one too many")
    return pages


def _lane(contract: str, page: Page) -> dict[str, object]:
    return {
        "lane": contract,
        "log": page.head.log_id,
        "head": page.head.number,
        "headhash": page.head.hash,
        "athash": page.at_hash,
        "events": len(page.told),
    }


def _of_line(line: bytes) -> Told:
    # Attribute values are JSON strings, in which a quote is always escaped: the first match is the member itself.
    head, _, tail = line.partition(_DATA)
    return _told(orjson.loads(head + b"}"), tail[:-1])


def _attributes(told: Told) -> dict[str, str]:
    attributes = {
        "specversion": "1.0",
        "id": told.id,
        "source": f"/watchbill/{told.source}/{told.log_id}",
        "type": f"watchbill.{told.source}.{told.type}.v{told.version}",
        "subject": told.stream,
        "time": told.occurred_at.isoformat(),
        "recordedtime": told.recorded_at.isoformat(),
        "contract": told.contract,
        "sequence": str(told.number),
        "ledgerseq": str(told.seq),
        "previoushash": told.previous_hash,
        "hash": told.hash,
        "correlationid": told.correlation_id,
    }
    if told.causation_id is not None:
        attributes["causationid"] = told.causation_id
    return attributes


def _told(values: Mapping[str, str], body: bytes | None) -> Told:
    source, log_id = _source(values["source"])
    type_, version = _type(values["type"])
    return Told(
        source, log_id, values["contract"], int(values["sequence"]), int(values["ledgerseq"]), values["subject"], type_, version,
        datetime.fromisoformat(values["time"]), datetime.fromisoformat(values["recordedtime"]), values["previoushash"],
        values["hash"], values["correlationid"], values.get("causationid"), body,
    )  # fmt: skip


@lru_cache(maxsize=10_000)
def _source(value: str) -> tuple[str, str]:
    _, _, source, log_id = value.split("/")
    return source, log_id


@lru_cache(maxsize=10_000)
def _type(value: str) -> tuple[str, int]:
    _, _, type_, version = value.split(".")
    return type_, int(version.removeprefix("v"))


def _escaped(value: str) -> str:
    """Percent-encoded as the CloudEvents binding asks where a header could not carry the value as it is."""
    return value if _PLAIN.fullmatch(value) and "%" not in value else quote(value, safe="")
