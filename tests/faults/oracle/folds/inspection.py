"""Plans and the stretches without one, rounds and their checks, faults."""

from faults.oracle.folds.fold import Fact, Folds, Row, by, change, new, stream

_RESULT = ("done_at", "late", "after_missed", "note", "fault_id", "by")
_NOTHING = {"done_at": None, "late": False, "after_missed": False, "note": None, "fault_id": None, "by": None}


def _resolved(row: Row | None, fact: Fact) -> Row | None:
    if row is None:
        return None
    state = "resolved" if row["reported_at"] else "resolved_unreported"
    return {**row, "state": state, "resolved_at": fact.data["resolved_at"], "note": fact.data["note"]}


def _reported(row: Row | None, fact: Fact) -> Row | None:
    if row is None:
        return None
    state = "resolved" if row["resolved_at"] else "reported"
    return {**row, "state": state, "reported_at": fact.data["reported_at"], "late": fact.data["late"]}


def _round(fact: Fact) -> tuple[str]:
    return (fact.data["round"]["round_id"],)


def _fell_due(row: Row | None, fact: Fact) -> Row:
    plan = fact.data["round"]
    lines = [
        {**{name: line[name] for name in ("line", "item", "place")}, "state": "open", **_NOTHING, "position": None}
        for line in plan["lines"]
    ]
    same = {name: plan[name] for name in ("round_id", "period", "starts", "ends", "due_at")}
    return row or {**same, "state": "due", "plan": plan, "lines": lines, "done": 0, "missed": 0}


def _with_line(row: Row | None, fact: Fact, **changes: object) -> Row | None:
    """The round with one line changed, and its counts."""
    if row is None:
        return None
    lines = [
        {**line, **changes, "position": fact.position} if line["line"] == fact.data["line"] else line for line in row["lines"]
    ]
    states = [line["state"] for line in lines]
    missed = states.count("missed")
    return {**row, "lines": lines, "done": len(states) - states.count("open") - missed, "missed": missed}


def _recorded(row: Row | None, fact: Fact) -> Row | None:
    return _with_line(row, fact, state=fact.data["result"], **{name: fact.data[name] for name in _RESULT})


def _missed(row: Row | None, fact: Fact) -> Row | None:
    return _with_line(row, fact, state="missed")


def _closed(row: Row | None, fact: Fact) -> Row | None:
    return None if row is None else {**row, "state": "missed" if row["state"] == "missed" else "closed"}


def _check(fact: Fact) -> tuple[str]:
    return (f"{fact.data['round_id']}:{fact.data['line']}",)


def _check_row(_row: Row | None, fact: Fact) -> Row:
    same = {name: fact.data[name] for name in ("round_id", "line", "item", "place", "day")}
    outcome = {name: fact.data.get(name, _NOTHING[name]) for name in _RESULT}
    state = fact.data.get("result", "missed")
    return {"check_id": _check(fact)[0], "state": state, **same, **outcome, "position": fact.position}


FOLDS: Folds = {
    "programme-begun": (),
    "day-started": (),
    "plan-proposed": (
        (
            "plans",
            stream,
            new(plan_id=".", state="proposed", starts=".starts", ends=".ends", lines=".lines",
                report_within_minutes=".report_within_minutes", proposed_by=".by", confirmed_by=None, confirmed_at=None,
                version=None, binds_from=None),
        ),
    ),
    "plan-confirmed": (("plans", stream, change(state="confirmed", confirmed_by=".by", confirmed_at=".confirmed_at")),),
    "plan-adopted": (("plans", by("plan_id"), change(version=".version", binds_from=".binds_from")),),
    "plan-gap-opened": (("plan_gaps", by("since"), new(finding_id=".since", since=".since", until=None)),),
    "plan-gap-closed": (("plan_gaps", by("since"), change(until=".until")),),
    "round-fell-due": (("rounds", _round, _fell_due),),
    "round-opened": (("rounds", stream, change(state="open")),),
    "check-recorded": (("rounds", stream, _recorded), ("checks", _check, _check_row)),
    "check-missed": (("rounds", stream, _missed), ("checks", _check, _check_row)),
    "round-missed": (("rounds", stream, change(state="missed")),),
    "round-closed": (("rounds", stream, _closed),),
    "fault-found": (
        (
            "faults",
            stream,
            new(fault_id=".", state="found", item=".item", place=".place", check_id=".check_id", found_at=".found_at",
                found_by=".by", description=".description", report_by=".report_by", reported_at=None, late=None,
                resolved_at=None, note=None),
        ),
    ),
    "fault-reported": (("faults", stream, _reported),),
    "fault-resolved": (("faults", stream, _resolved),),
}  # fmt: skip
