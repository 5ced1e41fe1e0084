"""Under which rules of the contract in force something can be noted about a meeting, by its phase (A8S-1 2.1)."""

from typing import Annotated

from fastapi import APIRouter, Depends

from common.web.answers import Answer
from common.web.call import Call, call
from tickets.domain.clauses import PHASE_RULES, belongs_to

router = APIRouter(prefix="/v1/contracts/{contract_id}/incident-rules", tags=["meetings 会议保障"])


class IncidentRuleAnswer(Answer):
    """One rule: the phase it belongs to (`before`, `during`, `after`), its words, its clause."""

    code: str
    phase: str
    zh: str
    en: str
    clause: str


class IncidentRulesAnswer(Answer):
    """All of them, phase by phase; there are few."""

    items: list[IncidentRuleAnswer]


@router.get("")
async def list_incident_rules(call: Annotated[Call, Depends(call("meeting.read"))]) -> IncidentRulesAnswer:
    """The rules that an incident can be noted under."""
    found = [(phase, rule) for phase in PHASE_RULES for rule in call.terms.rules if belongs_to(rule.code, phase)]
    return IncidentRulesAnswer(
        items=[
            IncidentRuleAnswer(code=rule.code, phase=phase, zh=rule.title_zh, en=rule.title_en, clause=rule.clause)
            for phase, rule in found
        ]
    )
