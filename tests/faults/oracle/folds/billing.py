"""The bond, payments, breaches, the accounts that money moves between, and what scoring told."""

from collections.abc import Callable
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
        form = fact.data.get("form", row["form"] if row else "")
        return {"bond": {**bond, **changed}, "form": form, "positions": [*(row["positions"] if row else ()), fact.position]}

    return step


_PAYMENT = {
    "applied_on": None,
    "due_on": None,
    "due_provisional": False,
    "invoice": "none",
    "invoice_fen": 0,
    "invoice_accepted_on": None,
    "funded_fen": None,
    "fixed_fen": None,
    "fell_due": False,
    "paid_fen": 0,
    "last_paid_on": None,
    "last_paid_fen": 0,
    "interest_fen": 0,
}


_INVOICE = ("invoice_number", "rejection")


def _payment(changes: Callable[[Row, Row], Row], **invoice: str | None) -> Any:
    """`changes` makes the fields that an event changes from the payment before and the event.

    `invoice` says from which field of the event each of the row's own comes, `None` for one that it empties.
    """

    def step(row: Row | None, fact: Fact) -> Row:
        before = row["payment"] if row else _PAYMENT
        positions = [*(row["positions"] if row else ()), fact.position]
        told = {name: fact.data[value] if value else None for name, value in invoice.items()}
        return {
            "number": fact.data["payment"],
            "payment": {**before, **changes(before, fact.data)},
            **{name: row[name] if row else None for name in _INVOICE},
            **told,
            "positions": positions,
        }

    return (("payments", stream, step),)


def _paid(before: Row, data: Row) -> Row:
    amount, on = data["amount_fen"], data["paid_on"]
    return {"paid_fen": before["paid_fen"] + amount, "last_paid_on": on, "last_paid_fen": amount}


def _due(data: Row) -> Row:
    return {"due_on": data["due_on"], "due_provisional": data["provisional"]}


def _quarter_heard(row: Row | None, fact: Fact) -> Row:
    heard = {name: fact.data[name] for name in ("quarter", "deducted", "bonus", "source")}
    others = [one for one in (row["quarters"] if row else ()) if one["quarter"] != heard["quarter"]]
    annual = {"score": None, "source": None, "explanation": None}
    return {"annual": annual, "quarters": [*others, heard], "position": None}


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
    "bond-lodged": (
        ("bonds", stream, _bond(lodged_on=".lodged_on", held_fen=".amount_fen")),
        ("accounts", _all, _posted("contractor", "bond:held")),
    ),
    "payment-applied": _payment(lambda _before, data: {"applied_on": data["received_on"], **_due(data)}),
    "due-date-rederived": _payment(lambda _before, data: _due(data)),
    "invoice-received": _payment(
        lambda _before, data: {"invoice": "received", "invoice_fen": data["amount_fen"]}, invoice_number="number", rejection=None
    ),
    "invoice-accepted": _payment(lambda _before, data: {"invoice": "accepted", "invoice_accepted_on": data["accepted_on"]}),
    "invoice-rejected": _payment(lambda _before, _data: {"invoice": "rejected"}, rejection="reason"),
    "funds-appropriated": _payment(
        lambda before, data: {"funded_fen": (before["funded_fen"] or 0) + data["amount_fen"]},
    ),
    "payment-made": (*_payment(_paid), ("accounts", _all, _posted("customer", "contractor"))),
    "quarter-heard": (("annuals", stream, _quarter_heard),),
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
