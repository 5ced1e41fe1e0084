"""Whether a caller may do what a route does, and under which terms."""

import re

from fastapi import Request

from common.errors import Problem
from common.groups import Share
from common.settings import loopback, no_address
from common.terms import Terms
from common.web.kernel import Kernel
from common.web.permissions import ACTIONS, BOTH
from common.web.tokens import Principal, party_of

CONTRACT_ID = re.compile(r"[a-z0-9-]{1,63}")


def permit(principal: Principal, action: str, contract: str) -> None:
    """Problem `forbidden` unless a role under the contract permits the action; without a contract, under any.

    A token with roles of both parties under one contract may act for neither.
    """
    if contract and not CONTRACT_ID.fullmatch(contract):
        raise Problem("contract_unknown")
    roles = principal.roles_under(contract) if contract else principal.roles_anywhere()
    granting = roles & ACTIONS[action]
    if not granting:
        raise Problem("forbidden", action=action)
    if contract and roles & BOTH and party_of(roles) is None:
        raise Problem("forbidden", action=action, reason="both_parties")


def held(request: Request, contract: str) -> None:
    """Problem `contract_elsewhere` for a contract of another group: a request that was routed to the wrong servers."""
    share: Share = request.app.state.share
    if contract and not share.holds(contract):
        raise Problem("contract_elsewhere", contract=contract, group=share.groups.of(contract), here=share.group)


def only_here(principal: Principal, server: str | None) -> None:
    """Problem `unauthenticated` for a development token on a connection that came in beyond loopback.

    `server` is the address the connection was accepted on; the setting `WATCHBILL_HOST` may say otherwise. What is
    no IP address is no network's (a Unix socket, a test).
    """
    if principal.dev and server and not (loopback(server) or no_address(server)):
        raise Problem("unauthenticated", reason="development_key")


async def terms_of(runtime: Kernel, contract: str) -> Terms:
    """The terms in force. Problem `contract_unknown`."""
    terms: Terms = await runtime.handler.terms(contract)
    return terms


async def known_terms(runtime: Kernel, contract: str) -> Terms | None:
    """The terms of a contract that is in force here; `None` where there are none or they cannot be looked up."""
    if not CONTRACT_ID.fullmatch(contract):
        return None
    try:
        return await terms_of(runtime, contract)
    except Problem:
        return None
