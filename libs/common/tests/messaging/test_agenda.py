"""Which lanes are read next."""

from hypothesis import given
from hypothesis import strategies as st

from common.feed import shared
from common.subscription.agenda import Agenda


def test_a_lane_stands_once_and_the_longest_waiting_comes_first() -> None:
    agenda = Agenda()
    agenda.put("a", 3)
    agenda.put("b", 2)
    agenda.hasten("a", 1)
    agenda.hasten("b", 9)
    assert ("a" in agenda, "c" in agenda, agenda.next_due()) == (True, False, 1)
    assert agenda.take(0.5, 10) == []
    assert agenda.take(5, 10) == ["a", "b"]
    assert (agenda.take(5, 10), agenda.next_due(), "a" in agenda) == ([], float("inf"), False)


def test_a_lane_that_must_wait_waits_whatever_was_said_before() -> None:
    agenda = Agenda()
    agenda.put("a", 1)
    agenda.put("a", 7)
    assert (agenda.take(2, 10), agenda.next_due()) == ([], 7)
    assert agenda.take(7, 10) == ["a"]


def test_no_more_lanes_are_taken_than_asked_for() -> None:
    agenda = Agenda()
    for number in range(5):
        agenda.put(f"{number}", number)
    assert [agenda.take(9, 2), agenda.take(9, 2), agenda.take(9, 2)] == [["0", "1"], ["2", "3"], ["4"]]


@given(st.dictionaries(st.text(max_size=3), st.integers(-3, 5000), max_size=20), st.integers(1, 3000))
def test_events_are_shared_out_to_the_last_and_small_lanes_are_told_whole(waiting: dict[str, int], limit: int) -> None:
    given_ = shared(waiting, limit)
    behind = {lane: count for lane, count in waiting.items() if count > 0}
    assert given_.keys() <= behind.keys()
    assert all(0 < count <= behind[lane] for lane, count in given_.items())
    assert sum(given_.values()) == min(limit, sum(behind.values()))
    cut = [given_.get(lane, 0) for lane, count in behind.items() if given_.get(lane, 0) < count]
    whole = [count for lane, count in behind.items() if given_.get(lane) == count]
    assert not cut or (max(cut) - min(cut) <= 1 and all(count <= max(cut) for count in whole))
