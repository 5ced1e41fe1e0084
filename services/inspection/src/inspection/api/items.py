"""The contract's inspection table, and a line with the table's words for its item."""

from typing import Annotated

from fastapi import APIRouter, Depends

from common.terms import Terms
from common.web.answers import Answer, Labelled
from common.web.call import Call, call
from inspection.domain.lines import Line
from inspection.domain.words import FREQUENCIES

router = APIRouter(prefix="/v1/contracts/{contract_id}/items", tags=["plans 监控计划"])


class ItemAnswer(Answer):
    """A row of the contract's inspection table (A1 2.4.1)."""

    code: str
    system_zh: str
    system_en: str
    title_zh: str
    title_en: str
    frequency: Labelled
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
            frequency=Labelled.of(item.frequency, FREQUENCIES),
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


class TableAnswer(Answer):
    """The whole table, in the contract's order."""

    items: tuple[ItemAnswer, ...]


@router.get("")
async def show_table(call: Annotated[Call, Depends(call("plan.read"))]) -> TableAnswer:
    """What a plan is drawn up from."""
    return TableAnswer(items=tuple(ItemAnswer.of(item.code, call.terms) for item in call.terms.inspection.items))
