"""A lean HTTP/1.1 client: on two cores whatever it spends, the services under test do not have."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from faults.record import Json

LARGEST_HEAD = 2**20

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Away(Exception):
    """Nobody answered: the connection was refused or broke, or it took too long. What became of the request is unknown."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it came; names of headers in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300

    def json(self) -> Json:
        content: Json = json.loads(self.body)
        return content


class Line:
    """Keeps connections and uses them again. `seconds`: how long one request may take."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._idle: dict[str, list[Connection]] = defaultdict(list)

    async def get(
        self, url: str, query: Mapping[str, str | int], headers: Mapping[str, str], seconds: float | None = None
    ) -> Answer:
        """Raises `Away`."""
        return await self._within("GET", f"{url}?{urlencode(query)}" if query else url, headers, b"", seconds)

    async def post(self, url: str, body: Mapping[str, object], headers: Mapping[str, str]) -> Answer:
        """Sends JSON. Raises `Away`."""
        content = json.dumps(body, ensure_ascii=False).encode()
        return await self._within("POST", url, {**headers, "Content-Type": "application/json"}, content, None)

    async def close(self) -> None:
        """Ends every connection that is kept."""
        writers = [writer for kept in self._idle.values() for _, writer in kept]
        for writer in writers:
            writer.close()
        await asyncio.gather(*(writer.wait_closed() for writer in writers), return_exceptions=True)

    async def _within(self, method: str, url: str, headers: Mapping[str, str], content: bytes, seconds: float | None) -> Answer:
        try:
            async with asyncio.timeout(seconds or self._seconds):
                return await self._ask(method, url, headers, content)
        except (OSError, EOFError, TimeoutError) as failure:
            raise Away(str(failure)) from failure

    async def _ask(self, method: str, url: str, headers: Mapping[str, str], content: bytes) -> Answer:
        address, path = urlsplit(url).netloc, url.partition("://")[2].partition("/")[2]
        lines = [f"{method} /{path} HTTP/1.1", f"Host: {address}", f"Content-Length: {len(content)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        reader, writer = connection = self._kept(address) or await _connected(address)
        try:
            writer.write("\r\n".join([*lines, "", ""]).encode() + content)
            answer = await _read(reader)
        except BaseException:
            # Also a caller who hangs up: what is still to come must not be taken for the next answer.
            writer.close()
            raise
        self._idle[address].append(connection)
        return answer

    def _kept(self, address: str) -> Connection | None:
        idle = self._idle[address]
        while idle:
            reader, writer = idle.pop()
            if not reader.at_eof() and not writer.is_closing():
                return reader, writer
            writer.close()
        return None


async def _connected(address: str) -> Connection:
    host, _, port = address.partition(":")
    return await asyncio.open_connection(host, int(port), limit=LARGEST_HEAD)


async def _read(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Answer(int(head[0].split(" ")[1]), headers, body)
