"""What the others tell becomes proposals, with evidence and range, never points."""

from datetime import UTC, date, datetime
from itertools import count

import pytest

from common.aggregate import Order
from common.ledger.facts import Delivered
from common.published import inspection, roster, tickets, told_by
from common.published.base import Published
from common.testing.scenario import given
from common.testing.terms import beijing_terms
from scoring.domain.proposal import (
    PROPOSAL,
    AcceptProposal,
    DismissProposal,
    ProposalCommand,
    ProposalDismissed,
    ProposalFactCorrected,
    ProposalRaised,
    ProposedRule,
    RaiseProposal,
)
from scoring.policies import PROPOSE

AT = datetime(2026, 10, 14, 1, 10, tzinfo=UTC)
TERMS = beijing_terms()
NUMBERS = count(1)


def told(event: Published) -> list[Order[ProposalCommand]]:
    """What the policy orders when a service tells this."""
    number = next(NUMBERS)
    source = type(event).SERVICE
    delivered = Delivered(source, "bj-2026", number, number + 100, f"thing/{number}", event.type_name(), event, "", AT, AT)
    reaction = PROPOSE.reacts[source][type(event)]
    return list(reaction(delivered)) if reaction else []


def proposals(event: Published) -> list[tuple[str, tuple[str, ...], int]]:
    return [
        (order.id, order.command.rules, order.command.units) for order in told(event) if isinstance(order.command, RaiseProposal)
    ]


def attendance(finding: str, corrects: str | None = None) -> Published:
    return roster.AttendanceClassified.model_validate({
        "shift_id": "S-1", "person_id": "P-1", "post": "VC", "finding": finding, "set_at": AT, "actual_at": AT,
        "seconds": 600, "clause": "A8S-1 1.1", "corrects": corrects,
    })  # fmt: skip


@pytest.mark.parametrize("finding", ["late", "early_leave", "absent"])
def test_a_violation_of_attendance_is_proposed_under_1_1_1(finding: str) -> None:
    ((about, rules, units),) = proposals(attendance(finding))
    assert (about, rules, units) == (f"attendance-{finding.replace('_', '-')}.S-1", ("1.1.1",), 1)


@pytest.mark.parametrize("finding", ["on_time", "excused"])
def test_nothing_is_proposed_about_who_was_on_time_or_excused(finding: str) -> None:
    assert told(attendance(finding)) == []


def test_a_correction_marks_the_proposal_of_the_finding_it_takes_back() -> None:
    (order,) = told(attendance("excused", corrects="late"))
    assert order.id == "attendance-late.S-1"
    raised = RaiseProposal("slip", ("1.1.1",), AT, "attendance-late", ("roster:bj:9",))
    open_ = given(PROPOSAL, TERMS).when(raised)
    corrected = open_.then(*open_.events).when(order.command)
    assert isinstance(corrected.events[0], ProposalFactCorrected)
    given(PROPOSAL, TERMS).when(order.command).then_nothing_happened()


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (
            roster.HandoverMissed(handover_id="H-1", post="VC", day=date(2026, 10, 14), due_at=AT),
            [("handover-missed.H-1", ("3.2.1",), 1)],
        ),
        (
            roster.HandoverCompleted(
                handover_id="H-1", post="VC", day=date(2026, 10, 14), due_at=AT, completed_at=AT, on_time=False, omitted=2
            ),
            [("handover-off-time.H-1", ("3.2.1",), 1), ("handover-omitted.H-1", ("3.2.2",), 2)],
        ),
        (tickets.CallMissed(call_id="C-1", rang_at=AT, seconds=40), [("call-missed.C-1", ("2.6.2",), 1)]),
        (tickets.ComplaintReceived(complaint_id="K-1", received_at=AT), [("complaint-received.K-1", ("2.6.1",), 1)]),
        (
            tickets.MeetingIncident(
                meeting_id="M-1", incident_id="I-1", phase="during", rule="2.1B.2", level="A", occurred_at=AT
            ),
            [("meeting-incident.I-1", ("2.1B.2",), 1)],
        ),
        (
            tickets.RollCallMissed(meeting_id=None, day=date(2026, 10, 14), due_at=AT),
            [("roll-call-missed.2026-10-14", ("2.1A.4", "2.5.2"), 1)],
        ),
        (tickets.UrgentTaskCompleted(ticket_id="T-1", completed_at=AT), [("urgent-task-completed.T-1", ("4.3",), 1)]),
        (
            inspection.RoundMissed(round_id="R-1", day=date(2026, 10, 14), due_at=AT, checks=21),
            [("round-missed.R-1", ("3.3.1",), 1)],
        ),
    ],
)
def test_each_fact_is_held_against_its_clause(event: Published, expected: list[tuple[str, tuple[str, ...], int]]) -> None:
    assert proposals(event) == expected


def check_missed(*, whole_round: bool) -> Published:
    return inspection.CheckMissed(
        check_id="K-1", round_id="R-1", line="L-1", item="AV-01", day=date(2026, 10, 14), due_at=AT, whole_round=whole_round
    )


def test_an_item_left_out_is_3_3_2_unless_the_whole_round_was_missed() -> None:
    assert proposals(check_missed(whole_round=False)) == [("check-missed.K-1", ("3.3.2",), 1)]
    assert told(check_missed(whole_round=True)) == []


def test_a_replacement_and_a_failed_exam_are_annual_findings() -> None:
    replaced = roster.PersonReplaced(person_id="P-1", successor_id="P-2", cause="resignation", approved=True, at=AT)
    failed = roster.PersonFailedExam(person_id="P-2", at=AT)
    assert proposals(replaced) == [("person-replaced.P-1", ("AS-2.1",), 1)]
    assert proposals(failed) == [("exam-failed.P-2", ("AS-2.2",), 1)]


@pytest.mark.parametrize("service", ["roster", "tickets", "inspection"])
def test_every_type_that_is_told_is_answered_or_passed_over_aloud(service: str) -> None:
    assert set(PROPOSE.reacts[service]) == set(told_by(service))


def raising(*rules: str, units: int = 1, at: datetime = AT) -> RaiseProposal:
    return RaiseProposal("slip", rules, at, "check-missed", ("inspection:bj:7",), units)


def test_a_proposal_shows_the_permitted_range_the_quarter_and_the_last_day_for_form_2() -> None:
    (raised,) = given(PROPOSAL, TERMS).when(raising("2.1A.4", "2.5.2")).events
    assert isinstance(raised, ProposalRaised)
    assert raised.rules == (ProposedRule("2.1A.4", 1, 5), ProposedRule("2.5.2", 1, 1))
    assert (raised.quarter, raised.form2_due_on, raised.sign) == (2, date(2026, 10, 21), -1)


def test_omissions_add_up() -> None:
    (raised,) = given(PROPOSAL, TERMS).when(raising("3.2.2", units=3)).events
    assert isinstance(raised, ProposalRaised)
    assert raised.rules == (ProposedRule("3.2.2", 3, 3),)


def test_a_fact_told_twice_is_proposed_once() -> None:
    first = given(PROPOSAL, TERMS).when(raising("3.3.2"))
    first.then(*first.events).when(raising("3.3.2")).then_nothing_happened()


def test_nothing_is_proposed_outside_the_term_or_under_a_rule_this_contract_does_not_have() -> None:
    given(PROPOSAL, TERMS).when(raising("3.3.2", at=datetime(2026, 6, 14, 2, tzinfo=UTC))).then_nothing_happened()
    given(PROPOSAL, TERMS).when(raising("9.9.9")).then_nothing_happened()


def test_a_proposal_is_decided_once_by_a_person() -> None:
    raised = given(PROPOSAL, TERMS).when(raising("3.3.2"))
    open_ = raised.then(*raised.events)
    open_.when(AcceptProposal("1.1.1", "S-1", "officer-1")).then_refused("rule_not_proposed")
    dismissed = open_.when(DismissProposal("text-1", "officer-1")).then(ProposalDismissed("text-1", "officer-1"))
    dismissed.when(AcceptProposal("3.3.2", "S-1", "officer-1")).then_refused("proposal_already_decided")
    given(PROPOSAL, TERMS).when(DismissProposal("text-1", "officer-1")).then_refused("proposal_unknown")
