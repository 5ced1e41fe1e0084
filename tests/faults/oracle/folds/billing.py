"""The bond, breaches and the accounts that damages move between."""

from typing import Any

from faults.oracle.folds.fold import Fact, Folds, Row, stream

_BOND = {
    "due_on": None,
    "lodged_on": None,
    "noted_late": False,
    "held_fen": 0,
    "drawn_fen": 0,
    "owed_fen": None,
    "refunded_fen": 0,
}
_CLAIMS, _OPEN = "customer:claims", "damages:open"


def _bond(**changes: Any) -> Any:
    def step(row: Row | None, fact: Fact) -> Row:
        bond = row["bond"] if row else _BOND
        changed = {name: fact.data[value[1:]] if isinstance(value, str) else value for name, value in changes.items()}
        return {"bond": {**bond, **changed}, "form": "", "positions": [*(row["positions"] if row else ()), fact.position]}

    return step


def _proposed(_row: Row | None, fact: Fact) -> Row:
    data = fact.data
    breach = {
        "state": "proposed",
        "code": data["code"],
        "clause": data["clause"],
        "amount_fen": data["amount_fen"],
        "proposed_by": data["proposed_by"],
        "received_on": None,
        "cure_by": None,
        "disputed": False,
        "confirmed": False,
        "settled_from_bond_fen": 0,
    }
    known = {"fact": data["fact"], "evidence": data["evidence"], "positions": [fact.position], "order": 0, "notified": False}
    return {"id": fact.id, "state": "proposed", "code": data["code"], "breach": breach, **known}


def _changed(state: str | None = None, **breach: Any) -> Any:
    """`breach` are fields of the decision's state; `order` and `notified` are the row's own."""

    def step(row: Row | None, fact: Fact) -> Row | None:
        if row is None:
            return None
        now = {**row["breach"], **breach, "state": state or row["state"]}
        if fact.event.type == "breach-notified":
            now = {**now, "cure_by": fact.data["cure_by"], "received_on": fact.data["received_at"][:10]}
        return {
            **row,
            "breach": now,
            "state": now["state"],
            "positions": [*row["positions"], fact.position],
            "order": fact.event.seq if fact.event.type == "damages-confirmed" else row["order"],
            "notified": row["notified"] or fact.event.type == "breach-notified",
        }

    return step


def _all(_fact: Fact) -> tuple[str]:
    return ("all",)


def _posted(source: str, target: str) -> Any:
    def step(row: Row | None, fact: Fact) -> Row:
        balances = dict(row["balances"]) if row else {}
        amount = fact.data["amount_fen"] if fact.data.get("confirmed", True) else 0
        if amount:
            balances[source] = balances.get(source, 0) - amount
            balances[target] = balances.get(target, 0) + amount
        return {"balances": balances}

    return step


FOLDS: Folds = {
    "bond-awaited": (("bonds", stream, _bond(due_on=".due_on")),),
    "bond-fell-late": (("bonds", stream, _bond(noted_late=True)),),
    "breach-proposed": (("breaches", stream, _proposed),),
    "breach-notified": (("breaches", stream, _changed("notified")),),
    "breach-cured": (("breaches", stream, _changed("cured")),),
    "breach-uncured": (("breaches", stream, _changed("uncured")),),
    "breach-disputed": (("breaches", stream, _changed(disputed=True)),),
    "damages-confirmed": (
        ("breaches", stream, _changed("confirmed", confirmed=True)),
        ("accounts", _all, _posted(_OPEN, _CLAIMS)),
    ),
    "damages-waived": (("breaches", stream, _changed("waived")), ("accounts", _all, _posted(_CLAIMS, _OPEN))),
}
