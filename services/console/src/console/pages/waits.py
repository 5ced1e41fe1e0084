"""What can wait for whom: one table. A line is shown to those who may do what it waits for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from console.shell import shown
from console.shell.here import Here

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Wait:
    """Rows of a service's list that wait for an action. `filters` narrow the list, `only` what the list cannot say.

    `due` names the date by which it should be done; `since`, where there is none, the moment it has waited from.
    """

    action: str
    title: str
    service: str
    path: str
    filters: Mapping[str, str] = field(default_factory=dict)
    due: str = ""
    since: str = ""
    about: tuple[str, ...] = ()
    opens: str = ""
    only: Callable[[Here, Row], bool] | None = None

    def query(self, here: Here) -> dict[str, str]:
        """The list's parameters; `{today}` is the contract's day."""
        return {name: value.format(today=shown.today(here.contract.zone)) for name, value in self.filters.items()}

    def concerns(self, here: Here, row: Row) -> bool:
        """Whether this row waits for this person."""
        return self.only is None or self.only(here, row)


def _code(row: Row, name: str) -> str:
    value = row.get(name)
    return str(value["code"]) if isinstance(value, Mapping) else str(value)


def _unsigned(here: Here, row: Row) -> bool:
    """A slip that the person's party has not signed."""
    party = "contractor" if any(role.startswith("contractor.") for role in here.roles) else "customer"
    signed = {_code(one, "party") for one in row["signatures"] if one["valid"]}
    return party not in signed and _code(row, "stance") in ("concurred", "decided")


def _stance(*codes: str) -> Callable[[Here, Row], bool]:
    return lambda _here, row: _code(row, "stance") in codes


def _stage(*codes: str) -> Callable[[Here, Row], bool]:
    return lambda _here, row: _code(row, "stage") in codes


def _status(*codes: str) -> Callable[[Here, Row], bool]:
    return lambda _here, row: _code(row, "status") in codes


_SLIP = "/scoring/slips/{id}"
_SLIP_ABOUT = ("number", "rule_zh", "points")
_QUARTER = "/scoring/quarters/{quarter}"
_PENDING = {"state": "pending"}

WAITS = (
    Wait(
        *("proposal.accept", "wait.proposal", "scoring", "/proposals", {"state": "open"}),
        due="form2_due_on",
        about=("fact", "subject"),
        opens="/scoring/proposals/{id}",
    ),
    Wait(
        *("slip.answer", "wait.slip_answer", "scoring", "/slips", _PENDING),
        due="due_on",
        about=_SLIP_ABOUT,
        opens=_SLIP,
        only=_stance("none"),
    ),
    Wait(
        *("slip.sign", "wait.slip_sign", "scoring", "/slips", _PENDING),
        due="due_on",
        about=_SLIP_ABOUT,
        opens=_SLIP,
        only=_unsigned,
    ),
    Wait(
        *("slip.decide", "wait.slip_decide", "scoring", "/slips", _PENDING),
        due="due_on",
        about=_SLIP_ABOUT,
        opens=_SLIP,
        only=_stance("dissented"),
    ),
    Wait(
        *("quarter.assess", "wait.quarter_assess", "scoring", "/quarters"),
        due="assess_due_on",
        about=("quarter",),
        opens=_QUARTER,
        only=_stage("applied", "objected"),
    ),
    Wait(
        *("quarter.respond", "wait.quarter_respond", "scoring", "/quarters"),
        due="assess_due_on",
        about=("quarter",),
        opens=_QUARTER,
        only=_stage("assessed"),
    ),
    Wait(
        *("quarter.resolve", "wait.quarter_resolve", "scoring", "/quarters"),
        due="assess_due_on",
        about=("quarter",),
        opens=_QUARTER,
        only=_stage("escalated"),
    ),
    Wait(
        *("quarter.notice", "wait.quarter_notice", "scoring", "/quarters"),
        due="assess_due_on",
        about=("quarter",),
        opens=_QUARTER,
        only=_stage("agreed"),
    ),
    Wait(
        *("quarter.rectify", "wait.quarter_rectify", "scoring", "/quarters"),
        due="rectify_due_on",
        about=("quarter",),
        opens=_QUARTER,
        only=_stage("noticed"),
    ),
    Wait(
        *("quarter.close", "wait.quarter_close", "scoring", "/quarters"),
        about=("quarter",),
        opens=_QUARTER,
        only=_stage("rectified"),
    ),
    Wait(
        *("finding.confirm", "wait.finding", "scoring", "/annual/findings", {"state": "recorded"}),
        about=("rule", "fact"),
        opens="/scoring/findings/{id}",
    ),
    Wait(
        *("person.approve", "wait.person", "roster", "/people", {"standing": "offered"}),
        about=("name", "person_id", "offered_for"),
        opens="/roster/people/{person_id}",
    ),
    Wait(
        *("leave.decide", "wait.leave", "roster", "/leave", {"state": "requested"}),
        due="starts_at",
        about=("person_id", "reason"),
        opens="/roster/leave/{leave_id}",
    ),
    Wait(
        *("roster.plan", "wait.roster", "roster", "/rosters", {"state": "draft"}),
        due="starts",
        opens="/roster/rosters/{roster_id}",
    ),
    Wait(
        *("roster.plan", "wait.roster_missing", "roster", "/rosters/missing", {"state": "stands"}),
        since="since",
        opens="/roster/month",
    ),
    Wait(
        *("handover.complete", "wait.handover", "roster", "/handovers", {"state": "due", "day": "{today}"}),
        due="due_at",
        about=("post",),
        opens="/roster/handovers/{handover_id}",
    ),
    Wait(
        *("ticket.dispatch", "wait.ticket_dispatch", "tickets", "/tickets", {"state": "opened"}),
        since="opened_at",
        about=("kind", "description"),
        opens="/desk/tickets/{id}",
    ),
    Wait(
        *("ticket.resolve", "wait.ticket_resolve", "tickets", "/tickets", {"state": "dispatched"}),
        since="dispatched_at",
        about=("kind", "description", "person_id"),
        opens="/desk/tickets/{id}",
    ),
    Wait(
        *("ticket.close", "wait.ticket_close", "tickets", "/tickets", {"state": "resolved"}),
        since="resolved_at",
        about=("kind", "description"),
        opens="/desk/tickets/{id}",
    ),
    Wait(
        *("meeting.support", "wait.meeting", "tickets", "/meetings", {"state": "planned"}),
        due="setup_due_at",
        about=("title", "level"),
        opens="/desk/meetings/{id}",
    ),
    Wait(
        *("check.record", "wait.round", "inspection", "/rounds", {"state": "open"}),
        due="due_at",
        about=("period", "starts"),
        opens="/inspection/rounds/{id}",
    ),
    Wait(
        *("fault.resolve", "wait.fault", "inspection", "/faults", {"state": "reported"}),
        since="found_at",
        about=("place", "description"),
        opens="/inspection/faults/{id}",
    ),
    Wait(
        *("plan.confirm", "wait.plan", "inspection", "/plans", {"state": "proposed"}),
        due="starts",
        opens="/inspection/plans/{id}",
    ),
    Wait(
        *("payment.pay", "wait.payable", "billing", "/payments"),
        due="due_on",
        about=("title",),
        opens="/billing/payments/{number}",
        only=_status("payable", "part_paid_shortfall", "overdue"),
    ),
    Wait(
        *("payment.apply", "wait.payment_apply", "billing", "/payments"),
        about=("title",),
        opens="/billing/payments/{number}",
        only=_status("eligible"),
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
