"""The sample on real servers: interrupted halfway by a power cut, played to the end, then put beside the real contract.

WATCHBILL_SAMPLE_DAYS names other days to lay it for, separated by spaces.
"""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Any

import httpx
import pytest

from common.servers.program import unprivileged
from common.testing.servers import scratch
from watchbill.activation import CONTRACT as REAL
from watchbill.activation import activate, shipped
from watchbill.instance import Instance
from watchbill.place import SERVICES, Place, Ports
from watchbill.sample import CONTRACT, start_with_sample
from watchbill.sample.record import Record, journal_file
from watchbill.stage.desk import Desk, Json
from watchbill.stage.driving import Driver
from watchbill.stage.people import SUBJECTS, tokens
from watchbill.stage.scene import moment
from watchbill.verify import verify_all
from watchbill.words import Say

DAYS = os.environ.get("WATCHBILL_SAMPLE_DAYS", "2029-02-10").split()
"""A Saturday two days before the Spring Festival of another year. A day that is over would let quarters open meanwhile."""
HALFWAY = "Quarter 1: slips signed"
STATES = {
    ("billing", "/breaches"): {"proposed", "notified", "confirmed"},
    ("roster", "/shifts"): {"planned", "on_post", "ended"},
    ("roster", "/coverage/gaps"): {"open", "closed"},
    ("roster", "/leave"): {"requested", "approved", "declined"},
    ("roster", "/rosters"): {"draft", "published"},
    ("roster", "/handovers"): {"due", "completed", "missed"},
    ("tickets", "/calls"): {"ended", "missed"},
    ("tickets", "/tickets"): {"opened", "dispatched", "resolved", "closed"},
    ("tickets", "/meetings"): {"planned", "supported", "finished_with_findings"},
    ("inspection", "/plans"): {"proposed", "confirmed"},
    ("inspection", "/checks"): {"pass", "fail", "missed"},
    ("inspection", "/faults"): {"reported", "resolved"},
    ("scoring", "/proposals"): {"open", "accepted", "dismissed"},
    ("scoring", "/slips"): {"pending", "in_effect", "withdrawn"},
    ("scoring", "/annual/findings"): {"recorded", "confirmed", "rejected"},
}
"""What a reader finds among the states of each list."""


class PowerCut(Exception):
    """The machine stops here."""


@asynccontextmanager
async def servers(place: Place, ports: Ports) -> AsyncIterator[Instance]:
    instance = Instance(place, ports, say=lambda _: None)
    try:
        await instance.start_servers()
        yield instance
    finally:
        await instance.stop()


@pytest.mark.long
@pytest.mark.parametrize("day", DAYS)
async def test_an_interrupted_sample_is_played_to_its_end_and_the_real_contract_knows_nothing_of_it(
    day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATCHBILL_LANG", "en")
    monkeypatch.delenv("EMPTY", raising=False)
    today = date.fromisoformat(day)
    present = moment(today, "11:40")
    with scratch(in_memory=True) as folder:
        place, ports = Place(folder / "data", folder / "data", unprivileged()), Ports.free()
        await interrupted(place, ports, present)
        assert Record.of(place) == Record(today, "playing")
        everything_kept_is_marked(place)
        async with servers(place, ports) as instance:
            await start_with_sample(instance, lambda _: None, lambda: present)
            assert Record.of(place) == Record(today, "played")
            assert not journal_file(place).exists()
            await activate(instance.url("billing"), instance.token("admin"), REAL, shipped())
            async with desk_of(instance, CONTRACT) as sample, desk_of(instance, REAL) as real:
                await on_real_time_and_quiet(sample)
                await every_state_is_there(sample)
                await as_the_contract_goes(sample)
                await every_answer_is_marked(instance, today)
                await nobody_of_the_sample_acted(real)
            addresses = instance.addresses()
            found = await verify_all({name: addresses.application(name) for name in SERVICES})
            assert [lane for lane, result in found.items() if not result.sound] == []
            assert {contract for _, contract in found} == {CONTRACT, REAL}


async def interrupted(place: Place, ports: Ports, present: datetime) -> None:
    """Everything is killed at once in the middle of the story."""

    def say(sentence: Say) -> None:
        if str(sentence).startswith(HALFWAY):
            raise PowerCut

    async with servers(place, ports) as instance:
        with pytest.raises(PowerCut):
            await start_with_sample(instance, say, lambda: present)
        instance.kill()


def everything_kept_is_marked(place: Place) -> None:
    """What was answered so far, but for the activation itself, which stands under no contract yet."""
    kept = [json.loads(line) for line in journal_file(place).read_text(encoding="utf-8").splitlines()]
    assert [one["asked"] for one in kept if one["answer"].get("sample") != "示例"] == ["POST billing /v1/contracts"]


@asynccontextmanager
async def desk_of(instance: Instance, contract: str) -> AsyncIterator[Desk]:
    desk = Desk(contract, instance.url, tokens(instance, contract), nobody)
    try:
        yield desk
    finally:
        await desk.close()


async def nobody(_step: int) -> None:
    """Nobody is killed."""


async def on_real_time_and_quiet(desk: Desk) -> None:
    """Every clock is the machine's, every lane heard to its end, nothing waits for people."""
    clocks = await Driver(desk).settle()
    assert [clock["kind"] for clock in clocks] == ["system"] * len(SERVICES)
    for service in SERVICES:
        assert await desk.every("admin", service, "/v1/parked") == []


async def every_state_is_there(desk: Desk) -> None:
    for (service, path), expected in STATES.items():
        rows = await desk.every("auditor", service, path)
        assert {row["state"]["code"] for row in rows} >= expected, f"{service} {path}"
    duty = await desk.every("auditor", "tickets", "/on-duty")
    assert {row["post"]["code"] for row in duty} >= {"VC", "IM", "AV", "SM"}


async def as_the_contract_goes(desk: Desk) -> None:
    """Bond held, payment 1 made, quarter 1 closed, quarter 2 running, one agreed reading."""
    assert (await desk.get("auditor", "billing", "/bond"))["state"]["code"] == "held"
    assert (await desk.get("auditor", "billing", "/payments/1"))["status"]["code"] == "paid"
    quarters = (await desk.get("auditor", "scoring", "/quarters"))["items"]
    assert [quarter["stage"]["code"] for quarter in quarters] == ["closed", "open", "unopened", "unopened"]
    readings = (await desk.get("auditor", "billing", "/readings"))["items"]
    assert {one["name"]: one["option"] for one in readings if one["changes"]} == {"handover.tolerance_min": "10"}
    shifts = await desk.every("auditor", "roster", "/shifts", arrival="late")
    assert {shift["person_id"] for shift in shifts} >= {"im-1", "av-3"}


async def nobody_of_the_sample_acted(real: Desk) -> None:
    """Every event of the real contract follows from its activation alone."""
    for service in SERVICES:
        events = await real.every("auditor", service, "/events")
        assert events
        assert {event["actor"] for event in events}.isdisjoint(set(SUBJECTS.values()))


async def every_answer_is_marked(instance: Instance, today: date) -> None:
    """Each route that shows something is asked under both contracts. No list of the sample is empty."""
    login = {"Authorization": f"Bearer {instance.token('auditor')}"}
    async with httpx.AsyncClient(headers=login, timeout=20) as client:
        for service in SERVICES:
            described = (await client.get(f"{instance.url(service)}/openapi.json")).json()
            for template in [path for path, verbs in described["paths"].items() if "get" in verbs]:
                if template.startswith("/v1/contracts/{contract_id}"):
                    await marked(client, instance.url(service), template, today)


async def marked(client: httpx.AsyncClient, url: str, template: str, today: date) -> None:
    path = url + await filled(client, url, template, today)
    days = {"starts": today.isoformat(), "ends": today.isoformat()}
    sample = await client.get(path.format(contract_id=CONTRACT), params=days)
    real = await client.get(path.format(contract_id=REAL), params=days)
    assert max(sample.status_code, real.status_code) < httpx.codes.INTERNAL_SERVER_ERROR, path
    assert sample.json()["sample"] == "示例", path
    assert path != url + template or sample.json().get("items") != [], f"{path} is empty"
    assert "sample" not in real.json(), path


async def filled(client: httpx.AsyncClient, url: str, template: str, today: date) -> str:
    """The template with the id of the first row of the list above it; the contract's id is left open."""
    before, _, after = template.removeprefix("/v1/contracts/{contract_id}").partition("{")
    if not after:
        return template
    name, _, rest = after.partition("}")
    fixed = {"day": today.isoformat(), "seq": 1, "number": 1, "quarter": 1}
    value = fixed.get(name) or await first_id(client, f"{url}/v1/contracts/{CONTRACT}{before.rstrip('/')}", name)
    return "/v1/contracts/{contract_id}" + f"{before}{value}{rest}"


async def first_id(client: httpx.AsyncClient, path: str, name: str) -> Any:
    rows: list[Json] = (await client.get(path)).json()["items"]
    return rows[0].get(name) or rows[0]["id"]
