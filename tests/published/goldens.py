"""Every version of every event, stored and published, has a golden file, and today's code reads each of them.

`golden/<service>/<type>.v<n>.json` holds payloads of a stored event as version n wrote them, `golden/common/` those that
every service stores, `golden/<service>/told/` the published ones. The first payload of a file has every field filled;
together they use each member of each Literal, each None and each empty list. A file never changes once it has landed.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from common.ledger.codec import Codec
from common.ledger.facts import EventType
from common.published import told_by
from common.published.base import Published
from common.service import Service, service_called
from common.timers.kernel import KERNEL_EVENTS
from published.examples import examples

HOME = Path(__file__).parent
GOLDEN = HOME / "golden"
SERVICES = ("billing", "inspection", "roster", "scoring", "tickets")


@dataclass(frozen=True)
class Kind:
    """One version of one event. `again` reads a payload of it and writes it as today's code would."""

    place: str
    name: str
    version: int
    today: bool
    cls: type
    again: Callable[[str], str]
    written: Callable[[Any], str]

    @property
    def path(self) -> str:
        """Its file below the folder of all goldens."""
        return f"{self.place}/{self.name}.v{self.version}.json"


@cache
def kinds_of(name: str) -> list[Kind]:
    """Every version of what a service stores and tells."""
    return [*stored_by(service_called(name)), *map(told, told_by(name))]


def every_kind() -> list[Kind]:
    """Those of all services; what all of them store stands once for each of them."""
    return [kind for name in SERVICES for kind in kinds_of(name)]


def stored_by(service: Service) -> list[Kind]:
    """Every version of every stored event, read by the service's own codec."""
    types = (*service.events, *KERNEL_EVENTS)
    codec = Codec(types)
    return [_stored(service.name, codec, one, version) for one in types for version in range(1, one.version + 1)]


def _stored(service: str, codec: Codec, kind: EventType[Any], version: int) -> Kind:
    place = "common" if kind.cls.__module__.startswith("common.") else service

    def again(payload: str) -> str:
        return codec.encode(codec.decode(kind.name, version, payload)).payload

    def written(event: Any) -> str:
        return codec.encode(event).payload

    return Kind(place, kind.name, version, version == kind.version, kind.cls, again, written)


def told(cls: type[Published]) -> Kind:
    """A published event: each of its versions is a class of its own."""

    def again(payload: str) -> str:
        return cls.model_validate_json(payload).model_dump_json()

    def written(event: Any) -> str:
        return str(event.model_dump_json())

    return Kind(f"{cls.SERVICE}/told", cls.type_name(), cls.VERSION, True, cls, again, written)


def golden_of(kind: Kind) -> str:
    """What the file of today's version should say."""
    return shown([json.loads(kind.written(example)) for example in examples(kind.cls)])


def shown(payloads: Sequence[Any]) -> str:
    """Payloads as a file a person can read; the order of fields is kept."""
    return json.dumps(payloads, ensure_ascii=False, indent=1) + "\n"


def missing(kinds: Iterable[Kind], folder: Path = GOLDEN) -> list[str]:
    """Versions without a golden."""
    return sorted({kind.path for kind in kinds if not (folder / kind.path).is_file()})


def orphans(kinds: Iterable[Kind], folder: Path = GOLDEN) -> list[str]:
    """Goldens without a type: somebody removed or renamed what ledgers hold."""
    known = {kind.path for kind in kinds}
    return sorted(path for file in folder.rglob("*.json") if (path := file.relative_to(folder).as_posix()) not in known)


def differing(kinds: Iterable[Kind], folder: Path = GOLDEN) -> list[str]:
    """Payloads that today's code cannot read, or (today's version) does not write back as they are."""
    return [fault for kind in kinds if (folder / kind.path).is_file() for fault in _faults(kind, folder / kind.path)]


def _faults(kind: Kind, file: Path) -> Iterator[str]:
    payloads = json.loads(file.read_text(encoding="utf-8"))
    if not payloads:
        yield f"{kind.path}: no payload"
    for number, payload in enumerate(payloads, 1):
        try:
            found = kind.again(json.dumps(payload, ensure_ascii=False))
        except (ValueError, KeyError, TypeError) as error:
            yield f"{kind.path} ({number}): {type(error).__name__} {error}"
            continue
        if kind.today and json.dumps(json.loads(found)) != json.dumps(payload):
            yield f"{kind.path} ({number}): written back as {found}"


def hollow(kinds: Iterable[Kind], folder: Path = GOLDEN) -> list[str]:
    """Goldens whose first payload leaves a field empty."""
    found = []
    for kind in kinds:
        first = json.loads((folder / kind.path).read_text(encoding="utf-8"))[0]
        found += [f"{kind.path}: {name}" for name, value in first.items() if value in (None, "", [], {})]
    return sorted(set(found))
