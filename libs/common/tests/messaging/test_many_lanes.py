"""Many lanes at once: read together, applied together, compared by digest; what one of them meets holds no other."""

import asyncio
from typing import Any

import pytest
from fastapi import Response

from common.bus.streams import stream_name
from common.feed import BYTES, Feed
from common.lane import START, Position
from common.subscription.source import FeedSource, SourceAway
from common.testing.bells import LISTENER, POISON, RINGER
from common.testing.messaging import Pair
from common.testing.processes import eventually

CONTRACTS = [f"c-{n}" for n in range(12)]


async def ring_all(pair: Pair, *numbers: int) -> None:
    await asyncio.gather(*(pair.ring(*numbers, contract=contract) for contract in CONTRACTS))


def asked(pair: Pair, path: str) -> int:
    """How often a route of the ringer was called."""
    registry = pair.running[RINGER].app.state.metrics.registry
    samples = [one for metric in registry.collect() for one in metric.samples if one.name.endswith("_count")]
    return int(sum(one.value for one in samples if one.labels.get("route") == path))


def source_of(pair: Pair) -> FeedSource:
    source = pair.listener.background._sources[RINGER]
    assert isinstance(source, FeedSource)
    return source


async def standing(pair: Pair, contract: str) -> Any:
    return await pair.listener.pool.fetchrow(
        "select number, stopped from positions where name = 'bells' and contract_id = $1", contract
    )


async def test_a_page_among_many_is_the_page_of_the_lane_alone(pair: Pair) -> None:
    await ring_all(pair, 1, 2, 3)
    source, wanted = source_of(pair), {contract: n % 4 for n, contract in enumerate([*CONTRACTS, "nobody", "nothing"])}
    together = await source.pages(wanted)
    assert list(together) == list(wanted)
    for contract, after in wanted.items():
        assert together[contract] == await source.page(contract, after)
    assert [one.number for one in together["c-1"].told] == [2, 3]
    assert together["nobody"].head == START
    beyond = (await source.pages({"c-1": 9}))["c-1"]
    assert (beyond.told, beyond.at_hash, beyond.head.number) == ((), None, 3)


async def test_an_answer_is_bounded_in_events_and_in_bytes_and_asking_again_leads_to_the_end(pair: Pair) -> None:
    await ring_all(pair, 1, 2, 3)
    await pair.ring(4, 5, 6, contract="c-3", text="x" * (BYTES // 2 - 1000))
    feed, at = pair.ringer.feed, dict.fromkeys(CONTRACTS, 0)
    heard: dict[str, list[int]] = {contract: [] for contract in CONTRACTS}
    looks = 0
    while pages := {contract: page for contract, page in (await feed.pages(at, limit=7)).items() if page.told}:
        looks += 1
        told = [one for page in pages.values() for one in page.told]
        assert len(told) <= 7
        assert sum(len(one.body or b"") for one in told) <= BYTES
        for contract, page in pages.items():
            heard[contract] += [one.number for one in page.told]
            at[contract] = page.told[-1].number
    assert heard == {contract: [1, 2, 3, 4, 5, 6] if contract == "c-3" else [1, 2, 3] for contract in CONTRACTS}
    assert looks >= 6
    # An event above the bound is told all the same, alone.
    await pair.ring(7, contract="c-3", text="x" * (BYTES + 1))
    assert [len(page.told) for page in (await feed.pages({"c-3": 6, "c-4": 2})).values()] == [1, 0]


async def test_what_one_lane_meets_holds_no_other(pair: Pair) -> None:
    """Of twelve that are behind one cannot be folded, one has forked, one has a hole behind it and one grows meanwhile."""
    await ring_all(pair, 1, 2)
    await pair.quiet()
    await pair.stop(LISTENER)
    await ring_all(pair, 3, 4)
    await pair.ring(POISON, 5, contract="c-1")
    await pair.ring(5, 6, contract="c-4")
    await pair.start(LISTENER)
    pool = pair.listener.pool
    await pool.execute("update positions set hash = repeat('f', 64) where contract_id = 'c-2' and name = 'bells'")
    growing = asyncio.create_task(pair.ring(*range(20, 70), contract="c-3"))

    async def all_but_two() -> bool:
        others = [one for one in CONTRACTS if one not in ("c-1", "c-2", "c-3", "c-4")]
        return all([await pair.viewed(contract=one) == [1, 2, 3, 4] for one in others])

    await eventually(all_but_two, "the others are heard")
    await growing

    async def grown() -> bool:
        return await pair.viewed(contract="c-3") == [1, 2, 3, 4, *range(20, 70)]

    await eventually(grown, "the lane that grew is heard")
    assert await pair.viewed(contract="c-4") == [1, 2, 3, 4, 5, 6]

    async def stopped() -> bool:
        return [(await standing(pair, one))["stopped"] for one in ("c-1", "c-2")] == ["failed", "fork"]

    await eventually(stopped, "two lanes wait for people")
    assert (await pair.viewed(contract="c-1"), (await standing(pair, "c-1"))["number"]) == ([1, 2, 3, 4], 4)
    waiting = await pair.listener.background.parking.waiting()
    assert {(one.contract, one.number, one.code) for one in waiting} == {("c-1", 5, "failed"), ("c-2", 2, "fork")}


async def test_a_lost_last_message_is_found_by_the_digest_of_its_bucket(pair: Pair) -> None:
    await ring_all(pair, 1)
    await pair.quiet()
    await pair.stop(RINGER)
    await pair.start(RINGER, nats_url="")
    await pair.ring(2, contract="c-7")
    await pair.ring(1, contract="new")

    async def heard() -> bool:
        return await pair.viewed(contract="c-7") == [1, 2] and await pair.viewed(contract="new") == [1]

    await eventually(heard, "what no message told of", seconds=20)


async def test_whoever_has_heard_everything_asks_for_digests_and_nothing_else(pair: Pair) -> None:
    await ring_all(pair, 1, 2)
    await pair.quiet()
    feed, positions = pair.ringer.feed, pair.listener.background._followings[0].positions

    async def alike() -> bool:
        return dict(await feed.digests()) == await positions.digests()

    await eventually(alike, "both count the same")
    reconciler = next(one for one in pair.listener.background._reconcilers if one.source.name == RINGER)
    await reconciler.once()
    heads, digests = asked(pair, "/v1/feed/heads"), asked(pair, "/v1/feed/digests")
    await reconciler.once()
    assert (asked(pair, "/v1/feed/heads"), asked(pair, "/v1/feed/digests") > digests) == (heads, True)
    lanes = [lane for lane in await pair.listener.background.lanes() if lane.source == RINGER]
    assert len(lanes) == 2 * len(CONTRACTS)
    assert {(lane.number, lane.head, lane.lag) for lane in lanes} == {(2, 2, 0)}


async def test_digests_follow_every_change_of_a_head(pair: Pair) -> None:
    """Also one that changes a ledger beneath the process: a restored database has other hashes under the same numbers."""
    await ring_all(pair, 1)
    feed = Feed(RINGER, pair.ringer.pool)
    before = dict(await feed.digests())
    heads = {head.contract: head.at for head in await feed.heads()}
    counted: dict[str, int] = {}
    for at in heads.values():
        assert at.log_id is not None
        counted[at.log_id[:3]] = counted.get(at.log_id[:3], 0) ^ int(at.hash[:16], 16)
    assert before == {bucket: f"{value:016x}" for bucket, value in counted.items()}
    await pair.ring(2, contract="c-5")
    feed._digests._until = 0.0
    after = dict(await feed.digests())
    bucket = str(heads["c-5"].log_id)[:3]
    assert {one for one, _ in before.items() ^ after.items()} == {bucket}
    assert [head.contract for head in await feed.heads(buckets=[bucket])].count("c-5") == 1
    assert await feed.heads(buckets=[]) == []


@pytest.mark.parametrize("by", ["feed", "bus"])
async def test_a_source_of_older_code_is_followed_by_the_routes_it_has(pair: Pair, by: str) -> None:
    await pair.stop(RINGER)
    await pair.start(RINGER, **({"nats_url": ""} if by == "feed" else {}))
    app = pair.running[RINGER].app
    today, refused = app.middleware_stack, []

    async def older(scope: Any, receive: Any, send: Any) -> None:
        if scope.get("path") in ("/v1/feed", "/v1/feed/digests"):
            refused.append(scope["path"])
            await Response(status_code=404)(scope, receive, send)
        else:
            await today(scope, receive, send)

    app.middleware_stack = older
    await ring_all(pair, 1, 2, 3)
    for contract in CONTRACTS:
        await pair.all_seen(1, 2, 3, contract=contract)
    assert await source_of(pair).digests() is None
    assert (await source_of(pair).pages({"c-1": 2}))["c-1"].told[0].number == 3
    assert len(refused) <= 3  # asked once, by whoever came first and those beside it; not again for a minute
    app.middleware_stack = today
    source_of(pair)._older_until = 0.0
    assert await source_of(pair).digests() is not None


async def test_a_ring_that_is_lost_costs_the_relay_its_floor(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    await pair.ring(1)
    await pair.published()
    monkeypatch.setattr(pair.ringer.background._relay, "ring", lambda _contract: None)
    await ring_all(pair, 2)
    await pair.published()
    info = await (await pair.operator()).jsm().stream_info(stream_name(RINGER))
    assert info.state.messages == 1 + len(CONTRACTS)


async def test_an_answer_that_is_no_feed_is_a_source_that_is_away(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    await pair.ring(1)
    monkeypatch.setattr("common.cloudevents.many", lambda _pages: b'{"lane":"c-1","log":null,"head":0')
    with pytest.raises(SourceAway, match="no feed"):
        await source_of(pair).pages({"c-1": 0})
    assert Position() == START
