"""Annual findings and the annual result (A8 Art.7 to 10)."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from common.testing.scenario import Given, given
from common.testing.terms import beijing_terms
from scoring.domain.annual_score import FindingTaken, QuarterTaken
from scoring.domain.finding import (
    FINDING,
    ConfirmFinding,
    Finding,
    FindingCommand,
    FindingConfirmed,
    FindingEvent,
    FindingRecorded,
    RecordFinding,
    RejectFinding,
)
from scoring.domain.people import Person
from scoring.domain.tiers import QuarterPoints
from scoring.domain.year import YEAR, ApplyForYear, FinaliseYear, Year, YearApplied, YearCommand, YearEvent, YearFinalised

TERMS = beijing_terms()
BEIJING = timezone(timedelta(hours=8))
OFFICER = Person("officer-1", "customer", "customer.officer")
LEADER = Person("leader-1", "customer", "customer.leader")
COMPANY = Person("company-1", "contractor", "contractor.company")
NOW = datetime(2026, 11, 3, 9, tzinfo=BEIJING)
LAST_MINUTE = datetime(2027, 6, 14, 23, 59, tzinfo=BEIJING)
AFTER = datetime(2027, 6, 15, 0, 0, tzinfo=BEIJING)


def recording(**changes: Any) -> RecordFinding:
    fields: dict[str, Any] = {
        "rule": "AS-2.1",
        "occurred_on": date(2026, 11, 2),
        "fact": "text-1",
        "evidence": ("roster:bj:40",),
        "by": OFFICER,
        "now": NOW,
    }
    return RecordFinding(**(fields | changes))


def recorded() -> Given[FindingCommand, Finding, FindingEvent]:
    decided = given(FINDING, TERMS).when(recording())
    return decided.then(*decided.events)


def test_a_replacement_is_recorded_with_its_minus_three() -> None:
    (finding,) = given(FINDING, TERMS).when(recording(subject="P-2")).events
    assert isinstance(finding, FindingRecorded)
    assert (finding.points, finding.clause, finding.subject) == (-3, "A8 Art.8.2", "P-2")


def test_the_quarter_tiers_are_computed_and_never_entered() -> None:
    given(FINDING, TERMS).when(recording(rule="AS-3.1")).then_refused("finding_is_derived", clause="A8 Art.8.3")
    given(FINDING, TERMS).when(recording(rule="AS-9")).then_refused("annual_rule_unknown")


@pytest.mark.parametrize(
    ("day", "code"), [(date(2026, 6, 14), "outside_term"), (date(2026, 11, 4), "event_in_the_future"), (date(2026, 6, 15), None)]
)
def test_a_finding_lies_within_the_term_and_not_in_the_future(day: date, code: str | None) -> None:
    outcome = given(FINDING, TERMS).when(recording(occurred_on=day))
    assert (outcome.refusal.code if outcome.refusal else None) == code


def test_a_leader_confirms_what_somebody_else_recorded() -> None:
    recorded().when(ConfirmFinding(OFFICER, NOW)).then_refused("recorder_may_not_confirm")
    confirmed = recorded().when(ConfirmFinding(LEADER, NOW)).then(FindingConfirmed(LEADER, NOW))
    confirmed.when(ConfirmFinding(LEADER, NOW)).then_refused("finding_not_open")
    assert confirmed.when(RejectFinding("text-2", LEADER, NOW)).refusal is None


def test_nothing_changes_a_finding_once_the_year_is_final() -> None:
    given(FINDING, TERMS).when(recording(year_final=True)).then_refused("year_already_assessed")
    recorded().when(ConfirmFinding(LEADER, NOW, year_final=True)).then_refused("year_already_assessed")


def test_gc_13_the_year_is_applied_for_after_the_term_and_within_15_working_days() -> None:
    given(YEAR, TERMS).when(ApplyForYear(COMPANY, LAST_MINUTE)).then_refused("term_not_ended")
    given(YEAR, TERMS).when(ApplyForYear(COMPANY, AFTER)).then(
        YearApplied(date(2027, 7, 5), late=False, provisional=True, by=COMPANY, at=AFTER)
    )
    too_late = datetime(2027, 7, 6, 0, 0, tzinfo=BEIJING)
    (late,) = given(YEAR, TERMS).when(ApplyForYear(COMPANY, too_late)).events
    assert isinstance(late, YearApplied)
    assert late.late


def quarters(*pairs: tuple[int, int]) -> tuple[QuarterTaken, ...]:
    return tuple(QuarterTaken(QuarterPoints(no, *pair), (), f"scoring:bj:{no}") for no, pair in enumerate(pairs, start=1))


FOUR = quarters((12, 0), (21, 11), (8, 15), (20, 10))
FINDINGS = (
    FindingTaken("F-1", "AS-2.1", -3, date(2026, 11, 2), "scoring:bj:80"),
    FindingTaken("F-2", "AS-2.3", -3, date(2027, 1, 9), "scoring:bj:81"),
)


def finalise(**changes: Any) -> FinaliseYear:
    fields: dict[str, Any] = {
        "quarters": FOUR,
        "findings": FINDINGS,
        "undecided_findings": 0,
        "open_proposals": 0,
        "by": LEADER,
        "now": AFTER,
    }
    return FinaliseYear(**(fields | changes))


def applied() -> Given[YearCommand, Year, YearEvent]:
    decided = given(YEAR, TERMS).when(ApplyForYear(COMPANY, AFTER))
    return decided.then(*decided.events)


def test_the_year_of_the_demonstration_is_84_and_pays_three_quarters_of_the_tail() -> None:
    (final,) = applied().when(finalise()).events
    assert isinstance(final, YearFinalised)
    assert (final.score, final.tail_percent, final.explanation.value) == (84, "75", "84")


def test_one_finding_less_lies_above_the_line_of_85() -> None:
    (final,) = applied().when(finalise(findings=FINDINGS[:1])).events
    assert isinstance(final, YearFinalised)
    assert (final.score, final.tail_percent) == (87, "100")


def test_the_year_waits_for_every_quarter_finding_and_proposal() -> None:
    given(YEAR, TERMS).when(finalise()).then_refused("year_not_applied")
    applied().when(finalise(quarters=FOUR[:3])).then_refused("quarters_not_closed")
    applied().when(finalise(undecided_findings=1)).then_refused("findings_undecided")
    applied().when(finalise(open_proposals=1)).then_refused("proposals_undecided")


def test_a_final_score_does_not_change() -> None:
    decided = applied().when(finalise())
    final = decided.then(*decided.events)
    final.when(finalise(findings=())).then_refused("year_already_assessed")
    final.when(ApplyForYear(COMPANY, AFTER)).then_refused("year_already_assessed")
