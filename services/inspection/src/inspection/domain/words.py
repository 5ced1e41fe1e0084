"""The words people see for codes: Chinese first, then English."""

from collections.abc import Mapping

Labels = Mapping[str, tuple[str, str]]

PLAN_STATES: Labels = {
    "proposed": ("待确认", "proposed"),
    "confirmed": ("已确认", "confirmed"),
}
FREQUENCIES: Labels = {
    "daily": ("每天一次", "daily"),
    "monthly": ("每月一次", "monthly"),
}
PERIODS: Labels = {
    "day": ("当日监控", "day"),
    "month": ("当月监控", "month"),
}
ROUND_STATES: Labels = {
    "due": ("待开始", "due"),
    "open": ("进行中", "open"),
    "closed": ("已截止", "closed"),
    "missed": ("未开展", "missed"),
}
CHECK_STATES: Labels = {
    "open": ("待检查", "open"),
    "pass": ("正常", "pass"),
    "fail": ("异常", "fail"),
    "no_demand": ("当日无需求", "no demand"),
    "missed": ("漏检", "missed"),
}
RESULTS: Labels = {code: CHECK_STATES[code] for code in ("pass", "fail", "no_demand")}
FAULT_STATES: Labels = {
    "found": ("已登记", "found"),
    "reported": ("已上报", "reported"),
    "resolved": ("已解决", "resolved"),
    "resolved_unreported": ("已解决, 未上报", "resolved, not reported"),
}
