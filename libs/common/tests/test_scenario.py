"""The scenario helper must be able to fail."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from common.aggregate import Aggregate
from common.errors import Refused
from common.testing.scenario import given


@dataclass(frozen=True)
class Lit:
    """The lamp went on."""


def _decide(command: str, state: int, _terms: object) -> Sequence[Lit]:
    if command == "light" and state:
        raise Refused("already_lit", clause="§1")
    return [Lit()] if command == "light" else []


LAMP = Aggregate[str, int, Lit]("lamp", 0, _decide, lambda state, _event: state + 1)


def test_a_story_can_go_on() -> None:
    once = given(LAMP, None).when("light").then(Lit())
    once.when("light").then_refused("already_lit", clause="§1")
    assert once.when("look").then_nothing_happened().state == 1


def test_each_expectation_can_fail() -> None:
    with pytest.raises(AssertionError):
        given(LAMP, None).when("light").then_nothing_happened()
    with pytest.raises(AssertionError):
        given(LAMP, None).when("look").then(Lit())
    with pytest.raises(AssertionError):
        given(LAMP, None).when("look").then_refused("already_lit")
    with pytest.raises(AssertionError):
        given(LAMP, None, Lit()).when("light").then(Lit())
    with pytest.raises(AssertionError):
        given(LAMP, None, Lit()).when("light").then_refused("other")
    with pytest.raises(AssertionError):
        given(LAMP, None, Lit()).when("light").then_refused("already_lit", clause="§2")
