"""The inspection table: what is checked how often (A1 2.4.1)."""

from typing import Literal

from pydantic import Field

from common.errors import Refused
from common.terms.pack.entry import ClauseRef, Code, Entry, Words


class InspectionItem(Entry):
    """One row. `no_demand_allowed`: a production task for which a day may bring no demand (无需求)."""

    code: Code
    system_zh: Words
    system_en: Words
    title_zh: Words
    title_en: Words
    frequency: Literal["daily", "monthly"]
    no_demand_allowed: bool = False
    clause: ClauseRef
    line: int = Field(ge=1)


class InspectionTerms(Entry):
    """The whole table, in the contract's order."""

    items: tuple[InspectionItem, ...] = Field(min_length=1)

    def item(self, code: str) -> InspectionItem:
        """A row by its code. Refused when there is none."""
        for item in self.items:
            if item.code == code:
                return item
        raise Refused("inspection_item_unknown", item=code)
