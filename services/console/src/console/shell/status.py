"""Which states look how. A kind is a colour and a shape: never the colour alone."""

from typing import Literal

Kind = Literal["good", "warn", "bad", "wait", "info", "off"]

_KINDS: dict[Kind, tuple[str, ...]] = {
    "good": (
        *("approved", "on_post", "done", "supported", "resolved", "pass", "paid", "held", "confirmed", "closed", "signed"),
        *("in_effect", "published", "ok", "sound", "accepted", "on_time", "finalised", "active", "completed", "punctual"),
        *("concurred", "agreed", "rectified", "final"),
    ),
    "warn": (
        *("late", "early", "reported", "countered", "attention", "disputed", "recorded_only", "reopened", "provisional"),
        *("dissented", "objected", "escalated"),
    ),
    "bad": ("absent", "missed", "open_gap", "fail", "declined", "refused", "failed", "fork", "stopped", "unsound", "away"),
    "wait": (
        *("proposed", "requested", "opened", "planned", "draft", "applied", "assessed", "recorded", "waiting", "pending"),
        *("open", "notified", "preparing", "notice_issued", "ringing"),
    ),
    "info": ("dispatched", "started", "running", "in_progress", "ready", "set_up"),
    "off": (
        *("cancelled", "dismissed", "withdrawn", "discarded", "left", "ended", "waived", "rejected", "none", "replaced"),
        *("unopened",),
    ),
}
_KIND_OF: dict[str, Kind] = {code: kind for kind, codes in _KINDS.items() for code in codes}


def kind_of(code: str) -> Kind:
    """How a state's code looks; `info` for one that has no place in the table."""
    return _KIND_OF.get(code, "info")
