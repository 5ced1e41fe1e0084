"""Proposals, slips and quarters."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from faults.oracle.folds.fold import Fact, Folds, Row, change, new, stream
from faults.oracle.history import moment

_CONTENT = ("number", "rule", "sign", "quarter", "event_at")


def _proposal(_row: Row | None, fact: Fact) -> Row:
    data = fact.data
    same = ("kind", "rules", "sign", "units", "event_at", "fact", "evidence", "subject", "quarter", "form2_due_on", "provisional")
    return {
        "id": fact.id,
        "state": "open",
        "rule": data["rules"][0]["code"],
        **{name: data[name] for name in same},
        "position": fact.position,
        "raised_at": fact.event.recorded_at,
        "corrected": False,
        "corrections": [],
        **dict.fromkeys(("became", "reason", "decided_by")),
    }


def _corrected(row: Row | None, fact: Fact) -> Row | None:
    return None if row is None else {**row, "corrected": True, "corrections": [*row["corrections"], fact.data["evidence"]]}


def _hash(content: Row) -> str:
    fields = {**content, "event_at": moment(content["event_at"]).isoformat()}
    return hashlib.sha256(json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def _recorded(_row: Row | None, fact: Fact) -> Row:
    data, content = fact.data, fact.data["content"]
    return {
        "id": fact.id,
        "state": "pending",
        **{name: content[name] for name in _CONTENT},
        "content": content,
        "content_hash": _hash(content),
        "proposed_points": content["points"],
        "recorded_by": data["by"]["subject"],
        "recorded_party": data["by"]["party"],
        "recorded_at": data["at"],
        **{name: data[name] for name in ("due_on", "late", "provisional", "late_reason", "proposal_id", "carried_from")},
        "position": fact.position,
        "effect": None,
        "signed_by_both": False,
        "stance": "none",
        "statements": [],
        "signatures": [],
        "countered": 0,
    }


def _said(kind: str, text: str = "text", **changes: Any) -> Any:
    def step(row: Row | None, fact: Fact) -> Row | None:
        if row is None:
            return None
        said = {"kind": kind, "text": fact.data[text], "by": fact.data["by"]["subject"], "at": fact.data["at"]}
        return {**row, "statements": [*row["statements"], said], **changes}

    return step


def _signed(row: Row | None, fact: Fact) -> Row | None:
    if row is None:
        return None
    signature = {name: fact.data[name] for name in ("party", "subject", "role", "at", "content_hash", "head")}
    return {**row, "signatures": [*row["signatures"], {**signature, "valid": True}]}


def _took_effect(row: Row | None, fact: Fact) -> Row | None:
    if row is None:
        return None
    content = fact.data["content"]
    counts = {"state": "in_effect", "quarter": content["quarter"], "content": content, "effect": fact.position}
    return {**row, **counts, "signed_by_both": fact.data["signed_by_both"]}


_QUARTER = new(
    id=".", quarter=".quarter", stage="open", starts=".starts", ends=".ends", assess_due_on=".assess_due_on",
    assess_provisional=".provisional", assessment_overdue=False, round=0, disputed=False, result=None, total=None, notice=None,
    notice_hash=None, issued_on=None, rectification_due_on=None, rectification_provisional=False, rectification_overdue=False,
    rectification_late=None, closed=None, steps=[],
)  # fmt: skip

_RECTIFY = {"rectification_due_on": "rectification_due_on", "rectification_provisional": "provisional"}


def _step(name: str, text: str | None = None, /, fields: Mapping[str, str] | None = None, **changes: Any) -> Any:
    """A step of a quarter's workflow. `fields` are taken from the event, `changes` are values."""

    def step(row: Row | None, fact: Fact) -> Row | None:
        if row is None:
            return None
        data = fact.data
        taken = {
            "step": name,
            "by": data["by"]["subject"],
            "at": data["at"],
            "text": data[text] if text else None,
            "round": data.get("round"),
        }
        known = {field: data[of] for field, of in (fields or {}).items()}
        there = {field: fact.position if value == "#" else value for field, value in changes.items()}
        return {**row, **known, **there, "steps": [*row["steps"], taken]}

    return (("quarters", stream, step),)


_NOTICE = {name: name for name in ("disputed", "result", "total", "notice_hash", "issued_on")} | _RECTIFY

FOLDS: Folds = {
    "quarter-applied": _step("apply", "materials", stage="applied"),
    "quarter-assessed": _step("assess", fields={"round": "round", "result": "result"}, stage="assessed"),
    "quarter-objected": _step("object", "objection", stage="objected", disputed=True),
    "quarter-agreed": _step("agree", stage="agreed", disputed=False),
    "quarter-escalated": _step("escalate", "reason", stage="escalated"),
    "deadlock-resolved": _step("resolve", "decision", stage="agreed"),
    "notice-issued": _step("notice", fields=_NOTICE, stage="noticed", notice="#"),
    "rectification-reported": _step("rectify", "report", fields={"rectification_late": "late"}, stage="rectified"),
    "quarter-closed": _step("close", stage="closed", closed="#"),
    "rectification-fell-overdue": (("quarters", stream, change(rectification_overdue=True)),),
    "rectification-due-moved": (("quarters", stream, change(rectification_due_on=".due_on")),),
    "proposal-raised": (("proposals", stream, _proposal),),
    "proposal-fact-corrected": (("proposals", stream, _corrected),),
    "proposal-dismissed": (("proposals", stream, change(state="dismissed", reason=".reason", decided_by=".by")),),
    "slip-recorded": (("slips", stream, _recorded),),
    "slip-commented": (("slips", stream, _said("comment")),),
    "slip-concurred": (("slips", stream, _said("concur", stance="concurred")),),
    "slip-withdrawn": (("slips", stream, _said("withdraw", "reason", state="withdrawn")),),
    "slip-signed": (("slips", stream, _signed),),
    "slip-took-effect": (("slips", stream, _took_effect),),
    "quarter-opened": (("quarters", stream, _QUARTER),),
    "assessment-fell-overdue": (("quarters", stream, change(assessment_overdue=True)),),
    "assessment-due-moved": (("quarters", stream, change(assess_due_on=".due_on")),),
}
