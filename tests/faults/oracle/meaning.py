"""What each command of the load means: which events, in which stream, with which of the facts that were sent."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from faults.record import Command

Meant = Mapping[str, tuple[str | None, Mapping[str, Any]]]
"""event type -> (stream, facts that it must tell)."""

MAY_CHANGE_NOTHING = frozenset(
    {"billing.reading", "billing.rate", "billing.calendar", "billing.breach.dispute", "roster.leave.approve"}
)
"""Acknowledged without an event where all is as asked already."""


def _created(type_: str, category: str, *same: str, **facts: Any) -> Callable[[Command], Meant]:
    """The command made a stream whose id the answer told; `same` fields are as in the body."""

    def meant(command: Command) -> Meant:
        id_ = command.answered.id if command.answered else ""
        body = command.asked.body
        return {type_: (f"{category}/{id_}", {**{name: body[name] for name in same}, **facts})}

    return meant


def _changed(type_: str, category: str, *same: str, by: str | None = None) -> Callable[[Command], Meant]:
    """The command changed the stream that its path names."""

    def meant(command: Command) -> Meant:
        id_ = command.asked.path.split("/")[5]
        body = command.asked.body
        facts = {name: body[name] for name in same}
        return {type_: (f"{category}/{id_}", {**facts, **({by: command.asked.subject} if by else {})})}

    return meant


def _any(_command: Command) -> Meant:
    """Which events follow, the state decides (ended or missed), or their number says enough (an import)."""
    return {}


def _exam(command: Command) -> Meant:
    type_ = "exam-passed" if command.asked.body["passed"] else "exam-failed"
    return _changed(type_, "person")(command)


def _reading(command: Command) -> Meant:
    name = command.asked.path.split("/")[5]
    return {"reading-chosen": ("terms/contract", {"name": name, "option": command.asked.body["option"], "source": None})}


def _check(command: Command) -> Meant:
    """Which stream, its round or the month's, the line decides."""
    return {"check-recorded": (None, {name: command.asked.body[name] for name in ("line", "result")})}


def _key_period(command: Command) -> Meant:
    body = command.asked.body
    id_ = command.answered.id if command.answered else ""
    return {"key-period-ordered": (f"key-period/{id_}", {"post": body["post"], "minimum": body.get("minimum")})}


def _fen(command: Command) -> int:
    return round(Decimal(command.asked.body["amount"]["amount"]) * 100)


def _activated(command: Command) -> Meant:
    return {"terms-activated": ("terms/contract", {"contract": command.asked.contract, "pack": command.asked.body["pack"]})}


MEANING: Mapping[str, Callable[[Command], Meant]] = {
    "tickets.call.log": _created("call-rang", "call", by="sd-1"),
    "tickets.call.answer": _changed("call-answered", "call", by="by"),
    "tickets.call.hang-up": _any,
    "tickets.ticket.open": _created("ticket-opened", "ticket", "kind", "urgent", by="officer-1"),
    "tickets.ticket.dispatch": _changed("ticket-dispatched", "ticket", by="by"),
    "tickets.ticket.resolve": _changed("ticket-resolved", "ticket", by="by"),
    "tickets.ticket.close": _changed("ticket-closed", "ticket", by="by"),
    "tickets.ticket.reopen": _changed("ticket-reopened", "ticket", by="by"),
    "tickets.import": _any,
    "tickets.complaint": _created("complaint-received", "complaint", by="officer-1"),
    "tickets.meeting.plan": _created("meeting-planned", "meeting", "level", "kind"),
    "tickets.meeting.cancel": _changed("meeting-cancelled", "meeting", by="by"),
    "tickets.meeting.prepare": _changed("meeting-prepared", "meeting", "checks", by="by"),
    "tickets.meeting.roll-call": _changed("roll-call-done", "meeting", by="by"),
    "tickets.meeting.start": _changed("meeting-started", "meeting", by="by"),
    "tickets.meeting.finish": _changed("meeting-finished", "meeting", "work_order_signed", by="by"),
    "inspection.fault.find": _created("fault-found", "fault", "place", by="vc-1"),
    "inspection.fault.report": _changed("fault-reported", "fault", by="by"),
    "inspection.fault.resolve": _changed("fault-resolved", "fault", by="by"),
    "inspection.plan.propose": _created("plan-proposed", "plan", "starts", "ends", "report_within_minutes", by="sm-1"),
    "inspection.plan.confirm": _changed("plan-confirmed", "plan", by="by"),
    "inspection.check.record": _check,
    "roster.person.register": _created("person-registered", "person", "posts"),
    "roster.person.approve": _changed("person-approved", "person", "posts"),
    "roster.person.exam": _exam,
    "roster.person.replace": _changed("person-replaced", "person", "successor_id", "cause"),
    "roster.person.leave": _changed("person-left", "person"),
    "roster.roster.draft": _created("roster-drafted", "roster", "starts", "ends"),
    "roster.roster.publish": _changed("roster-published", "roster"),
    "roster.shift.start": _changed("shift-started", "shift"),
    "roster.shift.end": _changed("shift-ended", "shift"),
    "roster.leave.request": _created("leave-requested", "leave", "person_id"),
    "roster.leave.approve": _changed("leave-approved", "leave"),
    "roster.leave.decline": _changed("leave-declined", "leave"),
    "roster.handover.complete": _changed("handover-completed", "handover", "incoming", "outgoing", "omitted"),
    "roster.key-period.order": _key_period,
    "scoring.slip.record": _created("slip-recorded", "slip"),
    "scoring.slip.comment": _changed("slip-commented", "slip"),
    "scoring.slip.withdraw": _changed("slip-withdrawn", "slip"),
    "scoring.slip.concur": _changed("slip-concurred", "slip"),
    "scoring.slip.sign": _changed("slip-signed", "slip"),
    "scoring.proposal.dismiss": _changed("proposal-dismissed", "proposal", by="by"),
    "scoring.quarter.apply": _changed("quarter-applied", "quarter"),
    "scoring.quarter.assess": _changed("quarter-assessed", "quarter"),
    "scoring.quarter.respond": lambda command: _changed(
        "quarter-objected" if command.asked.body else "quarter-agreed", "quarter"
    )(command),
    "scoring.quarter.escalate": _changed("quarter-escalated", "quarter"),
    "scoring.quarter.resolve": _changed("deadlock-resolved", "quarter"),
    "scoring.quarter.notice": _changed("notice-issued", "quarter"),
    "scoring.quarter.rectify": _changed("rectification-reported", "quarter"),
    "scoring.quarter.close": _changed("quarter-closed", "quarter"),
    "billing.bond.lodge": lambda command: {
        "bond-lodged": ("bond/performance", {"amount_fen": _fen(command), "lodged_on": command.asked.body["lodged_on"]})
    },
    "billing.payment.invoice": lambda command: {
        "invoice-received": ("payment/1", {"amount_fen": _fen(command), "number": command.asked.body["number"]})
    },
    "billing.payment.accept": _changed("invoice-accepted", "payment"),
    "billing.payment.reject": _changed("invoice-rejected", "payment"),
    "billing.payment.fund": lambda command: {
        "funds-appropriated": ("payment/1", {"amount_fen": _fen(command), "document": command.asked.body["document"]})
    },
    "billing.payment.pay": lambda command: {"payment-made": ("payment/1", {"amount_fen": _fen(command), "left_fen": 0})},
    "billing.payment.apply": _changed("payment-applied", "payment", "received_on"),
    "billing.calendar": lambda _command: {
        "calendar-year-published": ("terms/contract", {"year": 2027, "source_document": "示例", "source": None})
    },
    "billing.contract.activate": _activated,
    "billing.reading": _reading,
    "billing.rate": lambda command: {
        "reference-rate-set": ("terms/contract", {name: command.asked.body[name] for name in ("percent", "published_on")})
    },
    "billing.breach.propose": _created("breach-proposed", "breach", "code", "occurred_on"),
    "billing.breach.notify": _changed("breach-notified", "breach", "channel"),
    "billing.breach.cure": _changed("breach-cured", "breach", "cured_on"),
    "billing.breach.dispute": _changed("breach-disputed", "breach"),
    "billing.breach.confirm": _changed("damages-confirmed", "breach"),
    "billing.breach.waive": _changed("damages-waived", "breach"),
}
