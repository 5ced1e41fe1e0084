"""Wrong requests, one by one, and the problem each is answered with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from e2e.together.shared import NOW, OTHER
from watchbill.activation import CONTRACT

SLIP = {"rule": "1.2.5", "points": 1, "event_at": "2026-07-08T09:00:00+08:00", "narrative": "工位垃圾未处理"}
EARLY = "2026-06-14T09:00:00+08:00"
FUTURE = "2026-08-01T09:00:00+08:00"
OFFICER, HEAD, MANAGER = "customer.officer", "customer.head", "contractor.manager"


@dataclass(frozen=True)
class Bad:
    """One wrong request, and what it is answered with. `{pending}` and `{signed}` in a path name a slip."""

    what: str
    code: str
    status: int
    service: str
    path: str
    body: Any = None
    role: str = OFFICER
    method: str = "POST"
    contract: str = CONTRACT
    headers: Mapping[str, str] = field(default_factory=dict)


def _slip(**changed: Any) -> dict[str, Any]:
    return {**SLIP, **changed}


NOBODY = "/v1/contracts/nobody-2026"
DESK, ENGINEER, COMPANY, FINANCE = "contractor.desk", "contractor.engineer", "contractor.company", "customer.finance"
MEETING = {"title": "例会", "level": "一级", "kind": "应急"}

UNKNOWN = (
    *(
        Bad(f"unknown contract at {service}", "contract_unknown", 404, service, f"{NOBODY}/{path}", method="GET", contract="*")
        for service, path in (
            *(("billing", "bond"), ("roster", "people"), ("tickets", "tickets")),
            *(("inspection", "faults"), ("scoring", "slips")),
        )
    ),
    *(
        Bad(
            f"the {path} of nobody",
            "contract_unknown",
            404,
            "roster",
            f"{NOBODY}/{path}",
            method="GET",
            role="auditor",
            contract="*",
        )
        for path in ("events", "events/1", "verify", "witnesses")
    ),
    Bad("command under an unknown contract", "contract_unknown", 404, "scoring", f"{NOBODY}/slips", SLIP, contract="*"),
    Bad("ill-formed contract", "contract_unknown", 404, "scoring", "/v1/contracts/No_Body!/slips", SLIP, contract="*"),
    Bad("unknown slip", "not_found", 404, "scoring", "slips/nobody", method="GET"),
    Bad("unknown place", "not_found", 404, "tickets", "/v1/nowhere", method="GET"),
)
ROLES = (
    Bad("an engineer deducts", "forbidden", 403, "scoring", "slips", SLIP, role=ENGINEER),
    Bad("an engineer pays", "forbidden", 403, "billing", "payments/1/pay", {}, role=ENGINEER),
    Bad("an auditor signs", "forbidden", 403, "scoring", "slips/{pending}/sign", {}, role="auditor"),
    Bad("an admin reads business", "forbidden", 403, "scoring", "slips", role="admin", method="GET"),
    Bad("a person reads the feed", "forbidden", 403, "roster", "feed", role="auditor", method="GET"),
    Bad("a desk approves people", "forbidden", 403, "roster", "people/vc-1/approve", {"posts": ["VC"]}, role=DESK),
    Bad("an engineer confirms a plan", "forbidden", 403, "inspection", "plans/x/confirm", role=ENGINEER),
    Bad("another contract's officer", "forbidden", 403, "scoring", "slips", SLIP, contract=OTHER),
    Bad("another contract's clock", "forbidden", 403, "billing", "/v1/clock", {"to": NOW}, role="admin"),
    Bad(
        "signing for the other party", "wrong_party", 403, "scoring", "slips/{pending}/sign", {"party": "customer"}, role=MANAGER
    ),
    Bad("the recorder countersigns", "recorder_may_not_countersign", 403, "scoring", "slips/{pending}/sign", {}),
    Bad("the contractor deducts", "only_customer_deducts", 409, "scoring", "slips", SLIP, role=MANAGER),
)
RANGES = (
    Bad("too many points", "points_outside_range", 422, "scoring", "slips", _slip(points=99)),
    Bad("no points", "invalid_request", 422, "scoring", "slips", _slip(points=0)),
    Bad("half a point", "invalid_request", 422, "scoring", "slips", _slip(points=1.5)),
    Bad("an endless number", "malformed_request", 400, "scoring", "slips", b'{"points": ' + b"9" * 5000 + b"}"),
    Bad("a number no column holds", "invalid_request", 422, "scoring", "slips", _slip(points=2**63)),
    Bad("a rule that is none", "rule_unknown", 404, "scoring", "slips", _slip(rule="9.9.9")),
    Bad("a quarter that is none", "invalid_request", 422, "scoring", "quarters/first", method="GET"),
    Bad("a payment that is none", "payment_unknown", 404, "billing", "payments/9", method="GET"),
    Bad(
        "money as a number",
        "invalid_request",
        422,
        "billing",
        "payments/1/pay",
        {"amount": 1.5, "paid_on": "2026-07-08"},
        role=FINANCE,
    ),
    Bad(
        *("not a number", "invalid_request", 422, "billing", "payments/1/pay"),
        {"amount": {"amount": "NaN"}, "paid_on": "2026-07-08"},
        role=FINANCE,
    ),
    Bad("a list beyond its limit", "invalid_request", 422, "roster", "people?limit=100000", method="GET"),
    Bad("an order that is none", "invalid_request", 422, "roster", "people?sort=phone", method="GET"),
    Bad("a moment that is none", "invalid_request", 422, "scoring", "slips?known_at=yesterday", method="GET"),
)
DATES = (
    Bad("a slip before the term", "outside_term", 422, "scoring", "slips", _slip(event_at=EARLY, late_reason="x")),
    Bad("a slip in the future", "event_in_the_future", 422, "scoring", "slips", _slip(event_at=FUTURE)),
    Bad(
        *("a breach before the term", "date_before_the_term", 422, "billing", "breaches"),
        {"code": "BR-3", "fact": "遗漏服务内容", "occurred_on": "2026-06-14"},
    ),
    Bad(
        *("leave before the term", "outside_the_term", 422, "roster", "leave"),
        {"person_id": "vc-1", "starts_at": EARLY, "ends_at": "2026-06-14T18:00:00+08:00"},
        role=COMPANY,
    ),
    Bad(
        *("a roster before the term", "outside_the_term", 422, "roster", "rosters"),
        {"starts": "2026-06-01", "ends": "2026-06-02", "shifts": []},
        role=MANAGER,
    ),
    Bad("a complaint before the term", "date_before_the_term", 422, "tickets", "complaints", {"text": "x", "received_at": EARLY}),
    Bad(
        *("a meeting before the term", "date_before_the_term", 422, "tickets", "meetings"),
        {**MEETING, "starts_at": EARLY, "ends_at": "2026-06-14T10:00:00+08:00", "setup_due_at": "2026-06-14T08:30:00+08:00"},
        role=DESK,
    ),
    Bad("a fault before the term", "date_before_the_term", 422, "inspection", "faults", {"description": "x", "found_at": EARLY}),
    Bad("a fault in the future", "date_in_the_future", 422, "inspection", "faults", {"description": "x", "found_at": FUTURE}),
    Bad("a time without offset", "invalid_request", 422, "scoring", "slips", _slip(event_at="2026-07-08T09:00:00")),
    Bad("a day that is none", "invalid_request", 422, "inspection", "rounds/2026-02-30", method="GET"),
    Bad("the year one", "invalid_request", 422, "scoring", "slips", _slip(event_at="0001-01-01T00:00:00+14:00")),
)
FORMS = (
    Bad("no JSON", "malformed_request", 400, "scoring", "slips", b"{"),
    Bad("not UTF-8", "malformed_request", 400, "scoring", "slips", b'{"rule": "\xff"}'),
    Bad("another type", "invalid_request", 422, "scoring", "slips", b"rule=1", headers={"Content-Type": "text/plain"}),
    Bad("a list for an object", "invalid_request", 422, "scoring", "slips", []),
    Bad("a field nobody knows", "invalid_request", 422, "scoring", "slips", _slip(colour="red")),
    Bad("endless nesting", "malformed_request", 400, "scoring", "slips", b"[" * 100_000),
    Bad("an oversized body", "request_too_large", 413, "scoring", "slips", _slip(narrative="长" * 700_000)),
    Bad("an oversized text", "invalid_request", 422, "scoring", "slips", _slip(narrative="长" * 5_000)),
    Bad("NUL in a text", "invalid_request", 422, "scoring", "slips", _slip(narrative="a\0b")),
    Bad("half a character", "invalid_request", 422, "scoring", "slips", b'{"narrative": "\\ud800"}'),
    Bad("NUL in an id", "invalid_request", 422, "scoring", "slips/a%00b", method="GET"),
    Bad("NUL in a filter", "invalid_request", 422, "tickets", "tickets?kind=%00", method="GET"),
    Bad("a wrong method", "method_not_allowed", 405, "scoring", "slips", method="DELETE"),
    Bad(
        "an If-Match that is none", "invalid_request", 422, "scoring", "slips/{pending}/sign", {}, HEAD, headers={"If-Match": "x"}
    ),
    Bad("a stale If-Match", "stale_version", 412, "scoring", "slips/{pending}/sign", {}, HEAD, headers={"If-Match": '"0"'}),
    Bad(
        *("a stale If-Match on one stream", "stale_version", 412, "scoring", "slips/{pending}/comment", {"text": "x"}, MANAGER),
        headers={"If-Match": '"99"'},
    ),
    Bad("a key with blanks", "invalid_request", 422, "scoring", "slips", SLIP, headers={"Idempotency-Key": "a b"}),
    Bad("a position that is none", "invalid_request", 422, "scoring", "slips", method="GET", headers={"Watchbill-After": "x"}),
    *(
        Bad(f"the cursor {cursor[:20]}", "invalid_request", 422, service, f"{path}?cursor={cursor}", method="GET")
        for service, path, cursor in (
            ("scoring", "slips", "x"),
            ("roster", "people", "W10"),
            ("tickets", "tickets", "';drop table events--"),
            ("inspection", "faults", "A" * 3000),
            ("billing", "breaches", "%F0%9F%92%A9"),
            ("scoring", "events", "WyJ4IiwtMV0"),
        )
    ),
)

EVERY = (*UNKNOWN, *ROLES, *RANGES, *DATES, *FORMS)
