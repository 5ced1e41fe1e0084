"""The sweep against a count by hand that shares no code with it: every second of a short stretch, one by one."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from roster.domain.sweep import Requirement, Stint, find_gaps, one_post_at_a_time, present_steps

ZERO = datetime(2026, 10, 14, tzinfo=UTC)
LENGTH = 60


def second(count: int) -> datetime:
    return ZERO + timedelta(seconds=count)


spans = st.tuples(st.integers(0, 3), st.integers(-20, LENGTH + 20), st.integers(0, 40) | st.none())
levels = st.lists(st.tuples(st.integers(1, LENGTH - 1), st.integers(0, 3)), max_size=6)


def stints_of(drawn: list[tuple[int, int, int | None]]) -> list[Stint]:
    return [
        Stint(f"S-{index}", f"P-{person}", "VC", second(starts), None if length is None else second(starts + length))
        for index, (person, starts, length) in enumerate(drawn)
    ]


def counted_by_hand(drawn: list[tuple[int, int, int | None]], moment: int) -> int:
    return len({person for person, starts, length in drawn if starts <= moment and (length is None or moment < starts + length)})


def required_by_hand(drawn: list[tuple[int, int]], first: int, moment: int) -> int:
    value = first
    for at, minimum in sorted(drawn):
        if at <= moment:
            value = minimum
    return value


@given(st.lists(spans, max_size=8))
@settings(max_examples=300, deadline=None)
def test_present_is_the_number_of_different_people_at_every_second(drawn: list[tuple[int, int, int | None]]) -> None:
    steps = present_steps(stints_of(drawn), ZERO, second(LENGTH))
    for moment in range(LENGTH):
        value = [step.value for step in steps if step.at <= second(moment)][-1]
        assert value == counted_by_hand(drawn, moment)


@given(st.lists(spans, max_size=8), st.integers(0, 3), levels)
@settings(max_examples=300, deadline=None)
def test_gaps_are_the_longest_stretches_with_too_few(
    drawn: list[tuple[int, int, int | None]], first: int, drawn_levels: list[tuple[int, int]]
) -> None:
    by_moment = dict(sorted(drawn_levels))
    required = [Requirement(ZERO, first, "base"), *(Requirement(second(at), minimum, "row") for at, minimum in by_moment.items())]
    gaps = find_gaps(required, present_steps(stints_of(drawn), ZERO, second(LENGTH)), second(LENGTH))
    deficient = {
        moment
        for moment in range(LENGTH)
        if counted_by_hand(drawn, moment) < required_by_hand(list(by_moment.items()), first, moment)
    }
    found = [(int((gap.starts - ZERO).total_seconds()), int((gap.ends - ZERO).total_seconds())) for gap in gaps]
    assert {moment for starts, ends in found for moment in range(starts, ends)} == deficient
    assert all(before[1] < after[0] for before, after in pairwise(found)), "two gaps touch: not the longest"


def test_a_person_counted_twice_is_one_person() -> None:
    twice = [Stint("S-1", "P-1", "VC", ZERO, None), Stint("S-2", "P-1", "VC", second(5), None)]
    assert [step.value for step in present_steps(twice, ZERO, second(10))] == [1]


def test_whoever_starts_on_another_post_leaves_the_one_before() -> None:
    both = [Stint("S-1", "P-1", "VC", ZERO, None), Stint("S-2", "P-1", "IM", second(30), None)]
    assert one_post_at_a_time(both)[0].ends == second(30)


def test_another_person_on_another_post_leaves_nobody() -> None:
    both = [Stint("S-1", "P-1", "VC", ZERO, None), Stint("S-2", "P-2", "IM", second(30), None)]
    assert one_post_at_a_time(both) == both
