"""New contracts: their pack, their team."""

import copy
from typing import Any

from faults.desk import Desk
from faults.load import roster
from faults.load.scene import Scene
from faults.people import ADMIN
from faults.world import World
from watchbill.activation import shipped
from watchbill.pack.folder import document_of

LENGTH = 430
"""Characters of three bytes each; together more than half a MiB, less than a pack may have."""
LONG = ("zh", "paraphrase")


async def new_contract(world: World, contract: str, *, oversize: bool = False) -> Scene:
    """In force at billing, known everywhere, with a team on duty. An oversize pack does not fit into a message."""
    scene = Scene(contract, lambda: world.now)
    pack = _padded() if oversize else document_of(shipped())
    body = {"contract_id": contract, "pack": pack, "sample": False}
    activated = await world.desk.give("billing.contract.activate", ADMIN, contract, "/v1/contracts", body)
    await _known_everywhere(world.desk, contract, activated.lane)
    await roster.team(world.desk, scene)
    world.scenes.append(scene)
    return scene


async def _known_everywhere(desk: Desk, contract: str, lane: str) -> None:
    """A first look at each service that waits until it has heard of the contract."""
    lists = {"roster": "people", "tickets": "calls", "inspection": "faults", "scoring": "proposals"}
    for service, name in lists.items():
        await desk.heard(service, f"/v1/contracts/{contract}/{name}", lane)


def _padded() -> dict[str, Any]:
    """The pack with much longer words wherever words stand."""
    pack: dict[str, Any] = copy.deepcopy(dict(document_of(shipped())))
    for part in (pack["scoring"], pack["readings"]):
        _lengthen(part)
    return pack


def _lengthen(part: Any) -> None:
    if isinstance(part, list):
        for one in part:
            _lengthen(one)
    elif isinstance(part, dict):
        for name, value in part.items():
            if name in LONG and isinstance(value, str):
                part[name] = value + "长" * (LENGTH - len(value))
            else:
                _lengthen(value)
