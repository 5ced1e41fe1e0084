"""The life of a shift as a customer could read it."""

from datetime import date, datetime

from common.testing.scenario import Given, given
from common.testing.terms import beijing_terms
from roster.domain.clauses import Leave
from roster.domain.shift import (
    SHIFT,
    ApproveCorrection,
    AttendanceClassified,
    CancelShift,
    CorrectionRequested,
    EndShift,
    GrantLeave,
    NoteAbsence,
    PlanShift,
    PunchCorrected,
    RequestCorrection,
    Shift,
    ShiftCancelled,
    ShiftCommand,
    ShiftEnded,
    ShiftEvent,
    ShiftExcused,
    ShiftPlanned,
    ShiftStarted,
    StartShift,
)

TERMS = beijing_terms()
CLAUSE = "A8S-1 1.1"


def at(time: str) -> datetime:
    return datetime.fromisoformat(f"2026-10-14T{time}+08:00")


SET, OUT = at("09:00:00"), at("18:00:00")
PLANNED = ShiftPlanned("R-1", date(2026, 10, 14), "P-1", "VC", SET, OUT, at("09:30:01"))
ABSENT = AttendanceClassified("P-1", "VC", "arrival", "absent", SET, None, 1801, CLAUSE)


def started(time: str, entered: str | None = None) -> ShiftStarted:
    return ShiftStarted("P-1", "VC", SET, OUT, at(time), at(entered or time))


def arrived(finding: str, time: str, seconds: int, corrects: str | None = None) -> AttendanceClassified:
    return AttendanceClassified("P-1", "VC", "arrival", finding, SET, at(time), seconds, CLAUSE, corrects)  # type: ignore[arg-type]


def story(*events: ShiftEvent) -> Given[ShiftCommand, Shift, ShiftEvent]:
    return given(SHIFT, TERMS, *events)


def test_a_planned_shift_is_watched_for_absence() -> None:
    story().when(PlanShift("R-1", "P-1", "VC", SET, OUT, at("08:00:00"))).then(PLANNED)


def test_a_plan_made_after_its_time_obliges_nobody_to_have_come() -> None:
    late_plan = ShiftPlanned("R-1", date(2026, 10, 14), "P-1", "VC", SET, OUT, None)
    story().when(PlanShift("R-1", "P-1", "VC", SET, OUT, at("09:30:01"))).then(late_plan)


def test_arriving_nine_minutes_fifty_nine_late_is_on_time() -> None:
    story(PLANNED).when(StartShift(at("09:09:59"), at("09:09:59"))).then(started("09:09:59"), arrived("on_time", "09:09:59", 599))


def test_arriving_exactly_ten_minutes_late_is_late() -> None:
    story(PLANNED).when(StartShift(at("09:10:00"), at("09:10:00"))).then(started("09:10:00"), arrived("late", "09:10:00", 600))


def test_nobody_came_within_thirty_minutes() -> None:
    story(PLANNED).when(NoteAbsence(at("09:30:01"))).then(ABSENT)


def test_who_comes_after_the_absence_was_noted_starts_and_stays_absent() -> None:
    story(PLANNED, ABSENT).when(StartShift(at("09:45:00"), at("09:45:00"))).then(started("09:45:00"))


def test_an_absence_is_not_talked_away_by_an_older_punch() -> None:
    story(PLANNED, ABSENT).when(StartShift(at("09:05:00"), at("09:50:00"))).then_refused("punch_contradicts_absence", CLAUSE)


def test_the_absence_timer_finds_nothing_when_the_person_came() -> None:
    came = (
        story(PLANNED)
        .when(StartShift(at("09:30:00"), at("09:30:00")))
        .then(started("09:30:00"), arrived("late", "09:30:00", 1800))
    )
    came.when(NoteAbsence(at("09:30:01"))).then_nothing_happened()


def test_a_shift_starts_once() -> None:
    story(PLANNED, started("08:55:00")).when(StartShift(at("08:56:00"), at("08:56:00"))).then_refused("shift_already_started")


def test_a_punch_of_the_future_is_refused_but_a_minute_of_skew_is_not() -> None:
    story(PLANNED).when(StartShift(at("09:01:01"), at("09:00:00"))).then_refused("punch_in_the_future")
    assert story(PLANNED).when(StartShift(at("09:01:00"), at("09:00:00"))).refusal is None


def test_a_shift_cannot_start_when_its_time_is_over() -> None:
    story(PLANNED).when(StartShift(OUT, OUT)).then_refused("shift_is_over")


def test_leaving_ten_minutes_early_is_an_early_leave() -> None:
    early = AttendanceClassified("P-1", "VC", "departure", "early_leave", OUT, at("17:50:00"), 600, CLAUSE)
    ended = ShiftEnded("P-1", "VC", at("17:50:00"), at("17:50:00"))
    story(PLANNED, started("09:00:00")).when(EndShift(at("17:50:00"), at("17:50:00"))).then(ended, early)


def test_leaving_on_time_is_no_finding() -> None:
    ended = ShiftEnded("P-1", "VC", at("18:00:00"), at("18:00:00"))
    story(PLANNED, started("09:00:00")).when(EndShift(OUT, OUT)).then(ended)


def test_nobody_leaves_who_has_not_come_or_before_coming() -> None:
    story(PLANNED).when(EndShift(OUT, OUT)).then_refused("shift_not_started")
    story(PLANNED, started("09:00:00")).when(EndShift(at("08:59:59"), OUT)).then_refused("ends_before_start")
    ended = ShiftEnded("P-1", "VC", OUT, OUT)
    story(PLANNED, started("09:00:00"), ended).when(EndShift(OUT, OUT)).then_refused("shift_already_ended")


def test_leave_granted_before_moves_the_absence_timer() -> None:
    leave = Leave("L-1", at("08:00:00"), at("10:00:00"))
    excused = ShiftExcused("L-1", leave.starts, leave.ends, at("10:30:01"))
    granted = story(PLANNED).when(GrantLeave(leave, at("08:30:00"))).then(excused)
    granted.when(StartShift(at("09:45:00"), at("09:45:00"))).then(started("09:45:00"), arrived("excused", "09:45:00", 2700))


def test_leave_over_the_whole_shift_excuses_it() -> None:
    leave = Leave("L-1", at("08:00:00"), at("20:00:00"))
    excused = ShiftExcused("L-1", leave.starts, leave.ends, None)
    finding = AttendanceClassified("P-1", "VC", "arrival", "excused", SET, None, 1801, CLAUSE)
    story(PLANNED).when(GrantLeave(leave, at("08:30:00"))).then(excused, finding)


def test_leave_approved_after_the_fact_replaces_the_absence_by_a_new_finding() -> None:
    leave = Leave("L-1", at("08:00:00"), at("20:00:00"))
    excused = ShiftExcused("L-1", leave.starts, leave.ends, None)
    finding = AttendanceClassified("P-1", "VC", "arrival", "excused", SET, None, 1801, CLAUSE, "absent")
    granted = story(PLANNED, ABSENT).when(GrantLeave(leave, at("12:00:00"))).then(excused, finding)
    granted.when(GrantLeave(leave, at("12:01:00"))).then_nothing_happened()


def test_a_cancelled_shift_is_not_started() -> None:
    cancelled = ShiftCancelled("P-1", "VC", None)
    story(PLANNED).when(CancelShift(None, at("08:00:00"))).then(cancelled).when(StartShift(SET, SET)).then_refused(
        "shift_cancelled"
    )


def test_a_correction_needs_a_second_person_and_leaves_the_punch_in_the_record() -> None:
    asked = CorrectionRequested("C-1", "start", at("09:02:00"), "digest", "manager")
    command = RequestCorrection("C-1", "start", at("09:02:00"), "digest", "manager", at("11:00:00"))
    waiting = story(PLANNED, ABSENT).when(command).then(asked)
    waiting.when(ApproveCorrection("C-1", "manager", at("11:05:00"))).then_refused("second_person_needed")
    corrected = PunchCorrected("C-1", "start", "P-1", "VC", None, at("09:02:00"), "manager", "officer")
    waiting.when(ApproveCorrection("C-1", "officer", at("11:05:00"))).then(
        corrected, started("09:02:00", "11:05:00"), arrived("on_time", "09:02:00", 120, "absent")
    )


def test_a_corrected_departure_is_judged_again() -> None:
    ended = ShiftEnded("P-1", "VC", at("17:00:00"), at("17:00:00"))
    absent = AttendanceClassified("P-1", "VC", "departure", "absent", OUT, at("17:00:00"), 3600, CLAUSE)
    asked = CorrectionRequested("C-1", "end", OUT, "digest", "manager")
    corrected = PunchCorrected("C-1", "end", "P-1", "VC", at("17:00:00"), OUT, "manager", "officer")
    finding = AttendanceClassified("P-1", "VC", "departure", "on_time", OUT, OUT, 0, CLAUSE, "absent")
    worked = story(PLANNED, started("09:00:00"), ended, absent, asked)
    worked.when(ApproveCorrection("C-1", "officer", at("19:00:00"))).then(corrected, finding)


def test_only_one_correction_waits_at_a_time() -> None:
    asked = CorrectionRequested("C-1", "start", at("09:02:00"), "digest", "manager")
    second = RequestCorrection("C-2", "start", at("09:03:00"), "digest", "manager", at("11:00:00"))
    story(PLANNED, asked).when(second).then_refused("correction_already_waits")
