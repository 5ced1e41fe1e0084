"""What can wait for whom: one table. A line is shown to those who may do what it waits for."""

from console.pages.wait import Wait, acceptance_open, after_the_term, ended, stage, stance, status, unsigned, upheld_alone
from console.remote.peers import CONSOLE

_SLIP = "/scoring/slips/{id}"
_SLIP_ABOUT = ("number", "rule_zh", "points")
_QUARTER = "/scoring/quarters/{quarter}"
_PENDING = {"state": "pending", "sort": "event_at"}
_OF_TICKETS = ("ticket-", "urgent-")

WAITS = (
    Wait(
        *("proposal.accept", "wait.proposal", "scoring", "/proposals", {"state": "open", "sort": "event_at"}),
        due="form2_due_on",
        about=("fact", "subject"),
        opens="/scoring/proposals/{id}",
    ),
    Wait(
        *("slip.answer", "wait.slip_answer", "scoring", "/slips", _PENDING),
        due="due_on",
        about=_SLIP_ABOUT,
        opens=_SLIP,
        only=stance("none"),
    ),
    Wait(
        *("slip.sign", "wait.slip_sign", "scoring", "/slips", _PENDING),
        due="due_on",
        about=_SLIP_ABOUT,
        opens=_SLIP,
        only=unsigned,
    ),
    Wait(
        *("slip.decide", "wait.slip_decide", "scoring", "/slips", _PENDING),
        due="due_on",
        about=_SLIP_ABOUT,
        opens=_SLIP,
        only=stance("dissented"),
    ),
    Wait(
        *("slip.uphold", "wait.slip_uphold", "scoring", "/slips", _PENDING),
        due="due_on",
        about=_SLIP_ABOUT,
        opens=_SLIP,
        only=upheld_alone,
    ),
    Wait(
        *("quarter.apply", "wait.quarter_apply", "scoring", "/quarters"),
        since="ends",
        about=("quarter",),
        opens=_QUARTER,
        only=ended,
    ),
    Wait(
        *("quarter.assess", "wait.quarter_assess", "scoring", "/quarters"),
        due="assess_due_on",
        about=("quarter",),
        opens=_QUARTER,
        only=stage("applied", "objected"),
    ),
    Wait(
        *("quarter.respond", "wait.quarter_respond", "scoring", "/quarters"),
        due="assess_due_on",
        about=("quarter",),
        opens=_QUARTER,
        only=stage("assessed"),
    ),
    Wait(
        *("quarter.resolve", "wait.quarter_resolve", "scoring", "/quarters"),
        due="assess_due_on",
        about=("quarter",),
        opens=_QUARTER,
        only=stage("escalated"),
    ),
    Wait(
        *("quarter.notice", "wait.quarter_notice", "scoring", "/quarters"),
        due="assess_due_on",
        about=("quarter",),
        opens=_QUARTER,
        only=stage("agreed"),
    ),
    Wait(
        *("quarter.rectify", "wait.quarter_rectify", "scoring", "/quarters"),
        due="rectify_due_on",
        about=("quarter",),
        opens=_QUARTER,
        only=stage("noticed"),
    ),
    Wait(
        *("quarter.close", "wait.quarter_close", "scoring", "/quarters"),
        about=("quarter",),
        opens=_QUARTER,
        only=stage("rectified"),
    ),
    Wait(
        *("finding.confirm", "wait.finding", "scoring", "/annual/findings", {"state": "recorded", "sort": "recorded_at"}),
        about=("rule", "fact"),
        opens="/scoring/findings/{id}",
    ),
    Wait(
        *("year.apply", "wait.year_apply", "scoring", "/annual"),
        due="due_on",
        opens="/scoring/annual",
        only=after_the_term("open"),
        single=True,
    ),
    Wait(
        *("year.finalise", "wait.year_finalise", "scoring", "/annual"),
        since="applied_at",
        opens="/scoring/annual",
        only=after_the_term("applied"),
        single=True,
    ),
    Wait(
        *("acceptance.apply", "wait.acceptance_apply", "billing", "/acceptance"),
        due="apply_by",
        opens="/billing/acceptance",
        only=acceptance_open,
        single=True,
    ),
    Wait(
        *("acceptance.decide", "wait.acceptance_decide", "billing", "/acceptance"),
        due="meeting_by",
        opens="/billing/acceptance",
        only=lambda _here, row: bool(row["waiting"]),
        single=True,
    ),
    Wait(
        *("settlement.propose", "wait.settlement_propose", "billing", "/settlement"),
        opens="/billing/settlement",
        only=after_the_term("preview"),
        single=True,
    ),
    Wait(
        *("settlement.confirm", "wait.settlement_confirm", "billing", "/settlement"),
        opens="/billing/settlement",
        only=after_the_term("proposed"),
        single=True,
    ),
    Wait(
        *("person.approve", "wait.person", "roster", "/people", {"standing": "offered"}),
        about=("person_id", "offered_for"),
        opens="/roster/people/{person_id}",
    ),
    Wait(
        *("leave.decide", "wait.leave", "roster", "/leave", {"state": "requested", "sort": "starts_at"}),
        due="starts_at",
        about=("person_id", "reason"),
        opens="/roster/leave/{leave_id}",
    ),
    Wait(
        *("roster.plan", "wait.roster", "roster", "/rosters", {"state": "draft", "sort": "starts"}),
        due="starts",
        opens="/roster/rosters/{roster_id}",
    ),
    Wait(
        *("roster.plan", "wait.roster_missing", "roster", "/rosters/missing", {"state": "stands", "sort": "since"}),
        since="since",
        opens="/roster/month",
    ),
    Wait(
        *("handover.complete", "wait.handover", "roster", "/handovers", {"state": "due", "day": "{today}", "sort": "due_at"}),
        due="due_at",
        about=("post",),
        opens="/roster/handovers/{handover_id}",
    ),
    Wait(
        *("ticket.dispatch", "wait.ticket_dispatch", "tickets", "/tickets", {"state": "opened", "sort": "opened_at"}),
        since="opened_at",
        about=("kind", "description"),
        opens="/desk/tickets/{id}",
        types=_OF_TICKETS,
    ),
    Wait(
        *("ticket.resolve", "wait.ticket_resolve", "tickets", "/tickets", {"state": "dispatched", "sort": "opened_at"}),
        since="dispatched_at",
        about=("kind", "description", "person_id"),
        opens="/desk/tickets/{id}",
        types=_OF_TICKETS,
    ),
    Wait(
        *("ticket.close", "wait.ticket_close", "tickets", "/tickets", {"state": "resolved", "sort": "opened_at"}),
        since="resolved_at",
        about=("kind", "description"),
        opens="/desk/tickets/{id}",
        types=_OF_TICKETS,
    ),
    Wait(
        *("meeting.support", "wait.meeting", "tickets", "/meetings", {"state": "planned", "sort": "starts_at"}),
        due="setup_due_at",
        about=("title", "level"),
        opens="/desk/meetings/{id}",
        types=("meeting-", "roll-call-", "incident-"),
    ),
    Wait(
        *("check.record", "wait.round", "inspection", "/rounds", {"state": "open", "sort": "starts"}),
        due="due_at",
        about=("period", "starts"),
        opens="/inspection/rounds/{id}",
    ),
    Wait(
        *("fault.resolve", "wait.fault", "inspection", "/faults", {"state": "reported", "sort": "found_at"}),
        since="found_at",
        about=("place", "description"),
        opens="/inspection/faults/{id}",
    ),
    Wait(
        *("plan.confirm", "wait.plan", "inspection", "/plans", {"state": "proposed", "sort": "starts"}),
        due="starts",
        opens="/inspection/plans/{id}",
    ),
    Wait(
        *("account.confirm_recovery", "wait.recovery", CONSOLE, "/v1/recoveries"),
        since="proposed_at",
        about=("account_name", "reason"),
        opens="/system/recoveries",
    ),
    Wait(
        *("payment.pay", "wait.payable", "billing", "/payments"),
        due="due_on",
        about=("title",),
        opens="/billing/payments/{number}",
        only=status("payable", "part_paid_shortfall", "overdue"),
    ),
    Wait(
        *("payment.apply", "wait.payment_apply", "billing", "/payments"),
        about=("title",),
        opens="/billing/payments/{number}",
        only=status("eligible"),
    ),
    Wait(
        *("payment.review", "wait.invoice", "billing", "/payments"),
        about=("title",),
        opens="/billing/payments/{number}",
        only=lambda _here, row: row.get("invoice") == "received",
    ),
    Wait(
        *("breach.notify", "wait.breach_notify", "billing", "/breaches", {"state": "proposed"}),
        about=("title", "fact"),
        opens="/billing/breaches/{id}",
    ),
    Wait(
        *("breach.confirm", "wait.breach_confirm", "billing", "/breaches", {"state": "uncured"}),
        due="cure_by",
        about=("title", "fact"),
        opens="/billing/breaches/{id}",
    ),
)
