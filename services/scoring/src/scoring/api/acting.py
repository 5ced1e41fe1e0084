"""Who a request acts as."""

from common.errors import Problem
from common.web.call import Call
from common.web.permissions import ACTIONS
from scoring.domain.people import Person


def acting(call: Call) -> Person:
    """The caller with the party it acts for, in a role that permits the action. A token for both parties acts for none."""
    if call.party is None:
        raise Problem("forbidden")
    role = min(call.roles & ACTIONS[call.action])
    return Person(call.actor, call.party, role.value)
