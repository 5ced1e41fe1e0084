import csv
import io
from collections.abc import AsyncIterator

import httpx
import pytest

from common.testing.apps import RunningApp
from common.web.csv_export import _cell

LAMPS = "/v1/contracts/c1/lamps"


@pytest.fixture
async def engineer(lodge: RunningApp) -> AsyncIterator[httpx.AsyncClient]:
    """Five lamps, the second and fourth red."""
    async with lodge.client("contractor.engineer") as client:
        for number in range(1, 6):
            body = {"id": f"l{number}", "colour": "white" if number % 2 else "red", "at": f"2026-10-14T09:0{number}:00+08:00"}
            assert (await client.post(LAMPS, json=body)).status_code == 201
        yield client


async def walked(client: httpx.AsyncClient, **query: str) -> list[str]:
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = (await client.get(LAMPS, params={"limit": "2", **query, **({"cursor": cursor} if cursor else {})})).json()
        assert len(page["items"]) <= 2
        found += [item["id"] for item in page["items"]]
        cursor = page["next"]
    return found


async def test_pages_follow_each_other_without_gap_or_repetition(engineer: httpx.AsyncClient) -> None:
    assert await walked(engineer) == ["l1", "l2", "l3", "l4", "l5"]
    assert await walked(engineer, direction="desc") == ["l5", "l4", "l3", "l2", "l1"]
    assert await walked(engineer, sort="colour") == ["l2", "l4", "l1", "l3", "l5"]
    assert await walked(engineer, sort="lit_at", direction="desc") == ["l5", "l4", "l3", "l2", "l1"]
    assert await walked(engineer, state="dark") == []


async def test_the_past_is_paged_as_the_present_is(engineer: httpx.AsyncClient) -> None:
    assert await walked(engineer, sort="colour", known_at="2026-10-14T09:30:00+08:00") == ["l2", "l4", "l1", "l3", "l5"]


@pytest.mark.parametrize("then", [{}, {"known_at": "2026-10-14T09:30:00+08:00"}])
async def test_a_filter_takes_several_values_and_a_stretch(engineer: httpx.AsyncClient, then: dict[str, str]) -> None:
    async def found(**query: str | list[str]) -> list[str]:
        page = (await engineer.get(LAMPS, params={**query, **then})).json()
        return [item["id"] for item in page["items"]]

    assert await found(colour="red") == ["l2", "l4"]
    assert await found(colour=["red", "white"]) == ["l1", "l2", "l3", "l4", "l5"]
    assert await found(colour=["red", "blue"]) == ["l2", "l4"]
    assert await found(colour="blue") == []
    # From its first moment until before its last: l2 is lit at 09:02, l5 at 09:05.
    second, fifth, sixth = (f"2026-10-14T09:0{minute}:00+08:00" for minute in (2, 5, 6))
    assert await found(since=second, until=fifth) == ["l2", "l3", "l4"]
    assert await found(since=second) == ["l2", "l3", "l4", "l5"]
    assert await found(until=fifth) == ["l1", "l2", "l3", "l4"]
    assert await found(since=sixth) == []
    assert await found(since=fifth, until=second) == []
    assert await found(since=second, colour="red") == ["l2", "l4"]


async def test_pages_of_several_values_follow_each_other(engineer: httpx.AsyncClient) -> None:
    page = (await engineer.get(LAMPS, params={"limit": "2", "colour": ["red", "white"], "sort": "lit_at"})).json()
    further = {"limit": "2", "colour": ["red", "white"], "sort": "lit_at", "cursor": page["next"]}
    assert [item["id"] for item in (await engineer.get(LAMPS, params=further)).json()["items"]] == ["l3", "l4"]
    other = await engineer.get(LAMPS, params={**further, "colour": ["red"]})
    assert (other.status_code, other.json()["code"]) == (422, "invalid_request")


async def test_a_cursor_fits_only_the_list_it_came_from(engineer: httpx.AsyncClient) -> None:
    cursor = (await engineer.get(LAMPS, params={"limit": "2"})).json()["next"]
    for params in (
        {"cursor": cursor, "sort": "colour"},
        {"cursor": cursor, "direction": "desc"},
        {"cursor": cursor, "state": "lit"},
        {"cursor": cursor[:-2]},
        {"cursor": "!!!"},
        {"cursor": "W10"},
        {"cursor": "é"},
    ):
        answer = await engineer.get(LAMPS, params=params)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request"), params
    assert (await engineer.get("/v1/contracts/s1/lamps", params={"cursor": cursor})).status_code == 422


async def test_only_the_columns_of_the_view_sort(engineer: httpx.AsyncClient) -> None:
    for column in ("row", "contract_id", "key", "lit_at;drop", "nonsense"):
        assert (await engineer.get(LAMPS, params={"sort": column})).status_code == 422


@pytest.mark.parametrize("how", [{"params": {"format": "csv", "state": "lit"}}, {"headers": {"Accept": "text/csv"}}])
async def test_any_list_is_a_sheet_too_and_whole(engineer: httpx.AsyncClient, how: dict[str, dict[str, str]]) -> None:
    answer = await engineer.get(LAMPS, params=how.get("params"), headers=how.get("headers"))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row["id"] for row in rows] == ["l1", "l2", "l3", "l4", "l5"]
    assert rows[0]["lit_at"] == "2026-10-14T09:01:00+08:00"


async def test_a_sheet_longer_than_one_page_is_whole(engineer: httpx.AsyncClient) -> None:
    for number in range(201):
        await engineer.post(LAMPS, json={"id": f"m{number:03}"})
    answer = await engineer.get(LAMPS, params={"format": "csv"})
    assert len(answer.text.splitlines()) == 1 + 5 + 201


async def test_a_sheet_is_refused_to_whom_the_list_is(lodge: RunningApp) -> None:
    async with lodge.client("admin") as admin:
        answer = await admin.get(LAMPS, params={"format": "csv"})
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_an_empty_list_is_an_empty_sheet_and_a_sample_one_is_marked(lodge: RunningApp) -> None:
    async with lodge.client("contractor.engineer") as client:
        assert (await client.get(LAMPS, params={"format": "csv"})).text == ""
        await client.post("/v1/contracts/s1/lamps", json={"id": "l1"})
        sheet = (await client.get("/v1/contracts/s1/lamps", params={"format": "csv"})).text
    assert "示例" in sheet


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+SUM(A1)", "'+SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("@cmd", "'@cmd"),
        ("\t=1", "'\t=1"),
        ("-359244.00", "-359244.00"),
        ("+8", "+8"),
        ("SLIP-0017", "SLIP-0017"),
        (None, ""),
        (True, "true"),
        (3, 3),
        (["a"], '["a"]'),
    ],
)
def test_a_sheet_never_runs_what_somebody_typed(value: object, cell: object) -> None:
    assert _cell(value) == cell
