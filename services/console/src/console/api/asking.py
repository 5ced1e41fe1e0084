"""What every route here needs: the desk, who asks, and whose accounts they may see or change."""

from collections.abc import Iterable, Mapping

from fastapi import Request

from common.errors import Problem
from common.web.answers import Body, ShortText
from common.web.call import Call
from common.web.permissions import Role
from console.accounts.desk import Desk
from console.accounts.directory import By
from console.signin.cookies import address_of


def desk_of(request: Request) -> Desk:
    """What sign-in works with."""
    desk: Desk = request.app.state.desk
    return desk


def by(call: Call) -> By:
    """Who asks."""
    return By(call.actor, address_of(call.request))


def demand_sight(call: Call, contracts: Iterable[str]) -> None:
    """Problem `not_found` unless the caller's action reaches one of these contracts: another contract's stays unseen."""
    visible = call.visible_contracts
    if visible is not None and not visible & set(contracts):
        raise Problem("not_found")


def demand_reach(call: Call, contracts: Iterable[str]) -> None:
    """Problem `forbidden` unless it reaches all of them: who administers one contract gives no rights under another."""
    visible = call.visible_contracts
    if visible is not None and not set(contracts) <= visible:
        raise Problem("forbidden", action=call.action, reason="another_contract")


class Reason(Body):
    """Why."""

    reason: ShortText


def roles_answer(contracts: Mapping[str, frozenset[Role]]) -> dict[str, list[str]]:
    """Roles by contract, in order."""
    return {contract: sorted(roles) for contract, roles in sorted(contracts.items())}
