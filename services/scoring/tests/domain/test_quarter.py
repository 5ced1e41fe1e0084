"""A quarter's assessment, stage by stage (A8S Art.7)."""

from datetime import date, datetime, timedelta, timezone
from typing import TypeVar

import pytest

from common.terms import Terms
from common.testing.scenario import Decided, Given, given
from common.testing.terms import beijing_terms
from scoring.domain.people import Person
from scoring.domain.quarter import (
    QUARTER,
    ApplyForAssessment,
    AssessmentDueMoved,
    AssessmentFellOverdue,
    AssessQuarter,
    CloseQuarter,
    EscalateQuarter,
    IssueNotice,
    NoteAssessmentOverdue,
    NoteRectificationOverdue,
    NoticeIssued,
    OpenQuarter,
    Quarter,
    QuarterClosed,
    QuarterCommand,
    QuarterEvent,
    QuarterOpened,
    RectificationFellOverdue,
    RectificationReported,
    ReportRectification,
    ResolveDeadlock,
    RespondToResult,
    Undecided,
)
from scoring.domain.records import CountedRecord, QuarterResult, quarter_result

TERMS = beijing_terms()
BEIJING = timezone(timedelta(hours=8))
OFFICER = Person("officer-1", "customer", "customer.officer")
HEAD = Person("head-1", "customer", "customer.head")
LEADER = Person("leader-1", "customer", "customer.leader")
MANAGER = Person("manager-1", "contractor", "contractor.manager")
FIRST_DAY = datetime(2026, 6, 15, 0, 0, tzinfo=BEIJING)
LAST_DAY = datetime(2026, 9, 14, 23, 59, tzinfo=BEIJING)
AFTER = datetime(2026, 9, 15, 9, tzinfo=BEIJING)

Story = Given[QuarterCommand, Quarter, QuarterEvent]
E = TypeVar("E")


def onwards(decided: Decided[QuarterCommand, Quarter, QuarterEvent]) -> Story:
    """The story goes on after whatever was decided."""
    return decided.then(*decided.events)


def last(decided: Decided[QuarterCommand, Quarter, QuarterEvent], cls: type[E]) -> E:
    """What the last command led to."""
    event = decided.events[-1]
    assert isinstance(event, cls), decided.refusal
    return event


def slips(*points: int) -> QuarterResult:
    records = [
        CountedRecord(f"S-{no}", f"SLIP-{no:04}", "1.1.1", "A8S-1 1.1.1", -1, one, FIRST_DAY, f"scoring:bj:{no}")
        for no, one in enumerate(points, start=1)
    ]
    return quarter_result(records, TERMS)


def opened(terms: Terms = TERMS) -> Story:
    return onwards(given(QUARTER, terms).when(OpenQuarter(1, FIRST_DAY)))


def assessed(result: QuarterResult | None = None, terms: Terms = TERMS) -> Story:
    applied = onwards(opened(terms).when(ApplyForAssessment(None, MANAGER, AFTER)))
    return onwards(applied.when(AssessQuarter(result or slips(5, 6), OFFICER, AFTER)))


def agreed(result: QuarterResult | None = None, terms: Terms = TERMS) -> Story:
    return onwards(assessed(result, terms).when(RespondToResult(None, MANAGER, AFTER)))


def noticed(result: QuarterResult | None = None, at: datetime = AFTER) -> Story:
    result = result or slips(5, 6)
    return onwards(agreed(result).when(IssueNotice(result, Undecided(), LEADER, at)))


def test_gc_14_a_quarter_opens_on_its_first_day_and_is_assessed_by_the_15th_day_of_the_next() -> None:
    given(QUARTER, TERMS).when(OpenQuarter(1, FIRST_DAY)).then(
        QuarterOpened(
            1,
            date(2026, 6, 15),
            date(2026, 9, 14),
            date(2026, 9, 29),
            datetime(2026, 9, 30, 0, 0, tzinfo=TERMS.timezone),
            provisional=False,
        )
    )
    given(QUARTER, TERMS).when(OpenQuarter(2, FIRST_DAY)).then_refused("quarter_not_open")
    given(QUARTER, TERMS).when(OpenQuarter(5, FIRST_DAY)).then_refused("quarter_unknown")
    opened().when(OpenQuarter(1, AFTER)).then_nothing_happened()


def test_a_quarter_is_applied_for_after_its_last_day() -> None:
    opened().when(ApplyForAssessment(None, MANAGER, LAST_DAY)).then_refused("quarter_not_ended")
    assert opened().when(ApplyForAssessment(None, MANAGER, LAST_DAY + timedelta(minutes=1))).refusal is None
    given(QUARTER, TERMS).when(ApplyForAssessment(None, MANAGER, AFTER)).then_refused("quarter_not_open")


def test_nothing_is_assessed_before_the_application_and_nothing_noticed_before_the_discussion() -> None:
    opened().when(AssessQuarter(slips(), OFFICER, AFTER)).then_refused("quarter_not_at_this_stage")
    assessed().when(IssueNotice(slips(5, 6), Undecided(), LEADER, AFTER)).then_refused("quarter_not_discussed")
    opened().when(IssueNotice(slips(), Undecided(), LEADER, AFTER)).then_refused("quarter_not_assessed")


def test_form_4_freezes_the_agreed_result_and_starts_ten_working_days() -> None:
    notice = last(agreed().when(IssueNotice(slips(5, 6), Undecided(), LEADER, AFTER)), NoticeIssued)
    assert (notice.result.deducted, notice.result.bonus, notice.total, notice.disputed) == (11, 0, 89, False)
    # 16, 17, 18, 20 (Sunday, worked), 21, 22, 23, 24, then 28, 29: the 25th to 27th are Mid-Autumn
    assert (notice.issued_on, notice.rectification_due_on) == (date(2026, 9, 15), date(2026, 9, 29))


def test_amb_33_without_a_base_form_4_shows_no_total() -> None:
    story = agreed(terms=beijing_terms({"quarter.base": "none"}))
    assert last(story.when(IssueNotice(slips(5, 6), Undecided(), LEADER, AFTER)), NoticeIssued).total is None


def test_form_4_cannot_issue_with_an_open_dispute() -> None:
    disputed = onwards(assessed().when(RespondToResult("text-1", MANAGER, AFTER)))
    disputed.when(IssueNotice(slips(5, 6), Undecided(), LEADER, AFTER)).then_refused("quarter_disputed")


def test_form_4_cannot_issue_over_a_pending_slip_or_an_open_proposal() -> None:
    pending, open_ = Undecided(("SLIP-0003",)), Undecided(proposals=1)
    agreed().when(IssueNotice(slips(5, 6), pending, LEADER, AFTER)).then_refused("quarter_has_pending_slips")
    agreed().when(IssueNotice(slips(5, 6), open_, LEADER, AFTER)).then_refused("quarter_has_open_proposals")


def test_a_slip_that_began_to_count_after_the_assessment_asks_for_another_round() -> None:
    story = agreed(slips(5))
    story.when(IssueNotice(slips(5, 6), Undecided(), LEADER, AFTER)).then_refused("assessment_outdated")
    again = onwards(story.when(AssessQuarter(slips(5, 6), OFFICER, AFTER)))
    assert again.state.round == 2
    again.when(IssueNotice(slips(5, 6), Undecided(), LEADER, AFTER)).then_refused("quarter_not_discussed")


def test_amb_36_a_deadlock_goes_to_the_deputy_director_whose_decision_lets_the_last_result_stand() -> None:
    disputed = onwards(assessed().when(RespondToResult("text-1", MANAGER, AFTER)))
    escalated = onwards(disputed.when(EscalateQuarter("text-2", HEAD, AFTER)))
    escalated.when(IssueNotice(slips(5, 6), Undecided(), LEADER, AFTER)).then_refused("quarter_disputed")
    resolved = onwards(escalated.when(ResolveDeadlock("text-3", LEADER, AFTER)))
    assert last(resolved.when(IssueNotice(slips(5, 6), Undecided(), LEADER, AFTER)), NoticeIssued).disputed
    assessed().when(ResolveDeadlock("text-3", LEADER, AFTER)).then_refused("quarter_not_at_this_stage")


def test_amb_36_under_the_other_reading_the_last_result_stands_without_a_decision() -> None:
    terms = beijing_terms({"quarter.deadlock": "last_result_stands"})
    disputed = onwards(assessed(terms=terms).when(RespondToResult("text-1", MANAGER, AFTER)))
    disputed.when(EscalateQuarter("text-2", HEAD, AFTER)).then_refused("no_escalation_agreed")
    assert last(disputed.when(IssueNotice(slips(5, 6), Undecided(), LEADER, AFTER)), NoticeIssued).disputed


def test_after_form_4_nothing_of_the_quarter_changes() -> None:
    noticed().when(AssessQuarter(slips(1), OFFICER, AFTER)).then_refused("quarter_not_at_this_stage")
    noticed().when(IssueNotice(slips(5, 6), Undecided(), LEADER, AFTER)).then_refused("quarter_notice_issued")


def test_a_quarter_closes_after_the_report_or_once_its_time_is_over() -> None:
    noticed().when(CloseQuarter(HEAD, AFTER)).then_refused("rectification_outstanding")
    reported = onwards(noticed().when(ReportRectification("text-4", MANAGER, AFTER)))
    closed = last(reported.when(CloseQuarter(HEAD, AFTER)), QuarterClosed)
    assert (closed.deducted, closed.bonus, closed.rectified) == (11, 0, True)
    due = datetime(2026, 9, 29, 23, 59, tzinfo=BEIJING)
    noticed().when(CloseQuarter(HEAD, due)).then_refused("rectification_outstanding")
    assert not last(noticed().when(CloseQuarter(HEAD, due + timedelta(minutes=1))), QuarterClosed).rectified


def test_a_quarter_without_deductions_closes_without_a_report() -> None:
    assert noticed(slips()).when(CloseQuarter(HEAD, AFTER)).refusal is None
    closed = onwards(noticed(slips()).when(CloseQuarter(HEAD, AFTER)))
    closed.when(CloseQuarter(HEAD, AFTER)).then_refused("quarter_not_at_this_stage")


@pytest.mark.parametrize(("day", "late"), [(28, False), (29, False), (30, True)])
def test_the_rectification_report_is_in_time_until_its_tenth_working_day(day: int, late: bool) -> None:
    at = datetime(2026, 9, day, 12, tzinfo=BEIJING)
    assert last(noticed().when(ReportRectification("text-4", MANAGER, at)), RectificationReported).late is late


def test_an_assessment_that_does_not_come_is_noticed_the_day_after() -> None:
    in_time = datetime(2026, 9, 29, 23, 59, tzinfo=BEIJING)
    overdue = opened().when(NoteAssessmentOverdue(in_time + timedelta(minutes=1)))
    overdue.then(AssessmentFellOverdue(1, date(2026, 9, 29), provisional=False))
    assert isinstance(opened().when(NoteAssessmentOverdue(in_time)).events[0], AssessmentDueMoved)
    noticed().when(NoteAssessmentOverdue(in_time)).then_nothing_happened()


def test_a_report_that_does_not_come_is_noticed_the_day_after() -> None:
    after = datetime(2026, 9, 30, 0, 0, tzinfo=BEIJING)
    noticed().when(NoteRectificationOverdue(after)).then(RectificationFellOverdue(1, date(2026, 9, 29), provisional=False))
    reported = onwards(noticed().when(ReportRectification("text-4", MANAGER, AFTER)))
    reported.when(NoteRectificationOverdue(after)).then_nothing_happened()


def test_a_due_date_on_an_unpublished_year_is_marked() -> None:
    january = datetime(2027, 1, 4, 9, tzinfo=BEIJING)
    assert last(agreed().when(IssueNotice(slips(5, 6), Undecided(), LEADER, january)), NoticeIssued).provisional
