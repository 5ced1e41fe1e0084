"""One question for many pages: who may share an answer, and until when."""

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from common.settings import Settings
from console.remote import Away, Pass, Peers, Refusal, Remote, peers, sharing, turns
from console.remote import remote as asking

OFFICER, VIEWER = "officer", "viewer"


@dataclass
class Scoring:
    """A service on a socket: answers with the token that asked, when it is let."""

    port: int = 0
    asked: list[str] = field(default_factory=list)
    status: str = "200 OK"
    withdrawn: set[str] = field(default_factory=set)
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)
    was_asked: asyncio.Event = field(default_factory=asyncio.Event)
    came: int = 0
    left: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.came += 1
        while not reader.at_eof():
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError:
                break
            lines = head.decode().lower().split("\r\n")
            token = next(line.partition("bearer ")[2] for line in lines if line.startswith("authorization"))
            length = sum(int(line.partition(":")[2]) for line in lines if line.startswith("content-length"))
            await reader.readexactly(length)
            self.asked.append(f"{lines[0].partition(' http')[0]} {token}")
            self.was_asked.set()
            await self.may_answer.wait()
            body, status = f'{{"token":"{token}"}}', "401 Unauthorized" if token in self.withdrawn else self.status
            writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
        writer.close()
        self.left.release()

    async def was_asked_often(self, times: int) -> None:
        """Returns when so many requests have come."""
        while len(self.asked) < times:
            self.was_asked.clear()
            await self.was_asked.wait()


@dataclass
class Desk:
    """The console's side of it: `heard` is what `Live` would say."""

    scoring: Scoring
    peers: Peers
    heard: Hashable | None

    looked_up: int = 0

    def remote(self, token: str, alike: str, *, contract: str = "c-1", language: str = "zh") -> Remote:
        async def given() -> Pass:
            self.looked_up += 1
            return Pass(token, alike)

        async def report(*_: str) -> None:
            """Nobody asks for it here."""

        return Remote(self.peers, session=token, contract=contract, language=language, token=given, report=report)


@asynccontextmanager
async def serving() -> AsyncIterator[Desk]:
    scoring = Scoring()
    server = await asyncio.start_server(scoring.serve, "127.0.0.1", 0)
    scoring.may_answer.set()
    settings: dict[str, Any] = {"scoring_url": f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"}
    desk = Desk(scoring, Peers(Settings(**settings), lambda _service, _contract: desk.heard), 1)
    try:
        yield desk
    finally:
        await desk.peers.close()
        server.close()
        for _ in range(scoring.came):
            await scoring.left.acquire()


async def test_who_is_answered_alike_shares_a_question() -> None:
    async with serving() as desk:
        answers = [await desk.remote(token, OFFICER).get("scoring", "/slips") for token in ("t-1", "t-2")]
    assert answers == [{"token": "t-1"}, {"token": "t-1"}]
    assert desk.scoring.asked == ["get /v1/contracts/c-1/slips t-1"]


async def test_a_question_under_way_is_shared_as_well() -> None:
    async with serving() as desk:
        desk.scoring.may_answer.clear()
        asking = [asyncio.create_task(desk.remote(token, OFFICER).get("scoring", "/slips")) for token in ("t-1", "t-2", "t-3")]
        await desk.scoring.was_asked.wait()
        asking[0].cancel()
        desk.scoring.may_answer.set()
        assert await asyncio.gather(*asking[1:]) == [{"token": "t-1"}] * 2
    assert len(desk.scoring.asked) == 1


async def test_nothing_is_shared_with_other_roles_contracts_languages_or_questions() -> None:
    async with serving() as desk:
        await desk.remote("t-1", OFFICER).get("scoring", "/slips")
        assert await desk.remote("t-2", VIEWER).get("scoring", "/slips") == {"token": "t-2"}
        assert await desk.remote("t-3", OFFICER, contract="c-2").get("scoring", "/slips") == {"token": "t-3"}
        assert await desk.remote("t-4", OFFICER, language="en").get("scoring", "/slips") == {"token": "t-4"}
        assert await desk.remote("t-5", OFFICER).get("scoring", "/slips", state="pending") == {"token": "t-5"}
        assert await desk.remote("t-6", OFFICER).get("scoring", "/v1/contracts") == {"token": "t-6"}
        assert await desk.remote("t-7", OFFICER).get("scoring", "/v1/contracts") == {"token": "t-7"}


async def test_what_was_asked_before_something_happened_is_shared_no_longer() -> None:
    async with serving() as desk:
        await desk.remote("t-1", OFFICER).get("scoring", "/slips")
        desk.heard = 2
        assert await desk.remote("t-2", OFFICER).get("scoring", "/slips") == {"token": "t-2"}


async def test_nothing_is_shared_while_nothing_can_be_heard() -> None:
    async with serving() as desk:
        desk.heard = None
        await desk.remote("t-1", OFFICER).get("scoring", "/slips")
        assert await desk.remote("t-2", OFFICER).get("scoring", "/slips") == {"token": "t-2"}


async def test_who_writes_reads_what_was_written() -> None:
    async with serving() as desk:
        await desk.remote("t-1", OFFICER).get("scoring", "/slips")
        await desk.remote("t-2", OFFICER).do("scoring", "/slips", key="k-1")
        assert await desk.remote("t-3", OFFICER).get("scoring", "/slips") == {"token": "t-3"}


async def test_what_was_asked_while_somebody_wrote_is_not_shared_afterwards() -> None:
    async with serving() as desk:
        desk.scoring.may_answer.clear()
        writing = asyncio.create_task(desk.remote("t-1", OFFICER).do("scoring", "/slips", key="k-1"))
        await desk.scoring.was_asked.wait()
        desk.scoring.was_asked.clear()
        reading = asyncio.create_task(desk.remote("t-2", OFFICER).get("scoring", "/slips"))
        await desk.scoring.was_asked.wait()
        desk.scoring.may_answer.set()
        await asyncio.gather(writing, reading)
        assert await desk.remote("t-3", OFFICER).get("scoring", "/slips") == {"token": "t-3"}


async def test_an_answer_is_shared_for_a_moment_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "SHARED_SECONDS", -1.0)
    async with serving() as desk:
        await desk.remote("t-1", OFFICER).get("scoring", "/slips")
        assert await desk.remote("t-2", OFFICER).get("scoring", "/slips") == {"token": "t-2"}


@pytest.mark.parametrize(("status", "failure"), [("403 Forbidden", Refusal), ("503 Service Unavailable", Away)])
async def test_a_failure_is_not_kept(status: str, failure: type[Exception]) -> None:
    async with serving() as desk:
        desk.scoring.status = status
        with pytest.raises(failure):
            await desk.remote("t-1", OFFICER).get("scoring", "/slips")
        desk.scoring.status = "200 OK"
        assert await desk.remote("t-2", OFFICER).get("scoring", "/slips") == {"token": "t-2"}


async def test_what_reads_at_the_same_time_looks_the_session_up_once_and_what_writes_each_time() -> None:
    async with serving() as desk:
        remote = desk.remote("t-1", OFFICER)
        await asyncio.gather(*(remote.get("scoring", path) for path in ("/slips", "/quarters", "/findings")))
        assert desk.looked_up == 1
        await remote.do("scoring", "/slips", key="k-1")
        await remote.do("scoring", "/slips", key="k-2")
        assert desk.looked_up == 3


async def test_reading_looks_the_session_up_again_after_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "PASS_SECONDS", -1.0)
    async with serving() as desk:
        remote = desk.remote("t-1", OFFICER)
        for _ in range(2):
            await remote.get("scoring", "/slips")
        assert desk.looked_up == 2


async def test_a_token_that_was_withdrawn_meanwhile_is_replaced() -> None:
    async with serving() as desk:
        tokens = iter(["t-old", "t-new"])

        async def given() -> Pass:
            return Pass(next(tokens), OFFICER)

        remote = desk.remote("t-1", OFFICER)
        remote._token = given
        desk.scoring.withdrawn.add("t-old")
        assert await remote.get("scoring", "/slips") == {"token": "t-new"}


async def test_a_service_has_one_question_of_pages_at_a_time_and_a_command_goes_by(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(turns, "HELD_SECONDS", 60)
    async with serving() as desk:
        desk.scoring.may_answer.clear()
        reading = [asyncio.create_task(desk.remote("t-1", OFFICER).get("scoring", f"/slips/{number}")) for number in range(5)]
        await desk.scoring.was_asked_often(1)
        writing = asyncio.create_task(desk.remote("t-2", OFFICER).do("scoring", "/slips", key="k-1"))
        await desk.scoring.was_asked_often(2)
        assert desk.scoring.asked[-1] == "post /v1/contracts/c-1/slips t-2"
        desk.scoring.may_answer.set()
        await asyncio.gather(*reading, writing)
    assert len(desk.scoring.asked) == len(reading) + 1


async def test_a_question_whose_turn_does_not_come_finds_the_service_away(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving() as desk:
        await desk.remote("t-1", OFFICER).get("scoring", "/slips")  # connected, with the patience that it has in earnest
        desk.scoring.asked.clear()
        monkeypatch.setattr(peers, "ANSWER_SECONDS", 0.1)
        desk.scoring.may_answer.clear()
        first = asyncio.create_task(desk.remote("t-1", OFFICER).get("scoring", "/slips/first"))
        await desk.scoring.was_asked_often(1)
        with pytest.raises(Away):
            await desk.remote("t-1", OFFICER).get("scoring", "/slips/late")
        desk.scoring.may_answer.set()
        await first
        assert await desk.remote("t-1", OFFICER).get("scoring", "/slips/late") == {"token": "t-1"}
