"""The tables of every service are complete, and the checks are seen to fail on a table with a hole."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from common.ledger.facts import event_types
from common.published import told_by
from common.service import Following, Policy, Service, service_called

NAMES = ("roster", "tickets", "inspection", "scoring", "billing", "console")


def holes(service: Service) -> list[str]:
    """Event types that a table does not name, names that no event has, sources whose types are not all listed."""
    stored = {kind.cls for kind in service.events}
    found = []
    for table, entries in (("PROJECTS", service.projects), ("PUBLISHES", service.publishes)):
        found += [f"{table} lacks {cls.__name__}" for cls in stored - set(entries)]
        found += [f"{table} names {cls.__name__}, which is not stored" for cls in set(entries) - stored]
    found += [f"TIMERS names {cls.__name__}, which is not stored" for cls in set(service.timers or {}) - stored]
    names = [kind.name for kind in service.events]
    found += [f"two events are called {name}" for name in set(names) if names.count(name) > 1]
    consumers: list[Policy | Following] = [*service.policies, *service.follows]
    for consumer in consumers:
        for source, entries in _heard(consumer).items():
            found += [f"{consumer.name} lacks {cls.__name__}" for cls in set(told_by(source)) - set(entries)]
            found += [f"{consumer.name} hears {cls.__name__}, told by nobody" for cls in set(entries) - set(told_by(source))]
    called = [consumer.name for consumer in consumers]
    found += [f"two consumers are called {name}" for name in set(called) if called.count(name) > 1]
    return sorted(found)


def _heard(consumer: Policy | Following) -> Mapping[str, Mapping[type, Any]]:
    return consumer.reacts if isinstance(consumer, Policy) else {consumer.source: consumer.projects}


@dataclass(frozen=True, slots=True)
class Planted:
    """An event that no table names."""


@pytest.mark.parametrize("name", NAMES)
def test_every_table_of_a_service_is_complete(name: str) -> None:
    assert holes(service_called(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_timer_that_is_set_can_fire(name: str) -> None:
    service = service_called(name)
    assert bool(service.timers) == bool(service.fires)


def test_an_event_without_its_line_is_found() -> None:
    service = service_called("billing")
    planted = replace(service, events=service.events + event_types(Planted))
    assert set(holes(planted)) - set(holes(service)) == {"PROJECTS lacks Planted", "PUBLISHES lacks Planted"}


def test_a_line_without_its_event_is_found() -> None:
    service = service_called("billing")
    planted = replace(service, projects={**service.projects, Planted: None})
    assert set(holes(planted)) - set(holes(service)) == {"PROJECTS names Planted, which is not stored"}


def test_a_consumer_that_forgets_a_published_type_is_found() -> None:
    told = told_by("roster")
    deaf = Policy("deaf", {"roster": dict.fromkeys(told[1:])})
    service = replace(service_called("billing"), policies=(deaf,), follows=())
    assert holes(service) == [f"deaf lacks {told[0].__name__}"]
