"""A slip as the API shows it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from common.web.answers import Answer, Labelled
from common.web.call import Call
from scoring.api.labels import FACT, PARTY, SIGN, SLIP_STATE, STANCE, STATEMENT
from scoring.projections import SignatureRow, SlipRow, StatementRow

Texts = Mapping[str, str | None]


class StatementAnswer(Answer):
    """Something said about the slip. `text` is missing where nothing was said, or where it was erased."""

    kind: Labelled
    text: str | None
    by: str
    at: datetime

    @classmethod
    def of(cls, row: StatementRow, texts: Texts) -> "StatementAnswer":
        text = texts.get(row.text) if row.text else None
        return cls(kind=Labelled.of(row.kind, STATEMENT), text=text, by=row.by, at=row.at)


class SignatureAnswer(Answer):
    """A signature over `content_hash`. A later decision makes it invalid: it covered other points."""

    party: Labelled
    subject: str
    role: str
    at: datetime
    content_hash: str
    head: str | None
    valid: bool

    @classmethod
    def of(cls, row: SignatureRow) -> "SignatureAnswer":
        return cls(
            party=Labelled.of(row.party, PARTY),
            subject=row.subject,
            role=row.role,
            at=row.at,
            content_hash=row.content_hash,
            head=row.head,
            valid=row.valid,
        )


class SlipAnswer(Answer):
    """Form 2 (事件记录单). `points` is positive; `direction` says whether they are taken or given."""

    id: str
    number: str
    state: Labelled
    direction: Labelled
    rule: str
    rule_zh: str
    rule_en: str
    clause: str
    units: int
    points: int
    proposed_points: int
    counts_as: int
    quarter: int
    event_at: datetime
    fact: Labelled | None
    narrative: str | None
    decision: str | None
    evidence: tuple[str, ...]
    subject: str | None
    recorded_by: str
    recorded_party: Labelled
    recorded_at: datetime
    due_on: date
    late: bool
    provisional: bool
    late_reason: str | None
    stance: Labelled
    statements: tuple[StatementAnswer, ...]
    signatures: tuple[SignatureAnswer, ...]
    signed_by_both: bool
    content_hash: str
    proposal_id: str | None
    counters: str | None
    countered_points: int
    carried_from: int | None
    position: str
    effect_position: str | None

    @classmethod
    def of(cls, row: SlipRow, call: Call, texts: Texts) -> "SlipAnswer":
        content = row.content
        rule = call.terms.rule(content.rule)
        return cls(
            id=row.id,
            number=row.number,
            state=Labelled.of(row.state, SLIP_STATE),
            direction=Labelled.of(str(content.sign), SIGN),
            rule=rule.code,
            rule_zh=rule.title_zh,
            rule_en=rule.title_en,
            clause=content.clause,
            units=content.units,
            points=content.points,
            proposed_points=row.proposed_points,
            counts_as=_counts_as(row),
            quarter=row.quarter,
            event_at=content.event_at,
            fact=Labelled.of(content.fact, FACT) if content.fact else None,
            narrative=texts.get(content.narrative),
            decision=texts.get(content.decision) if content.decision else None,
            evidence=content.evidence,
            subject=content.subject,
            recorded_by=row.recorded_by,
            recorded_party=Labelled.of(row.recorded_party, PARTY),
            recorded_at=row.recorded_at,
            due_on=row.due_on,
            late=row.late,
            provisional=row.provisional,
            late_reason=texts.get(row.late_reason) if row.late_reason else None,
            stance=Labelled.of(row.stance, STANCE),
            statements=tuple(StatementAnswer.of(statement, texts) for statement in row.statements),
            signatures=tuple(map(SignatureAnswer.of, row.signatures)),
            signed_by_both=row.signed_by_both,
            content_hash=row.content_hash,
            proposal_id=row.proposal_id,
            counters=content.counters,
            countered_points=row.countered,
            carried_from=row.carried_from,
            position=row.position,
            effect_position=row.effect,
        )


def _counts_as(row: SlipRow) -> int:
    """What the slip moves the quarter by today: signed, 0 while it does not count."""
    if row.state != "in_effect":
        return 0
    return row.content.points * row.content.sign * (-1 if row.content.counters else 1)


def digests_of(rows: Iterable[SlipRow]) -> list[str | None]:
    """Every text that slips refer to."""
    found: list[str | None] = []
    for row in rows:
        found += [row.content.narrative, row.content.decision, row.late_reason]
        found += [statement.text for statement in row.statements]
    return found


async def slip_answers(rows: Sequence[SlipRow], call: Call) -> list[SlipAnswer]:
    """Slips with their texts, fetched together."""
    texts = await call.texts(digests_of(rows))
    return [SlipAnswer.of(row, call, texts) for row in rows]


async def slip_answer(row: SlipRow, call: Call) -> SlipAnswer:
    """One slip with its texts."""
    return (await slip_answers([row], call))[0]
