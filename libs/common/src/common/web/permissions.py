"""Who may do what: one table, action -> roles. Each route names its action; a route without one fails at start.

A role's party is its first word. Nobody signs for the other party; `admin` sees no business content.
"""

from collections.abc import Mapping
from enum import StrEnum


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

BILLING: Actions = {}

ROSTER: Actions = {}

TICKETS: Actions = {}

INSPECTION: Actions = {}

SCORING: Actions = {}

ACTIONS: Actions = {**COMMON, **BILLING, **ROSTER, **TICKETS, **INSPECTION, **SCORING}
