"""inspection with a policy whose command ids are new each time, and an edge that forgets who asked for what."""

from typing import Any

from fastapi import Request

from common.aggregate import Order
from common.ids import new_id
from common.lane import Told
from common.subscription import policy as policy_module
from common.web import conditions
from inspection.main import app

_command_id = policy_module.command_id


def changing(policy: str, told: Told, order: Order[Any]) -> str:
    """The same work under another id each time."""
    return f"{_command_id(policy, told, order)}{new_id()}"


def forgetful(request: Request) -> str | None:
    """Nobody gave a key."""
    return None


policy_module.command_id = changing
conditions.idempotency_key = forgetful

__all__ = ["app"]
