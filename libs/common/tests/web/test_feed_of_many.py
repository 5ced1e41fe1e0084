"""`POST /v1/feed`, digests and heads of buckets: who may ask, how much, and that every line is that of the lane alone."""

import httpx
import pytest

from common.cloudevents import of_many
from common.feed import MOST_LANES
from common.lane import START
from common.testing.apps import RunningApp


async def light(app: RunningApp, *ids: str) -> None:
    async with app.client("contractor.engineer") as engineer:
        for id_ in ids:
            assert (await engineer.post("/v1/contracts/c1/lamps", json={"id": id_})).status_code == 201


async def asked(client: httpx.AsyncClient, lanes: object) -> httpx.Response:
    return await client.post("/v1/feed", json={"lanes": lanes})


async def test_each_lane_is_told_with_the_bytes_of_its_own_feed(lodge: RunningApp) -> None:
    await light(lodge, "l1", "l2", "l3")
    async with lodge.client_of("roster") as roster:
        alone = await roster.get("/v1/contracts/c1/feed", params={"after": 1})
        many = await asked(roster, {"nobody": 0, "c1": 1})
        digests = (await roster.get("/v1/feed/digests")).json()["digests"]
        heads = (await roster.get("/v1/feed/heads", params={"buckets": list(digests)})).json()["heads"]
        nothing = (await roster.get("/v1/feed/heads", params={"buckets": "zzz"})).status_code
    assert many.headers["content-type"] == "application/x-ndjson"
    assert many.content.endswith(alone.content)
    pages = of_many(many.content, ["nobody", "c1"])
    assert (pages["nobody"].told, pages["nobody"].head) == ((), START)
    assert [one.number for one in pages["c1"].told] == [2, 3]
    assert (pages["c1"].head.number, pages["c1"].head.hash) == (3, pages["c1"].told[-1].hash)
    assert pages["c1"].at_hash == pages["c1"].told[0].previous_hash
    assert [(head["contract"], head["hash"]) for head in heads] == [("c1", pages["c1"].head.hash)]
    assert digests == {heads[0]["log_id"][:3]: heads[0]["hash"][:16]}
    assert nothing == 422


async def test_people_may_not_ask(lodge: RunningApp) -> None:
    async with lodge.client("admin", "auditor") as person:
        answers = [await asked(person, {"c1": 0}), await person.get("/v1/feed/digests")]
    assert [one.status_code for one in answers] == [403, 403]


@pytest.mark.parametrize(
    "lanes",
    [
        {},
        {f"c-{number}": 0 for number in range(MOST_LANES + 1)},
        {"c1": -1},
        {"c1": 2**63},
        {"c1": "0x1"},
        {"C1": 0},
        {"c1/../c2": 0},
        {"c" * 64: 0},
        [["c1", 0]],
        None,
    ],
)
async def test_what_is_out_of_bounds_is_refused(lodge: RunningApp, lanes: object) -> None:
    async with lodge.client_of("roster") as roster:
        assert (await asked(roster, lanes)).status_code == 422


async def test_the_bounds_themselves_are_answered(lodge: RunningApp) -> None:
    lanes = {f"c-{number}": 2**63 - 1 for number in range(MOST_LANES)}
    async with lodge.client_of("roster") as roster:
        answer = await asked(roster, lanes)
        buckets = [await roster.get("/v1/feed/heads", params={"buckets": ["0a1"] * count}) for count in (256, 257)]
    assert len(of_many(answer.content, list(lanes))) == MOST_LANES
    assert [one.status_code for one in buckets] == [200, 422]


async def test_an_answer_that_was_cut_anywhere_or_is_about_others_is_not_taken_for_one(lodge: RunningApp) -> None:
    await light(lodge, "l1", "l2")
    async with lodge.client_of("roster") as roster:
        content = (await asked(roster, {"c1": 0, "c2": 0})).content
    assert len(of_many(content, ["c1", "c2"])["c1"].told) == 2
    for length in range(len(content)):
        with pytest.raises((ValueError, KeyError)):
            of_many(content[:length], ["c1", "c2"])
    for contracts in (["c2", "c1"], ["c1"], ["c1", "c2", "c3"]):
        with pytest.raises((ValueError, KeyError)):
            of_many(content, contracts)
