"""The clauses of A8S-1 3.3, equipment availability monitoring (设备可用性监控管理), as functions.

They find facts. Which points follow is proposed elsewhere and decided by people.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

L = TypeVar("L")


def carried_out(recorded: int) -> bool:
    """Whether a day's monitoring took place at all (A8S-1 3.3.1): one result is enough.

    「未开展设备可用性监控管理，每次扣 2 分。」
    """
    return recorded > 0


def left_out(planned: Sequence[L], recorded: Collection[L]) -> tuple[L, ...]:
    """The planned lines without a result (A8S-1 3.3.2), in the plan's order.

    「设备可用性监控管理不全面，有漏检项，每处扣 1 分，累加计算。」 A place (处) is one line of the confirmed plan (AMB-71).
    """
    return tuple(line for line in planned if line not in recorded)


def on_time(done_at: datetime, due_at: datetime) -> bool:
    """Whether a check was done in its window (A8S-1 3.3.3). `due_at` is 24:00 of the last day, itself still in time.

    「设备可用性监控管理未按时完成，每次扣 1 分，累加计算。」 The moment of the check counts, not of its entry (AMB-71).
    """
    return done_at <= due_at


def reported_in_time(found_at: datetime, reported_at: datetime, within_minutes: int | None) -> bool | None:
    """Whether a fault was registered and reported in time (A8S-1 3.3.5); `None` where the parties agreed no limit.

    「设备可用性监控管理发现故障，未及时登记并上报，视情及影响每次/处扣 1-10 分，累加计算。」 The contract gives no number:
    the limit is the confirmed plan's, and belongs to the time allowed.
    """
    if within_minutes is None:
        return None
    return reported_at - found_at <= timedelta(minutes=within_minutes)
