"""A quarter as the API shows it."""

from datetime import date, datetime

from common.terms import Quarter
from common.web.answers import Answer, Labelled
from common.web.call import Call
from scoring.api.labels import SIGN, STAGE, STEP
from scoring.domain.quarter.notice import displayed_total
from scoring.domain.records import CountedRecord, QuarterResult
from scoring.domain.tiers import QuarterPoints, tiers_reached
from scoring.projections import QuarterRow


class CountedAnswer(Answer):
    """A slip in the result. `points` is positive; a correction takes back points of the slip it counters."""

    slip_id: str
    number: str
    rule: str
    clause: str
    direction: Labelled
    points: int
    event_at: datetime
    evidence: tuple[str, ...]
    counters: str | None
    position: str

    @classmethod
    def of(cls, record: CountedRecord) -> "CountedAnswer":
        return cls(
            slip_id=record.slip_id,
            number=record.number,
            rule=record.rule,
            clause=record.clause,
            direction=Labelled.of(str(record.sign), SIGN),
            points=record.points,
            event_at=record.event_at,
            evidence=record.evidence,
            counters=record.counters,
            position=record.position,
        )


class ResultAnswer(Answer):
    """The result (考核结果). `total` is displayed on Form 4 only; `capped_…` is the other reading of header ranges."""

    deducted: int
    bonus: int
    net: int
    capped_deducted: int
    capped_bonus: int
    total: int | None
    tier_points: int
    counted: tuple[CountedAnswer, ...]

    @classmethod
    def of(cls, row: QuarterRow, result: QuarterResult, call: Call) -> "ResultAnswer":
        reached = tiers_reached(QuarterPoints(row.quarter, result.deducted, result.bonus), call.terms)
        return cls(
            deducted=result.deducted,
            bonus=result.bonus,
            net=result.bonus - result.deducted,
            capped_deducted=result.capped_deducted,
            capped_bonus=result.capped_bonus,
            total=row.total if row.notice else displayed_total(result, call.terms),
            tier_points=sum(tier.points for tier in reached),
            counted=tuple(map(CountedAnswer.of, result.records)),
        )


class StepAnswer(Answer):
    """One step of the workflow."""

    step: Labelled
    by: str
    at: datetime
    text: str | None
    round: int | None


class QuarterAnswer(Answer):
    """A quarter and how far its assessment has come. `result` is initial until Form 4 is issued."""

    quarter: int
    stage: Labelled
    starts: date
    ends: date
    assess_due_on: date
    assess_provisional: bool
    assessment_overdue: bool
    round: int
    disputed: bool
    result: ResultAnswer | None
    notice_hash: str | None
    issued_on: date | None
    rectification_due_on: date | None
    rectification_provisional: bool
    rectification_late: bool | None
    rectification_overdue: bool
    notice_position: str | None
    closed_position: str | None
    steps: tuple[StepAnswer, ...]


def unopened(quarter: Quarter) -> QuarterRow:
    """A quarter whose first day has not come."""
    due = quarter.assess_due
    return QuarterRow(str(quarter.no), quarter.no, "unopened", quarter.starts, quarter.ends, due.on, due.provisional)


async def quarter_answer(row: QuarterRow, call: Call) -> QuarterAnswer:
    """One quarter with what was typed."""
    texts = await call.texts(step.text for step in row.steps)
    steps = tuple(
        StepAnswer(
            step=Labelled.of(step.step, STEP),
            by=step.by,
            at=step.at,
            text=texts.get(step.text) if step.text else None,
            round=step.round,
        )
        for step in row.steps
    )
    return QuarterAnswer(
        quarter=row.quarter,
        stage=Labelled.of(row.stage, STAGE),
        starts=row.starts,
        ends=row.ends,
        assess_due_on=row.assess_due_on,
        assess_provisional=row.assess_provisional,
        assessment_overdue=row.assessment_overdue,
        round=row.round,
        disputed=row.disputed,
        result=ResultAnswer.of(row, row.result, call) if row.result else None,
        notice_hash=row.notice_hash,
        issued_on=row.issued_on,
        rectification_due_on=row.rectification_due_on,
        rectification_provisional=row.rectification_provisional,
        rectification_late=row.rectification_late,
        rectification_overdue=row.rectification_overdue,
        notice_position=row.notice,
        closed_position=row.closed,
        steps=steps,
    )
