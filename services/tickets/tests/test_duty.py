"""Who is on duty follows roster's shifts, one step each."""

from datetime import UTC, datetime

from common.testing.scenario import given
from tickets.domain.duty import DUTY, BeginDuty, DutyBegan, DutyEnded, EndAllDuty, EndDuty

NINE = datetime(2026, 10, 14, 1, 0, tzinfo=UTC)
SIX = datetime(2026, 10, 14, 10, 0, tzinfo=UTC)
BEGAN = DutyBegan("S-1", "V1", "VC", NINE, "roster:bj:4")


def test_a_shift_that_starts_puts_its_person_on_duty() -> None:
    given(DUTY, None).when(BeginDuty("S-1", "V1", "VC", NINE, "roster:bj:4")).then(BEGAN)


def test_the_same_shift_told_twice_changes_nothing() -> None:
    given(DUTY, None, BEGAN).when(BeginDuty("S-1", "V1", "VC", NINE, "roster:bj:4")).then_nothing_happened()


def test_a_shift_that_ends_takes_its_person_off_duty() -> None:
    given(DUTY, None, BEGAN).when(EndDuty("S-1", SIX, "roster:bj:9")).then(DutyEnded("S-1", "V1", "VC", SIX, "roster:bj:9"))


def test_the_end_of_another_shift_leaves_the_person_on_duty() -> None:
    given(DUTY, None, BEGAN).when(EndDuty("S-2", SIX, "roster:bj:9")).then_nothing_happened()


def test_who_leaves_the_contract_is_on_duty_nowhere() -> None:
    other = DutyBegan("S-2", "V1", "IM", NINE, "roster:bj:5")
    given(DUTY, None, BEGAN, other).when(EndAllDuty(SIX, "roster:bj:9")).then(
        DutyEnded("S-1", "V1", "VC", SIX, "roster:bj:9"), DutyEnded("S-2", "V1", "IM", SIX, "roster:bj:9")
    )
