"""What a plan is made of: one line per item of the contract's table and place."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from common.errors import Refused
from common.terms import Terms

Frequency = Literal["daily", "monthly"]


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A line as proposed."""

    item: str
    place: str
    frequency: Frequency


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a plan. `line` is its id in the plan: the item's code, with `.2`, `.3` … for further places."""

    line: str
    item: str
    place: str
    frequency: Frequency


def numbered(asked: Sequence[AskedLine], terms: Terms) -> tuple[Line, ...]:
    """Checks the lines against the contract's table (A1 2.4.1) and gives each its id.

    Refused: an item that is not in the table, a place twice, a daily item planned monthly.
    """
    if len({(one.item, one.place) for one in asked}) != len(asked):
        raise Refused("lines_repeated")
    seen: Counter[str] = Counter()
    lines = []
    for one in asked:
        item = terms.item(one.item)
        if item.frequency == "daily" and one.frequency != "daily":
            raise Refused("frequency_below_contract", clause=item.clause, item=one.item)
        seen[one.item] += 1
        suffix = f".{seen[one.item]}" if seen[one.item] > 1 else ""
        lines.append(Line(one.item + suffix, one.item, one.place, one.frequency))
    return tuple(lines)
