"""The words people see for codes: Chinese first, then English."""

from collections.abc import Mapping

Labels = Mapping[str, tuple[str, str]]

CALL_STATES: Labels = {
    "ringing": ("振铃中", "ringing"),
    "answered": ("已接听", "answered"),
    "ended": ("已结束", "ended"),
    "missed": ("未接听", "missed"),
}
TICKET_KINDS: Labels = {
    "fault": ("故障", "fault"),
    "request": ("服务请求", "request"),
    "retrieval": ("图像调取", "image retrieval"),
    "meeting": ("会议保障", "meeting support"),
}
TICKET_STATES: Labels = {
    "opened": ("待派工", "to be dispatched"),
    "dispatched": ("处理中", "dispatched"),
    "resolved": ("已处理", "resolved"),
    "closed": ("已关闭", "closed"),
}
MEETING_STATES: Labels = {
    "planned": ("已登记", "planned"),
    "running": ("进行中", "running"),
    "supported": ("保障完成", "supported"),
    "finished_with_findings": ("收尾有缺项", "finished with findings"),
    "cancelled": ("已取消", "cancelled"),
}
PHASES: Labels = {
    "before": ("会前准备", "before"),
    "during": ("会中保障", "during"),
    "after": ("会后收尾", "after"),
}
CHECKS: Labels = {
    "listed": ("列入当日保障列表", "in the day's list"),
    "needs_agreed": ("与主办方对接保障需求", "needs agreed with the organiser"),
    "set_up": ("组会及调试完成", "set up and tested"),
}
ROLL_CALL_STATES: Labels = {
    "due": ("待点名", "due"),
    "done": ("已点名", "done"),
    "missed": ("未按时点名", "missed"),
    "done_late": ("补点名", "done late"),
}
