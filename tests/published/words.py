"""What stands in the goldens: one realistic value for each name of a field, and one for each plain type."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

BEIJING = timezone(timedelta(hours=8))
DIGEST = "text:c0ffee54a1be2d07bb90ca11ab1ed0ddba5eba11decade5eed0f1ab1e5ca1ab1"
HASH = "5ca1ab1edeadbea7c0ffee0ddba11facade0f1ceb00c5ca1eba5eba11decade0"
MOMENT = datetime(2026, 7, 8, 9, 10, tzinfo=BEIJING)
LATER = datetime(2026, 7, 8, 10, 0, 0, 250_000, tzinfo=UTC)
DAY = date(2026, 7, 8)

PLAIN: Mapping[Any, Any] = {str: "甲方 Party A", int: 3, datetime: MOMENT, date: DAY, Decimal: Decimal("75.00")}
"""By type, where the name says nothing."""

NAMED: Mapping[tuple[str, Any], Any] = {
    ("about", str): "视频会议终端",
    ("actual_at", datetime): LATER,
    ("agreed_by", str): "officer-1",
    ("ambiguity", str): "AMB-12",
    ("approved_by", str): "officer-1",
    ("asked_by", str): "vc-1",
    ("became", str): "SLIP-0001",
    ("bonus", int): 11,
    ("breach_id", str): "BREACH-0001",
    ("by", str): "sd-1",
    ("call_id", str): "CALL-0001",
    ("channel", str): "hand",
    ("check_id", str): "2026-07-08/INS-AU-2",
    ("clause", str): "A8S-1 1.1",
    ("code", str): "BR-3",
    ("complaint_id", str): "COMPLAINT-0001",
    ("confirmed_by", str): "leader-1",
    ("content_hash", str): HASH,
    ("contract", str): "bj-2026",
    ("correction_id", str): "0708-day-vc-1-start",
    ("countered", str): "SLIP-0002",
    ("counters", str): "SLIP-0002",
    ("deducted", int): 21,
    ("document", str): "财政拨款通知 2027-1",
    ("en", str): "annual score",
    ("evidence", str): "roster:bj-2026:17",
    ("fact", str): "attendance-late",
    ("fault_id", str): "FAULT-0001",
    ("finding_id", str): "FINDING-0001",
    ("form", str): "bank_guarantee",
    ("gap_id", str): "GAP-0001",
    ("handover_id", str): "2026-07-08/VC/16:00",
    ("head", str): f"41:{HASH}",
    ("incident_id", str): "INCIDENT-0001",
    ("incoming", str): "vc-2",
    ("inputs", str): "scoring:bj-2026:310",
    ("item", str): "INS-AU-2",
    ("items", str): "equipment",
    ("key_period_id", str): "2026-10-01",
    ("leave_id", str): "LEAVE-0001",
    ("level", str): "一级",
    ("line", str): "INS-AU-2/1",
    ("meeting_id", str): "MEETING-0001",
    ("name", str): "tier.mode",
    ("notice_hash", str): HASH,
    ("number", str): "SLIP-0001",
    ("obligation", str): "quarterly-report",
    ("option", str): "exclusive",
    ("outgoing", str): "vc-1",
    ("pack_hash", str): HASH,
    ("party", str): "contractor",
    ("percent", str): "3.00",
    ("person_id", str): "vc-1",
    ("phone", str): "8001",
    ("place", str): "指挥大厅",
    ("plan_id", str): "PLAN-0001",
    ("position", str): "scoring:bj-2026:41",
    ("post", str): "VC",
    ("posts", str): "VC",
    ("previous", str): "cumulative",
    ("proposal_id", str): "PROPOSAL-0001",
    ("proposed_by", str): "officer-1",
    ("quarter", int): 2,
    ("requirement", str): "VC-DAY",
    ("role", str): "customer.officer",
    ("roster_id", str): "ROSTER-0001",
    ("round_id", str): "2026-07-08",
    ("rounding", str): "half up to the fen",
    ("rule", str): "3.2.1",
    ("seconds", int): 600,
    ("score", int): 84,
    ("settlement", str): "settlement",
    ("shift_id", str): "0708-day-vc-1",
    ("slip_id", str): "SLIP-0001",
    ("source", str): "billing:bj-2026:1",
    ("source_document", str): "示例: 放假安排",
    ("subject", str): "vc-1",
    ("successor_id", str): "vc-5",
    ("tail_percent", str): "75",
    ("ticket_id", str): "TICKET-0001",
    ("value", str): "389181.00",
    ("year", int): 2027,
    ("zh", str): "年度考核得分",
    ("amount_fen", int): 2_993_700,
    ("bond_held_fen", int): 29_937_000,
    ("bond_refund_fen", int): 0,
    ("damages_fen", int): 35_924_400,
    ("final_payment_fen", int): 38_918_100,
    ("from_bond_fen", int): 29_937_000,
    ("from_payment_fen", int): 5_987_400,
    ("gross_fen", int): 44_905_500,
    ("left_fen", int): 20_955_900,
    ("principal_fen", int): 59_874_000,
    ("receivable_fen", int): 0,
    ("tail_fen", int): 59_874_000,
} | {
    (name, str): DIGEST
    for name in (
        *("decision", "description", "late_reason", "materials", "narrative", "note", "objection", "opinion"),
        *("reason", "remarks", "report", "text", "title"),
    )
}
"""By name and type. What people type stands in an event as a digest."""

PACK: Mapping[str, Any] = {"contract": [{"key": "zone", "value": "Asia/Shanghai"}, {"key": "term", "years": 1, "open": None}]}
"""In place of a whole contract pack: text, number, list, object and nothing."""


def word(name: str, hint: Any) -> Any:
    """The value of a field of a plain type. KeyError for a type that no event has had so far."""
    if hint is datetime and name in {"ends", "ended_at", "ends_at", "planned_to", "closed_at", "finished_at", "next_at"}:
        return LATER
    return NAMED.get((name, hint), PLAIN[hint])
