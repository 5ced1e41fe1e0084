"""What a consumer does with one event, and with a batch in any order."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.lane import START, Position, Verdict, after, differs, judge, run_of
from common.testing.lanes import lane


def test_the_next_event_is_applied() -> None:
    first, second = lane(2)
    assert judge(START, first) is Verdict.APPLY
    assert judge(after(first), second) is Verdict.APPLY


def test_a_known_event_is_dropped() -> None:
    first, second = lane(2)
    assert judge(after(second), first) is Verdict.DROP
    assert judge(after(second), second) is Verdict.DROP


def test_a_later_event_is_a_hole() -> None:
    assert judge(START, lane(2)[1]) is Verdict.HOLE


def test_an_event_whose_data_stayed_behind_is_read_from_the_feed() -> None:
    assert judge(START, lane(1)[0]._replace(body=None)) is Verdict.HOLE


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_another_log_is_a_fork_whatever_the_number(number: int) -> None:
    other = lane(4, log_id="other")
    assert judge(after(lane(2)[1]), other[number - 1]) is Verdict.FORK


def test_another_hash_under_my_number_or_before_the_next_is_a_fork() -> None:
    mine, other = lane(3), lane(3, salt="restored")
    assert judge(after(mine[1]), other[1]) is Verdict.FORK
    assert judge(after(mine[1]), other[2]) is Verdict.FORK


def test_a_run_ends_before_a_hole_and_says_so() -> None:
    told = lane(5)
    run = run_of(START, [told[0], told[1], told[3], told[4]])
    assert run.apply == tuple(told[:2])
    assert run.to == after(told[1])
    assert run.stopped is Verdict.HOLE


@given(st.integers(1, 12), st.lists(st.integers(0, 11), max_size=30), st.randoms(use_true_random=False))
def test_whatever_is_repeated_or_reordered_is_applied_once_in_order(
    length: int, repeated: list[int], dice: random.Random
) -> None:
    told = lane(length)
    batch = [*told, *(told[index % length] for index in repeated)]
    dice.shuffle(batch)
    run = run_of(START, batch)
    assert list(run.apply) == told
    assert run.stopped is None


@given(st.integers(2, 12), st.data())
def test_nothing_after_a_missing_event_is_applied(length: int, data: st.DataObject) -> None:
    told = lane(length)
    missing = data.draw(st.integers(0, length - 2))
    run = run_of(START, told[:missing] + told[missing + 1 :])
    assert list(run.apply) == told[:missing]
    assert run.stopped is Verdict.HOLE


def test_a_head_that_went_back_changed_or_has_another_log_differs() -> None:
    at = Position("log", 5, "aa")
    assert differs(at, Position("log", 5, "aa")) is None
    assert differs(at, Position("log", 6, "bb")) is None
    assert "restored" in str(differs(at, Position("log", 4, "99")))
    assert "another event" in str(differs(at, Position("log", 5, "bb")))
    assert "another log" in str(differs(at, Position("other", 9, "bb")))
    assert differs(START, Position("other", 9, "bb")) is None
