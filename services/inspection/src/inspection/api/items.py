"""A line with the contract's words for its item."""

from common.terms import Terms
from common.web.answers import Answer, Labelled
from inspection.domain.lines import Line
from inspection.domain.words import FREQUENCIES


class ItemAnswer(Answer):
    """A row of the contract's inspection table (A1 2.4.1)."""

    code: str
    system_zh: str
    system_en: str
    title_zh: str
    title_en: str
    no_demand_allowed: bool
    clause: str

    @classmethod
    def of(cls, code: str, terms: Terms) -> "ItemAnswer":
        item = terms.item(code)
        return cls(
            code=item.code,
            system_zh=item.system_zh,
            system_en=item.system_en,
            title_zh=item.title_zh,
            title_en=item.title_en,
            no_demand_allowed=item.no_demand_allowed,
            clause=item.clause,
        )


class LineAnswer(Answer):
    """A line of a plan: what is checked where, how often. `line` is its id."""

    line: str
    item: ItemAnswer
    place: str
    frequency: Labelled

    @classmethod
    def of(cls, line: Line, terms: Terms) -> "LineAnswer":
        return cls(
            line=line.line,
            item=ItemAnswer.of(line.item, terms),
            place=line.place,
            frequency=Labelled.of(line.frequency, FREQUENCIES),
        )
