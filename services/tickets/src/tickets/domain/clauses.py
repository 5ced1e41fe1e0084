"""Clauses of A8S-1 2.1 and 2.6 as functions. Their findings are told; points are proposed elsewhere, decided by people."""

from datetime import datetime

NOT_SET_UP = "2.1A.3"
ROLL_CALL_NOT_DONE = "2.1A.4"
WORK_ORDER_NOT_SIGNED = "2.1C.1"
NOT_RECORDED = "2.1C.2"

PHASE_RULES = {"before": "2.1A.", "during": "2.1B.", "after": "2.1C."}
"""Which rules belong to which phase of a meeting: 会前准备, 会中保障, 会后收尾."""


def set_up_in_time(done_at: datetime, due_at: datetime) -> bool:
    """Whether a meeting was set up and tested within the time set for it (A8S-1 2.1A.3).

    「未在会前规定时间内完成组会及调试」. The set time belongs to "within" (以内, Civil Code 1259).
    """
    return done_at <= due_at


def roll_call_in_time(done_at: datetime, due_at: datetime) -> bool:
    """Whether the technical roll call of the terminals was done as required (A8S-1 2.1A.4).

    「未按要求开展每日会议系统值守终端技术点名」. "As required" is the time planned for it, which itself still counts.
    """
    return done_at <= due_at


def missing_afterwards(*, work_order_signed: bool, recording_required: bool, recording_done: bool) -> tuple[str, ...]:
    """The rules of A8S-1 2.1C that were not met when a meeting's support was finished.

    「1. 未督促主办方在会议工单上签字。2. 未按主办方要求进行会议录制及文字转换（办会人无录制要求除外）。」
    """
    missing = [] if work_order_signed else [WORK_ORDER_NOT_SIGNED]
    if recording_required and not recording_done:
        missing.append(NOT_RECORDED)
    return tuple(missing)


def belongs_to(rule: str, phase: str) -> bool:
    """Whether a rule is one of the phase's paragraph of A8S-1 2.1."""
    return rule.startswith(PHASE_RULES[phase])
