"""Who may hold which roles. Nobody acts for both parties, and who administers does no business."""

from collections.abc import Mapping

import asyncpg
import orjson

from common.errors import Problem
from common.web.admission import CONTRACT_ID
from common.web.permissions import BOTH, CONTRACTOR, CUSTOMER, Role
from common.web.tokens import EVERY_CONTRACT

Contracts = Mapping[str, frozenset[Role]]

PEOPLE = BOTH | {Role.AUDITOR, Role.VIEWER, Role.ADMIN}
"""What a person can be; `integration` is a client's, `service` a service's."""

MACHINES = frozenset({Role.INTEGRATION, Role.VIEWER})
"""What a client can be."""


def check_people(contracts: Contracts, *, kiosk: bool) -> None:
    """Problem `roles_conflict` with its reason unless one person may hold these roles together, over all contracts."""
    roles = _checked(contracts, PEOPLE)
    if roles & CUSTOMER and roles & CONTRACTOR:
        raise Problem("roles_conflict", reason="both_parties")
    if Role.ADMIN in roles and roles != {Role.ADMIN}:
        raise Problem("roles_conflict", reason="admin_and_business")
    if Role.AUDITOR in roles and roles & BOTH:
        raise Problem("roles_conflict", reason="auditor_and_party")
    if kiosk and roles != {Role.VIEWER}:
        raise Problem("roles_conflict", reason="kiosk_reads_only")


def check_machine(contracts: Contracts) -> None:
    """The same for a client of the APIs."""
    _checked(contracts, MACHINES)


def _checked(contracts: Contracts, allowed: frozenset[Role]) -> frozenset[Role]:
    roles = frozenset[Role]().union(*contracts.values())
    if not roles or not all(contracts.values()):
        raise Problem("roles_conflict", reason="no_role")
    if roles - allowed:
        raise Problem("roles_conflict", reason="not_for_this_kind")
    if not all(contract == EVERY_CONTRACT or CONTRACT_ID.fullmatch(contract) for contract in contracts):
        raise Problem("contract_unknown")
    return roles


def contracts_of(record: asyncpg.Record) -> Contracts:
    """The column `contracts` of `GRANTED`: JSON pairs of contract and roles; a role this version does not know grants nothing."""
    known, listed = frozenset(Role), orjson.loads(record["contracts"])
    found = {contract: frozenset(Role(role) for role in roles if role in known) for contract, roles in listed}
    return {contract: roles for contract, roles in found.items() if roles}
