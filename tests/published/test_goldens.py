"""Stored and published events stay readable for ever, and each of these checks is seen to fail on a planted change."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import pytest

from common.ledger.facts import EventType, Payload, event_types
from common.published.roster import ShiftStarted
from common.service import Service
from published import goldens, write
from published.goldens import GOLDEN, HOME, SERVICES, Kind, kinds_of


@pytest.mark.parametrize("name", SERVICES)
def test_every_event_and_version_has_a_golden_that_reads_and_writes_back_as_it_is(name: str) -> None:
    kinds = kinds_of(name)
    assert goldens.missing(kinds) == []
    assert goldens.differing(kinds) == []


def test_every_golden_has_its_event() -> None:
    assert goldens.orphans(goldens.every_kind()) == []


def test_no_golden_is_hollow() -> None:
    assert goldens.hollow(goldens.every_kind()) == []


@dataclass(frozen=True, slots=True)
class Noted:
    """The event that the changes below are planted in."""

    at: int
    kind: Literal["short", "long"]
    text: str | None


@dataclass(frozen=True, slots=True)
class WithOneMore:
    """A field more, with a default: old payloads read, new ones differ."""

    at: int
    kind: Literal["short", "long"]
    text: str | None
    place: str = "hall"


@dataclass(frozen=True, slots=True)
class WithOneLess:
    """A field gone."""

    at: int
    kind: Literal["short", "long"]


@dataclass(frozen=True, slots=True)
class Renamed:
    """A field with another name."""

    moment: int
    kind: Literal["short", "long"]
    text: str | None


@dataclass(frozen=True, slots=True)
class Retyped:
    """A field of another type."""

    at: bool
    kind: Literal["short", "long"]
    text: str | None


@dataclass(frozen=True, slots=True)
class WithoutAChoice:
    """One of the values that ledgers hold is no longer known."""

    at: int
    kind: Literal["short"]
    text: str | None


@dataclass(frozen=True, slots=True)
class NeverEmpty:
    """What may be missing in old payloads is demanded."""

    at: int
    kind: Literal["short", "long"]
    text: str


@dataclass(frozen=True, slots=True)
class Reordered:
    """The same fields in another order: other bytes, another hash."""

    kind: Literal["short", "long"]
    at: int
    text: str | None


def planted(*types: EventType[object]) -> list[Kind]:
    return goldens.stored_by(replace(_empty(), events=types))


def _empty() -> Service:
    return Service("planted", (), {}, {})


@pytest.fixture
def landed(tmp_path: Path) -> Path:
    """Goldens of an event, as a landing wrote them."""
    for kind in planted(*event_types(Noted)):
        file = tmp_path / kind.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(goldens.golden_of(kind), encoding="utf-8")
    return tmp_path


def test_an_event_that_stays_as_it_is_differs_in_nothing(landed: Path) -> None:
    kinds = planted(*event_types(Noted))
    assert (goldens.missing(kinds, landed), goldens.differing(kinds, landed), goldens.orphans(kinds, landed)) == ([], [], [])


@pytest.mark.parametrize("cls", [WithOneMore, WithOneLess, Renamed, Retyped, WithoutAChoice, NeverEmpty, Reordered])
def test_a_changed_field_without_a_new_version_is_found(landed: Path, cls: type) -> None:
    faults = goldens.differing(planted(EventType(cls, "noted")), landed)
    assert faults
    assert all("planted/noted.v1.json" in fault for fault in faults)


def _place_added(payload: Payload) -> Payload:
    return {**payload, "place": "hall"}


def _forgetful(payload: Payload) -> Payload:
    return {"text": payload["text"]}


@pytest.mark.parametrize(("upcaster", "reads"), [(_place_added, True), (_forgetful, False)])
def test_a_new_version_reads_the_old_golden_through_its_upcaster_and_wants_one_of_its_own(
    landed: Path, upcaster: Callable[[Payload], Payload], *, reads: bool
) -> None:
    kinds = planted(EventType(WithOneMore, "noted", (upcaster,)))
    assert goldens.missing(kinds, landed) == ["planted/noted.v2.json"]
    assert (goldens.differing(kinds, landed) == []) is reads


def test_an_event_that_goes_leaves_its_golden_behind(landed: Path) -> None:
    assert goldens.orphans(planted(), landed) == ["planted/noted.v1.json"]


def test_a_published_event_that_changes_its_version_only_is_found(tmp_path: Path) -> None:
    class ShiftStartedV2(ShiftStarted):
        """The second version, which takes the place of the first."""

        VERSION = 2

    kind = goldens.told(ShiftStarted)
    shutil.copytree(GOLDEN / "roster/told", tmp_path / "roster/told")
    assert "roster/told/shift-started.v1.json" not in goldens.orphans([kind], tmp_path)
    changed = [goldens.told(ShiftStartedV2)]
    assert goldens.missing(changed, tmp_path) == ["roster/told/shift-started.v2.json"]
    assert "roster/told/shift-started.v1.json" in goldens.orphans(changed, tmp_path)


def test_a_hollow_golden_is_found(landed: Path) -> None:
    (kind,) = [one for one in planted(*event_types(Noted)) if one.name == "noted"]
    (landed / kind.path).write_text(json.dumps([{"at": 1, "kind": "short", "text": None}]))
    assert goldens.hollow([kind], landed) == ["planted/noted.v1.json: text"]


def test_goldens_are_written_only_on_demand_and_only_where_there_is_none(tmp_path: Path) -> None:
    shutil.copytree(GOLDEN, tmp_path / "golden")
    gone, changed = tmp_path / "golden/roster/shift-started.v1.json", tmp_path / "golden/common/timer-lapsed.v1.json"
    text = gone.read_text()
    gone.unlink()
    changed.write_text("[]")
    assert write.write_goldens(tmp_path / "golden") == ["roster/shift-started.v1.json"]
    assert (gone.read_text(), changed.read_text()) == (text, "[]")


def test_without_its_switch_the_writer_writes_nothing() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "WATCHBILL_GOLDEN"}
    ran = subprocess.run([sys.executable, HOME / "write.py"], env=environment, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "WATCHBILL_GOLDEN=write" in ran.stderr
