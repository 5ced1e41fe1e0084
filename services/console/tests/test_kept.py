"""Files from memory: the same bytes, asked for once, and nothing else."""

from pathlib import Path

import httpx
import pytest
from nicegui import __version__
from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from console.shell import kept
from console.shell.kept import Kept

WORDS = "值守" * 2000


@pytest.fixture
def asked(tmp_path: Path) -> list[str]:
    (tmp_path / "page.js").write_text(WORDS)
    return []


def browser(folder: Path, asked: list[str]) -> httpx.AsyncClient:
    """What asks an app with a file, a page and something that changes; `asked` hears what came through."""
    files = StaticFiles(directory=folder)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        asked.append(scope["path"])
        found: ASGIApp = files if scope["path"].startswith("/shell/") and not scope["path"].endswith("gone.js") else Starlette()
        if scope["path"].startswith(("/_nicegui/", "/c/")):
            await Response(f"number {len(asked)}")(scope, receive, send)
        else:
            await found({**scope, "root_path": "/shell"}, receive, send)

    transport = httpx.ASGITransport(Kept(GZipMiddleware(app)))
    return httpx.AsyncClient(transport=transport, base_url="http://here")


async def test_a_file_is_read_and_compressed_once(tmp_path: Path, asked: list[str]) -> None:
    async with browser(tmp_path, asked) as web:
        answers = [await web.get("/shell/page.js") for _ in range(3)]
        plain = [await web.get("/shell/page.js", headers={"Accept-Encoding": "identity"}) for _ in range(2)]
    assert [one.text for one in answers + plain] == [WORDS] * 5
    assert [one.headers.get("content-encoding") for one in answers + plain] == ["gzip"] * 3 + [None] * 2
    assert answers[0].headers == answers[2].headers
    assert asked == ["/shell/page.js"] * 2


async def test_pages_and_what_changes_are_asked_each_time(tmp_path: Path, asked: list[str]) -> None:
    async with browser(tmp_path, asked) as web:
        for path in ("/c/c-1/", f"/_nicegui/{__version__}/dynamic_resources/words", "/_nicegui/auto/static/1/sheet.csv"):
            assert (await web.get(path)).text != (await web.get(path)).text


async def test_a_part_and_what_a_browser_has_already_are_answered_as_ever(tmp_path: Path, asked: list[str]) -> None:
    async with browser(tmp_path, asked) as web:
        whole = await web.get("/shell/page.js")
        known = await web.get("/shell/page.js", headers={"If-None-Match": whole.headers["etag"]})
        part = await web.get("/shell/page.js", headers={"Range": "bytes=0-2", "Accept-Encoding": "identity"})
    assert (known.status_code, part.status_code, part.text) == (304, 206, "值")


async def test_what_is_not_there_is_not_kept(tmp_path: Path, asked: list[str]) -> None:
    async with browser(tmp_path, asked) as web:
        assert [(await web.get("/shell/gone.js")).status_code for _ in range(2)] == [404, 404]
    assert len(asked) == 2


async def test_no_more_is_kept_than_there_is_room_for(tmp_path: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "LARGEST_BYTES", 10)
    async with browser(tmp_path, asked) as web:
        assert [(await web.get("/shell/page.js")).text for _ in range(2)] == [WORDS, WORDS]
    assert len(asked) == 2
