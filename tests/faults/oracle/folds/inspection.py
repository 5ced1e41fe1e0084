"""Faults, and the stretches without a plan. Plans and rounds are not part of the load: their events would be unknown here."""

from faults.oracle.folds.fold import Fact, Folds, Row, by, change, new, stream


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


FOLDS: Folds = {
    "programme-begun": (),
    "day-started": (),
    "plan-gap-opened": (("plan_gaps", by("since"), new(finding_id=".since", since=".since", until=None)),),
    "plan-gap-closed": (("plan_gaps", by("since"), change(until=".until")),),
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
