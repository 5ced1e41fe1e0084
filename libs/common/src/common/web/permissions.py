"""Who may do what: one table, action -> roles. Each route names its action; a route without one fails at start.

A role's party is its first word. Nobody signs for the other party; `admin` sees no business content.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class Role(StrEnum):
    """A role under one contract. 甲方 is the customer, 乙方 the contractor."""

    OFFICER = "customer.officer"
    HEAD = "customer.head"
    LEADER = "customer.leader"
    FINANCE = "customer.finance"
    COMPANY = "contractor.company"
    MANAGER = "contractor.manager"
    ENGINEER = "contractor.engineer"
    DESK = "contractor.desk"
    AUDITOR = "auditor"
    VIEWER = "viewer"
    INTEGRATION = "integration"
    SERVICE = "service"
    ADMIN = "admin"


CUSTOMER = frozenset({Role.OFFICER, Role.HEAD, Role.LEADER, Role.FINANCE})
CONTRACTOR = frozenset({Role.COMPANY, Role.MANAGER, Role.ENGINEER, Role.DESK})
BOTH = CUSTOMER | CONTRACTOR
READERS = BOTH | {Role.AUDITOR, Role.VIEWER}

Actions = Mapping[str, frozenset[Role]]

PUBLIC: dict[str, Any] = {"x-watchbill-public": True}
"""A route's `openapi_extra` where anybody may ask, without a token."""

COMMON: Actions = {
    "feed.read": frozenset({Role.SERVICE}),
    "events.read": BOTH | {Role.AUDITOR},
    "verify.run": BOTH | {Role.AUDITOR, Role.ADMIN},
    "parked.read": frozenset({Role.ADMIN, Role.AUDITOR}),
    "parked.decide": frozenset({Role.ADMIN}),
    "clock.read": READERS | {Role.ADMIN, Role.SERVICE},
    "clock.advance": frozenset({Role.ADMIN}),
    "texts.erase": frozenset({Role.HEAD}),
}

BILLING: Actions = {
    "contract.activate": frozenset({Role.ADMIN, Role.HEAD}),
    "contract.list": READERS | {Role.ADMIN},
    "contract.read": READERS | {Role.ADMIN},
    "reading.choose": frozenset({Role.HEAD}),
    "calendar.publish": frozenset({Role.OFFICER, Role.HEAD}),
    "rate.set": frozenset({Role.FINANCE}),
    "bond.read": READERS,
    "bond.lodge": frozenset({Role.COMPANY, Role.FINANCE}),
    "bond.refund": frozenset({Role.FINANCE}),
    "payment.read": READERS,
    "payment.apply": frozenset({Role.COMPANY}),
    "payment.invoice": frozenset({Role.COMPANY}),
    "payment.review": frozenset({Role.FINANCE}),
    "payment.fund": frozenset({Role.FINANCE}),
    "payment.pay": frozenset({Role.FINANCE}),
    "payment.interest": frozenset({Role.FINANCE}),
    "breach.read": READERS,
    "breach.propose": frozenset({Role.OFFICER}),
    "breach.notify": frozenset({Role.OFFICER}),
    "breach.cure": frozenset({Role.OFFICER}),
    "breach.dispute": frozenset({Role.COMPANY}),
    "breach.confirm": frozenset({Role.LEADER}),
    "breach.waive": frozenset({Role.LEADER}),
    "acceptance.read": READERS,
    "acceptance.apply": frozenset({Role.COMPANY}),
    "acceptance.decide": frozenset({Role.LEADER}),
    "settlement.read": READERS,
    "settlement.propose": frozenset({Role.FINANCE}),
    "settlement.confirm": frozenset({Role.LEADER}),
}

ON_SITE = frozenset({Role.MANAGER, Role.ENGINEER, Role.DESK})

ROSTER: Actions = {
    "person.register": frozenset({Role.MANAGER, Role.COMPANY}),
    "person.read": READERS,
    "person.names": frozenset({Role.OFFICER, Role.HEAD, Role.LEADER, Role.COMPANY, Role.MANAGER, Role.DESK}),
    "person.name": frozenset({Role.MANAGER, Role.COMPANY}),
    "person.forget": frozenset({Role.HEAD, Role.COMPANY}),
    "person.approve": frozenset({Role.OFFICER, Role.HEAD}),
    "person.replace": frozenset({Role.MANAGER, Role.COMPANY, Role.OFFICER, Role.HEAD}),
    "person.leave": frozenset({Role.MANAGER, Role.COMPANY}),
    "person.exam": frozenset({Role.OFFICER, Role.HEAD}),
    "roster.plan": frozenset({Role.MANAGER}),
    "roster.read": READERS,
    "shift.plan": frozenset({Role.MANAGER}),
    "shift.read": READERS,
    "shift.start": ON_SITE | {Role.INTEGRATION},
    "shift.end": ON_SITE | {Role.INTEGRATION},
    "shift.cancel": frozenset({Role.MANAGER}),
    "shift.ask_correction": ON_SITE,
    "shift.decide_correction": frozenset({Role.OFFICER, Role.HEAD}),
    "leave.request": ON_SITE | {Role.COMPANY},
    "leave.decide": frozenset({Role.OFFICER, Role.HEAD}),
    "leave.read": READERS,
    "coverage.read": READERS,
    "on_duty.read": READERS,
    "handover.read": READERS,
    "handover.complete": ON_SITE,
    "key_period.order": frozenset({Role.OFFICER, Role.HEAD, Role.LEADER}),
    "key_period.read": READERS,
}

TICKETS: Actions = {
    "call.log": ON_SITE | {Role.INTEGRATION},
    "call.read": READERS,
    "ticket.open": BOTH - {Role.FINANCE} | {Role.INTEGRATION},
    "ticket.read": READERS,
    "ticket.dispatch": frozenset({Role.MANAGER, Role.DESK}),
    "ticket.resolve": frozenset({Role.MANAGER, Role.ENGINEER}),
    "ticket.close": frozenset({Role.OFFICER, Role.HEAD, Role.DESK}),
    "ticket.reopen": frozenset({Role.OFFICER, Role.HEAD, Role.DESK}),
    "meeting.plan": frozenset({Role.OFFICER, Role.HEAD, Role.MANAGER, Role.DESK}),
    "meeting.read": READERS,
    "meeting.support": ON_SITE,
    "meeting.note_incident": ON_SITE | {Role.OFFICER, Role.HEAD},
    "meeting.cancel": frozenset({Role.OFFICER, Role.HEAD, Role.MANAGER, Role.DESK}),
    "complaint.receive": BOTH - {Role.FINANCE},
    "complaint.read": READERS,
    "duty.read": READERS,
}

INSPECTION: Actions = {
    "plan.propose": frozenset({Role.MANAGER}),
    "plan.confirm": frozenset({Role.OFFICER, Role.HEAD}),
    "plan.read": READERS,
    "round.read": READERS,
    "check.record": frozenset({Role.MANAGER, Role.ENGINEER}),
    "check.read": READERS,
    "fault.find": ON_SITE | {Role.OFFICER, Role.HEAD, Role.INTEGRATION},
    "fault.report": ON_SITE,
    "fault.resolve": frozenset({Role.MANAGER, Role.ENGINEER}),
    "fault.read": READERS,
}

SCORING: Actions = {
    "rules.read": READERS,
    "proposal.read": READERS,
    "proposal.accept": frozenset({Role.OFFICER}),
    "proposal.dismiss": frozenset({Role.OFFICER}),
    "slip.read": READERS,
    "slip.record": frozenset({Role.OFFICER, Role.MANAGER}),  # the contractor proposes a bonus, nothing else
    "slip.counter": frozenset({Role.OFFICER}),
    "slip.answer": frozenset({Role.MANAGER}),
    "slip.decide": frozenset({Role.HEAD}),
    "slip.uphold": frozenset({Role.LEADER}),
    "slip.sign": frozenset({Role.OFFICER, Role.HEAD, Role.MANAGER}),
    "slip.withdraw": frozenset({Role.OFFICER, Role.HEAD, Role.MANAGER}),
    "quarter.read": READERS,
    "quarter.apply": frozenset({Role.MANAGER}),
    "quarter.assess": frozenset({Role.OFFICER}),
    "quarter.respond": frozenset({Role.MANAGER}),
    "quarter.escalate": frozenset({Role.HEAD, Role.MANAGER}),
    "quarter.resolve": frozenset({Role.LEADER}),
    "quarter.notice": frozenset({Role.LEADER}),
    "quarter.rectify": frozenset({Role.MANAGER}),
    "quarter.close": frozenset({Role.HEAD}),
    "finding.read": READERS,
    "finding.record": frozenset({Role.OFFICER}),
    "finding.confirm": frozenset({Role.LEADER}),
    "finding.reject": frozenset({Role.LEADER}),
    "year.read": READERS,
    "year.apply": frozenset({Role.COMPANY}),
    "year.finalise": frozenset({Role.LEADER}),
    "forecast.read": READERS,
}

CONSOLE: Actions = {
    "account.read": frozenset({Role.ADMIN, Role.AUDITOR}),
    "account.create": frozenset({Role.ADMIN}),
    "account.grant": frozenset({Role.ADMIN}),
    "account.close": frozenset({Role.ADMIN}),
    "account.reopen": frozenset({Role.ADMIN}),
    "account.unlock": frozenset({Role.ADMIN}),
    "account.propose_recovery": frozenset({Role.ADMIN}),
    "account.confirm_recovery": frozenset({Role.OFFICER, Role.HEAD, Role.LEADER, Role.COMPANY, Role.MANAGER, Role.ADMIN}),
    "client.read": frozenset({Role.ADMIN, Role.AUDITOR}),
    "client.manage": frozenset({Role.ADMIN}),
    "key.replace": frozenset({Role.ADMIN}),
    "trail.read": frozenset({Role.AUDITOR, Role.ADMIN}),
}

ACTIONS: Actions = {**COMMON, **BILLING, **ROSTER, **TICKETS, **INSPECTION, **SCORING, **CONSOLE}
