"""What inspection tells: checks done and missed, faults found and solved."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import AwareDatetime

from common.published.base import Published


class _Told(Published):
    SERVICE: ClassVar[str] = "inspection"


class PlanConfirmed(_Told):
    """The customer confirmed what is checked when (A8S-1 3.3 method)."""

    plan_id: str
    starts: date
    ends: date
    lines: int


class PlanMissing(_Told):
    """From this day on no confirmed plan exists: one standing finding, not an event a day."""

    finding_id: str
    since: date


class CheckCompleted(_Told):
    """One item of a round has a result.

    `late`: done after the window closed (A8S-1 3.3.3). `after_missed`: a `CheckMissed` had been told before; with
    `late` false the check was done in time and only entered afterwards, so that the miss did not happen.
    """

    check_id: str
    round_id: str
    line: str
    item: str
    day: date
    result: Literal["pass", "fail", "no_demand"]
    completed_at: AwareDatetime
    late: bool = False
    after_missed: bool = False


class CheckMissed(_Told):
    """One item of a round had no result when its window closed.

    `due_at` is the window's last second, 23:59:59 of `day` in the contract's zone, so that it lies on the day it is about.
    `whole_round`: nothing at all was done that day, which `RoundMissed` tells once (A8S-1 3.3.1); otherwise the item
    was left out of a round that took place (A8S-1 3.3.2).
    """

    check_id: str
    round_id: str
    line: str
    item: str
    day: date
    due_at: AwareDatetime
    whole_round: bool = False


class RoundMissed(_Told):
    """A whole round was not done: no item has a result (A8S-1 3.3.1). `due_at` as in `CheckMissed`."""

    round_id: str
    day: date
    due_at: AwareDatetime
    checks: int


class FaultFound(_Told):
    """A device or system does not work."""

    fault_id: str
    item: str | None
    check_id: str | None
    found_at: AwareDatetime


class FaultReported(_Told):
    """The fault was registered and reported to the customer (A8S-1 3.3.5).

    `late` is the answer of the limit that the confirmed plan names; `None`: no limit is agreed, a person judges.
    """

    fault_id: str
    found_at: AwareDatetime
    reported_at: AwareDatetime
    late: bool | None = None


class FaultResolved(_Told):
    """The fault is gone."""

    fault_id: str
    resolved_at: AwareDatetime
