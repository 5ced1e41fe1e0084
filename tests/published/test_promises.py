"""What services promise each other over AsyncAPI stays promised."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from common.service import service_called
from published.goldens import SERVICES
from published.promises import PROMISES, broken, promise

CHANNEL = "roster.shift-started.v1"


def landed(name: str) -> Any:
    return json.loads((PROMISES / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", SERVICES)
def test_the_promise_is_the_one_that_has_landed(name: str) -> None:
    today = json.loads(promise(service_called(name)))
    assert broken(landed(name), today) == []
    assert today == landed(name), "write.py writes what was added"


def _without_a_channel(document: Any) -> None:
    del document["channels"][CHANNEL]


def _with_a_field_more(document: Any) -> None:
    document["components"]["schemas"]["ShiftStarted"]["properties"]["colour"] = {"type": "string"}


def _with_another_choice(document: Any) -> None:
    document["components"]["schemas"]["AttendanceClassified"]["properties"]["finding"]["enum"].append("asleep")


@pytest.mark.parametrize("change", [_without_a_channel, _with_a_field_more, _with_another_choice])
def test_a_broken_promise_is_found(change: Callable[[Any], None]) -> None:
    today = deepcopy(landed("roster"))
    change(today)
    assert len(broken(landed("roster"), today)) == 1


def test_prose_is_no_promise_but_a_field_called_description_is_one() -> None:
    document = landed("roster")
    assert "description" not in document["info"]
    assert "summary" not in document["components"]["messages"][CHANNEL]
    assert "address" in document["channels"][CHANNEL]
