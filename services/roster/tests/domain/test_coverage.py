"""Coverage of a post, answers by hand from reading.md 9.4. Gaps are told once a minute has passed, from their beginning."""

from datetime import UTC, date, datetime, timedelta

import pytest

from common.terms import Terms
from common.testing.terms import beijing_terms
from roster.domain.coverage import (
    COVERAGE,
    Assess,
    BeginPresence,
    CorrectPresence,
    Coverage,
    CoverageAssessed,
    CoverageCommand,
    CoverageEvent,
    CoverRoster,
    EndPresence,
    GapClosed,
    GapOpened,
    OrderSurge,
    PresenceBegan,
)

TERMS = beijing_terms()


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-10-{text}+08:00")


class Post:
    """A post whose timers fire when they are due, as the clock goes."""

    def __init__(self, post: str, starts: str, ends: str, terms: Terms = TERMS) -> None:
        self.terms = terms
        self.state = Coverage()
        self.told: list[CoverageEvent] = []
        first, last = date.fromisoformat(f"2026-10-{starts}"), date.fromisoformat(f"2026-10-{ends}")
        self.decide(CoverRoster(post, "R-1", first, last, at(f"{starts}T00:00:00") - timedelta(hours=6)))

    def decide(self, command: CoverageCommand) -> None:
        for event in COVERAGE.decide(command, self.state, self.terms):
            self.state = COVERAGE.evolve(self.state, event)
            self.told.append(event)

    def until(self, now: str) -> None:
        while self.state.next_at is not None and self.state.next_at <= at(now):
            self.decide(Assess(self.state.next_at))

    def arrives(self, person: str, time: str) -> None:
        self.until(time)
        self.decide(BeginPresence(f"S-{person}", person, at(time), at(time)))

    def leaves(self, person: str, time: str) -> None:
        self.until(time)
        self.decide(EndPresence(f"S-{person}", at(time), at(time)))

    def gaps(self) -> list[tuple[str, str | None, int]]:
        """(from, to, minutes) of every gap as it is known now; what never was is left out."""
        seconds = {event.gap_id: event.seconds for event in self.told if isinstance(event, GapClosed)}
        return [
            (f"{gap.opened_at.astimezone(self.terms.timezone):%d %H:%M}", local(gap.closed_at), seconds.get(gap.id, 0) // 60)
            for gap in self.state.gaps.values()
            if gap.closed_at != gap.opened_at
        ]


def local(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment.astimezone(TERMS.timezone):%d %H:%M}"


def three_video_engineers(terms: Terms = TERMS) -> Post:
    post = Post("VC", "10", "10", terms)
    post.arrives("night", "10T00:00:00")
    post.arrives("P-1", "10T08:55:00")
    post.arrives("P-2", "10T09:00:00")
    post.leaves("night", "10T09:00:00")
    post.arrives("P-3", "10T10:15:00")
    post.leaves("P-2", "10T18:00:00")
    post.leaves("P-3", "10T18:00:00")
    post.until("10T18:05:00")
    return post


def test_a_saturday_that_is_a_workday_by_swap_needs_three_video_engineers() -> None:
    assert three_video_engineers().gaps() == [("10 09:00", "10 10:15", 75)]  # GC-67


def test_read_as_a_longer_day_the_same_saturday_has_gaps_from_eight_and_after_six() -> None:
    post = three_video_engineers(beijing_terms({"staff.day": "08:00-20:00"}))
    post.until("10T20:01:00")
    assert post.gaps() == [("10 08:00", "10 10:15", 135), ("10 18:00", "10 20:00", 120)]


def test_a_relief_twenty_five_minutes_late_leaves_a_gap_of_twenty_five_minutes() -> None:
    post = Post("VC", "17", "17")
    post.arrives("P-1", "17T00:00:00")
    post.leaves("P-1", "17T20:00:00")
    post.arrives("P-2", "17T20:25:00")
    assert post.gaps() == [("17 20:00", "17 20:25", 25)]  # GC-69


def test_a_holiday_without_the_manager_is_a_gap_of_the_whole_day_window() -> None:
    post = Post("SM", "03", "03")
    post.until("03T23:00:00")
    assert post.gaps() == [("03 09:00", "03 18:00", 540)]  # GC-71


@pytest.mark.parametrize(("present", "gaps"), [(2, []), (1, [("02 00:00", None, 0)])])
def test_a_key_period_raises_the_requirement_at_every_instant(present: int, gaps: list[tuple[str, str | None, int]]) -> None:
    post = Post("VC", "02", "03")
    post.decide(OrderSurge("K-1", at("01T00:00:00"), at("08T00:00:00"), 2, at("01T20:00:00")))  # GC-72
    for person in range(present):
        post.arrives(f"P-{person}", "02T00:00:00")
    post.until("02T23:00:00")
    assert post.gaps() == gaps


def test_a_key_period_never_lowers_the_requirement() -> None:
    post = Post("VC", "10", "10")
    post.decide(OrderSurge("K-1", at("10T00:00:00"), at("11T00:00:00"), 2, at("09T20:00:00")))
    for person in ("P-1", "P-2"):
        post.arrives(person, "10T00:00:00")
    post.until("10T17:59:00")
    assert post.gaps() == [("10 09:00", None, 0)]


@pytest.mark.parametrize("post", ["VC", "IM", "AV"])
def test_one_engineer_of_each_post_is_enough_at_night(post: str) -> None:
    night = Post(post, "17", "17")
    night.arrives("P-1", "17T00:00:00")
    night.until("17T08:00:00")
    assert night.gaps() == []  # GC-73


@pytest.mark.parametrize("post", ["SM", "SD"])
def test_manager_and_desk_are_not_required_at_night(post: str) -> None:
    night = Post(post, "12", "13")
    night.arrives("P-1", "12T09:00:00")
    night.leaves("P-1", "12T18:00:00")
    night.until("13T08:59:00")
    assert night.gaps() == []  # GC-73, GC-74


def test_read_as_daytime_a_rest_day_needs_nobody_at_two_in_the_morning() -> None:
    post = Post("VC", "17", "17", beijing_terms({"staff.rest_window": "daytime"}))
    post.until("17T23:59:00")
    assert post.gaps() == [("17 09:00", "17 18:00", 540)]


def test_a_gap_across_midnight_is_one_gap() -> None:
    post = Post("VC", "17", "18")
    post.arrives("P-1", "17T00:00:00")
    post.leaves("P-1", "17T23:30:00")
    post.arrives("P-2", "18T01:00:00")
    assert post.gaps() == [("17 23:30", "18 01:00", 90)]


@pytest.mark.parametrize(("relief", "gaps"), [("20:00:59", []), ("20:01:00", [("17 20:00", "17 20:01", 1)])])
def test_a_gap_counts_from_one_minute_on(relief: str, gaps: list[tuple[str, str, int]]) -> None:
    post = Post("VC", "17", "17")
    post.arrives("P-1", "17T00:00:00")
    post.leaves("P-1", "17T20:00:00")
    post.arrives("P-2", f"17T{relief}")
    assert post.gaps() == gaps


def test_a_gap_is_told_while_it_lasts_with_requirement_and_numbers() -> None:
    post = Post("VC", "17", "17")
    post.until("17T00:01:00")
    assert post.told[-2:] == [
        GapOpened("VC-20261016T160000Z", "VC", at("17T00:00:00"), 1, 0, "STF-VC-BASE"),
        CoverageAssessed("VC", at("17T00:01:00"), at("18T00:00:00")),
    ]


def test_a_gap_ends_with_the_roster() -> None:
    post = Post("VC", "17", "17")
    post.until("18T12:00:00")
    assert post.gaps() == [("17 00:00", "18 00:00", 1440)]
    assert post.state.next_at is None


def test_days_without_a_published_roster_have_no_gaps() -> None:
    arrived = BeginPresence("S-1", "P-1", at("10T09:00:00"), at("10T09:00:00"))
    assert COVERAGE.decide(arrived, Coverage(), TERMS) == (PresenceBegan("S-1", "P-1", at("10T09:00:00")),)
    assert not any(isinstance(event, GapOpened) for event in Post("VC", "17", "17").told)


def test_a_roster_published_late_binds_from_its_publication() -> None:
    late = CoverRoster("VC", "R-1", date(2026, 10, 17), date(2026, 10, 17), at("17T12:00:00"))
    gone = CoverRoster("VC", "R-1", date(2026, 10, 16), date(2026, 10, 16), at("17T12:00:00"))
    assert COVERAGE.decide(late, Coverage(), TERMS)[0].starts == at("17T12:00:00")  # type: ignore[union-attr]
    assert COVERAGE.decide(gone, Coverage(), TERMS) == ()


def test_a_punch_that_arrives_late_from_a_device_takes_the_gap_back() -> None:
    post = Post("VC", "17", "17")
    post.until("17T00:05:00")
    post.decide(BeginPresence("S-1", "P-1", at("16T23:50:00"), at("17T00:05:00")))
    assert post.gaps() == []
    assert isinstance(post.told[-1], GapClosed)
    assert post.told[-1].seconds == 0


def test_a_corrected_punch_changes_the_gap_that_was_told() -> None:
    post = Post("VC", "17", "17")
    post.arrives("P-1", "17T00:00:00")
    post.leaves("P-1", "17T20:00:00")
    post.arrives("P-2", "17T20:25:00")
    post.decide(CorrectPresence("S-P-2", "P-2", at("17T20:10:00"), None, at("17T21:00:00")))
    assert post.gaps() == [("17 20:00", "17 20:10", 10)]
    post.decide(CorrectPresence("S-P-2", "P-2", at("17T20:00:00"), None, at("17T21:30:00")))
    assert post.gaps() == []


def test_telling_the_same_twice_changes_nothing() -> None:
    post = Post("VC", "17", "17")
    post.arrives("P-1", "17T00:00:00")
    before = len(post.told)
    post.arrives("P-1", "17T00:00:00")
    post.leaves("nobody", "17T00:00:30")
    assert len(post.told) == before


def test_gap_ids_do_not_depend_on_the_offset_of_the_clock() -> None:
    east, west = Post("VC", "17", "17"), Post("VC", "17", "17")
    assert east.state.next_at is not None
    east.decide(Assess(at("17T00:01:00")))
    west.decide(Assess(at("17T00:01:00").astimezone(UTC)))
    assert east.state.gaps.keys() == west.state.gaps.keys()
