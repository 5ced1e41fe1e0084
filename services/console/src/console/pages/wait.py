"""One kind of thing that waits for somebody, and what says whether a row of a list is one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from console.shell.here import Here

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Wait:
    """Rows of a service's list that wait for an action. `filters` narrow and order the list, `only` what it cannot say.

    `due` names the date by which it should be done; `since`, where there is none, the moment it has waited from.
    """

    action: str
    title: str
    service: str
    path: str
    filters: Mapping[str, str] = field(default_factory=dict)
    due: str = ""
    since: str = ""
    about: tuple[str, ...] = ()
    opens: str = ""
    only: Callable[[Here, Row], bool] | None = None
    single: bool = False
    """The path is one thing, not a list of them."""
    types: tuple[str, ...] = ()
    """Beginnings of the names of all events of the service's ledger that change the rows; empty for any event."""

    @property
    def whole(self) -> str:
        """The page of the list that the rows stand in."""
        return self.opens.partition("/{")[0]

    def query(self, here: Here) -> dict[str, str]:
        """The list's parameters; `{today}` is the contract's day."""
        return {name: value.format(today=here.contract.today) for name, value in self.filters.items()}

    def concerns(self, here: Here, row: Row) -> bool:
        """Whether this row waits for this person."""
        return self.only is None or self.only(here, row)


def code(row: Row, name: str) -> str:
    """The code of a labelled value."""
    value = row.get(name)
    return str(value["code"]) if isinstance(value, Mapping) else str(value)


def unsigned(here: Here, row: Row) -> bool:
    """A slip that the person's party has not signed."""
    party = "contractor" if any(role.startswith("contractor.") for role in here.roles) else "customer"
    signed = {code(one, "party") for one in row["signatures"] if one["valid"]}
    return party not in signed and code(row, "stance") in ("concurred", "decided")


def stance(*codes: str) -> Callable[[Here, Row], bool]:
    """Slips on which the contractor stands like this."""
    return lambda _here, row: code(row, "stance") in codes


def stage(*codes: str) -> Callable[[Here, Row], bool]:
    """Quarters that have come this far."""
    return lambda _here, row: code(row, "stage") in codes


def status(*codes: str) -> Callable[[Here, Row], bool]:
    """Payments that stand like this."""
    return lambda _here, row: code(row, "status") in codes


def upheld_alone(_here: Here, row: Row) -> bool:
    """A slip that the customer signed and the contractor has not: it may be upheld with one signature."""
    signed = {code(one, "party") for one in row["signatures"] if one["valid"]}
    return signed == {"customer"} and code(row, "stance") != "dissented"


def ended(here: Here, row: Row) -> bool:
    """A quarter whose last day is over and that nobody applied for."""
    return code(row, "stage") == "open" and date.fromisoformat(row["ends"]) < here.contract.today


def after_the_term(*codes: str) -> Callable[[Here, Row], bool]:
    """What stands like this once the term is over."""
    return lambda here, row: here.contract.over and code(row, "state") in codes


def acceptance_open(here: Here, row: Row) -> bool:
    """An acceptance that may be applied for."""
    return here.contract.over and not row["waiting"] and not row["passed"]
