"""What can go wrong with a request, as exceptions that carry a stable code.

A wrong request is an exception; a refusal to which the contract attaches a consequence is an event.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Sentence:
    """One refusal or problem in both languages, and the HTTP status it is answered with."""

    zh: str
    en: str
    status: int = 409


class CodedError(Exception):
    """An error whose `code` a client may rely on; the sentence comes from a table, chosen by language."""

    def __init__(self, code: str, *, clause: str | None = None, **details: str | int | None) -> None:
        super().__init__(code)
        self.code = code
        self.clause = clause
        self.details: Mapping[str, str | int | None] = details

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value}" for name, value in self.details.items())
        return f"{self.code}({shown})" if shown else self.code


class Refused(CodedError):
    """A rule of the domain forbids the command in this state. Its sentence stands in the service's `REFUSALS`."""


class Problem(CodedError):
    """A request that no domain rule has seen: unknown thing, wrong role, stale version. See `PROBLEMS`."""


PROBLEMS: Mapping[str, Sentence] = {
    "invalid_request": Sentence("请求内容不符合要求。", "The request does not have the required form.", 422),
    "malformed_request": Sentence("请求无法解析。", "The request cannot be parsed.", 400),
    "request_too_large": Sentence("请求内容过大。", "The request is too large.", 413),
    "unauthenticated": Sentence("请先登录。", "Sign in first.", 401),
    "forbidden": Sentence("您的角色不能进行此操作。", "Your role may not do this.", 403),
    "contract_unknown": Sentence("没有这份合同。", "There is no such contract.", 404),
    "contract_elsewhere": Sentence(
        "这份合同由另一组服务器负责, 请检查请求的转发。",
        "Another group of servers holds this contract; see to it that requests are routed there.",
        421,
    ),
    "not_found": Sentence("没有找到。", "Not found.", 404),
    "method_not_allowed": Sentence("不支持此请求方法。", "This method is not supported here.", 405),
    "stale_version": Sentence("内容已被他人修改, 请刷新后重试。", "Somebody changed this meanwhile; reload and try again.", 412),
    "conflict": Sentence("同时有其他修改, 请重试。", "Another change came at the same time; try again.", 409),
    "idempotency_key_reused": Sentence("同一幂等键已用于不同内容。", "This idempotency key was used for other content.", 422),
    "overloaded": Sentence("服务繁忙, 请稍后重试。", "The service is busy; try again shortly.", 503),
    "unavailable": Sentence("服务暂不可用, 请稍后重试。", "The service is not available now; try again shortly.", 503),
    "position_not_reached": Sentence("数据尚未同步到指定位置。", "The data have not reached that position yet.", 503),
    "calendar_provisional": Sentence(
        "该年度放假安排尚未公布, 不能据此定案。", "The calendar of that year is not published; nothing can be frozen on it.", 409
    ),
    "parked_decided": Sentence("此项已处理。", "This was decided already.", 409),
    "clock_not_virtual": Sentence("当前使用真实时间。", "This instance runs on real time.", 409),
    "internal_error": Sentence("服务内部错误, 已记录。", "An internal error happened and was recorded.", 500),
}
