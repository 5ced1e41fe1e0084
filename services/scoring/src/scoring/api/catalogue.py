"""The clause catalogue: what may be held against a fact, and for how many points."""

from typing import Annotated

from fastapi import APIRouter, Depends

from common.terms import AnnualRule, QuarterlyRule
from common.web.answers import Answer, Labelled
from common.web.call import Call, call
from scoring.api.labels import SIGN, UNIT

router = APIRouter(tags=["rules 考核指标"])


class RuleAnswer(Answer):
    """A quarterly standard (A8S-1). Points are positive and per unit; `values`: only these."""

    code: str
    direction: Labelled
    title_zh: str
    title_en: str
    paraphrase_zh: str
    points_min: int
    points_max: int
    values: tuple[int, ...] | None
    fixed: bool
    unit: Labelled
    cumulative: bool
    header: str
    header_min: int
    header_max: int
    clause: str
    source_line: int

    @classmethod
    def of(cls, rule: QuarterlyRule) -> "RuleAnswer":
        return cls(
            code=rule.code,
            direction=Labelled.of(str(rule.sign), SIGN),
            title_zh=rule.title_zh,
            title_en=rule.title_en,
            paraphrase_zh=rule.paraphrase_zh,
            points_min=rule.points_min,
            points_max=rule.points_max,
            values=rule.values,
            fixed=rule.fixed,
            unit=Labelled.of(rule.unit, UNIT),
            cumulative=rule.cumulative,
            header=rule.header_code,
            header_min=rule.header_min,
            header_max=rule.header_max,
            clause=rule.clause,
            source_line=rule.source_line,
        )


class AnnualRuleAnswer(Answer):
    """A row of the annual table (A8 Art.8). `points` carries its sign; a derived row is computed, never entered."""

    code: str
    title_zh: str
    title_en: str
    points: int
    unit: Labelled
    derived: bool
    clause: str

    @classmethod
    def of(cls, rule: AnnualRule) -> "AnnualRuleAnswer":
        return cls(
            code=rule.code,
            title_zh=rule.title_zh,
            title_en=rule.title_en,
            points=rule.points,
            unit=Labelled.of(rule.unit, UNIT),
            derived=rule.derived,
            clause=rule.clause,
        )


class RulesAnswer(Answer):
    """The whole catalogue, on the version of the contract pack that `pack_hash` names."""

    pack_hash: str
    quarterly: tuple[RuleAnswer, ...]
    annual: tuple[AnnualRuleAnswer, ...]


@router.get("/v1/contracts/{contract_id}/rules")
async def show_rules(call: Annotated[Call, Depends(call("rules.read"))]) -> RulesAnswer:
    """Every rule of the contract that gives or takes points."""
    terms = call.terms
    return RulesAnswer(
        pack_hash=terms.pack_hash,
        quarterly=tuple(map(RuleAnswer.of, terms.rules)),
        annual=tuple(map(AnnualRuleAnswer.of, terms.annual_rules)),
    )
