"""Slips with everything said and signed about them, side by side, never merged."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from common.ledger.facts import Recorded
from common.projection import View
from common.service import Projects
from scoring.domain.records import CountedRecord
from scoring.domain.slip import (
    SlipCommented,
    SlipConcurred,
    SlipContent,
    SlipDecided,
    SlipDissented,
    SlipRecorded,
    SlipSigned,
    SlipTookEffect,
    SlipUpheld,
    SlipWithdrawn,
    content_hash,
)
from scoring.projections.keys import by_stream


@dataclass(frozen=True, slots=True)
class StatementRow:
    """Something said about a slip: comment, concur, dissent, decide, uphold or withdraw. `text` is a digest."""

    kind: str
    text: str | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """A signature. `valid` is false once a later decision changed what it covered."""

    party: str
    subject: str
    role: str
    at: datetime
    content_hash: str
    head: str | None
    valid: bool = True


@dataclass(frozen=True, slots=True)
class SlipRow:
    """Form 2 today. `position` is where it was recorded, `effect` where it began to count."""

    id: str
    state: str
    number: str
    rule: str
    sign: int
    quarter: int
    event_at: datetime
    content: SlipContent
    content_hash: str
    proposed_points: int
    recorded_by: str
    recorded_party: str
    recorded_at: datetime
    due_on: date
    late: bool
    provisional: bool
    late_reason: str | None
    proposal_id: str | None
    carried_from: int | None
    position: str
    effect: str | None = None
    signed_by_both: bool = False
    stance: str = "none"
    statements: tuple[StatementRow, ...] = ()
    signatures: tuple[SignatureRow, ...] = ()
    countered: int = 0

    @property
    def as_record(self) -> CountedRecord:
        """The slip as a quarter counts it; its own position first, then the facts it rests on as evidence."""
        content = self.content
        return CountedRecord(
            self.id,
            self.number,
            content.rule,
            content.clause,
            content.sign,
            content.points,
            content.event_at,
            self.effect or self.position,
            content.evidence,
            content.fact,
            content.subject,
            content.counters,
        )


SLIPS = View("slips", 1, SlipRow, columns=("state", "quarter", "rule", "sign", "number", "event_at", "recorded_at", "late"))

PENDING, COUNTING, WITHDRAWN = "pending", "in_effect", "withdrawn"


def _slip_recorded(row: SlipRow | None, recorded: Recorded[SlipRecorded]) -> SlipRow:
    event = recorded.event
    content = event.content
    return SlipRow(
        recorded.id,
        PENDING,
        content.number,
        content.rule,
        content.sign,
        content.quarter,
        content.event_at,
        content,
        content_hash(content),
        content.points,
        event.by.subject,
        event.by.party,
        event.at,
        event.due_on,
        event.late,
        event.provisional,
        event.late_reason,
        event.proposal_id,
        event.carried_from,
        recorded.position,
    )


def _said(row: SlipRow, kind: str, text: str | None, by: str, at: datetime) -> SlipRow:
    return replace(row, statements=(*row.statements, StatementRow(kind, text, by, at)))


def _commented(row: SlipRow | None, recorded: Recorded[SlipCommented]) -> SlipRow | None:
    event = recorded.event
    return row and _said(row, "comment", event.text, event.by.subject, event.at)


def _concurred(row: SlipRow | None, recorded: Recorded[SlipConcurred]) -> SlipRow | None:
    event = recorded.event
    return row and replace(_said(row, "concur", event.text, event.by.subject, event.at), stance="concurred")


def _dissented(row: SlipRow | None, recorded: Recorded[SlipDissented]) -> SlipRow | None:
    event = recorded.event
    return row and replace(_said(row, "dissent", event.text, event.by.subject, event.at), stance="dissented")


def _decided(row: SlipRow | None, recorded: Recorded[SlipDecided]) -> SlipRow | None:
    if row is None:
        return None
    event = recorded.event
    content = replace(row.content, points=event.points, decision=event.narrative)
    void = tuple(replace(signature, valid=False) for signature in row.signatures)
    said = _said(row, "decide", event.narrative, event.by.subject, event.at)
    return replace(said, stance="decided", content=content, content_hash=content_hash(content), signatures=void)


def _signed(row: SlipRow | None, recorded: Recorded[SlipSigned]) -> SlipRow | None:
    event = recorded.event
    signature = SignatureRow(event.party, event.subject, event.role, event.at, event.content_hash, event.head)
    return row and replace(row, signatures=(*row.signatures, signature))


def _upheld(row: SlipRow | None, recorded: Recorded[SlipUpheld]) -> SlipRow | None:
    event = recorded.event
    return row and _said(row, "uphold", event.reason, event.by.subject, event.at)


def _took_effect(row: SlipRow | None, recorded: Recorded[SlipTookEffect]) -> SlipRow | None:
    event = recorded.event
    return row and replace(
        row,
        state=COUNTING,
        quarter=event.content.quarter,
        content=event.content,
        effect=recorded.position,
        signed_by_both=event.signed_by_both,
    )


def _withdrawn(row: SlipRow | None, recorded: Recorded[SlipWithdrawn]) -> SlipRow | None:
    event = recorded.event
    return row and replace(_said(row, "withdraw", event.reason, event.by.subject, event.at), state=WITHDRAWN)


def _by_countered(recorded: Recorded[SlipTookEffect]) -> str | None:
    return recorded.event.content.counters


def _countered(row: SlipRow | None, recorded: Recorded[SlipTookEffect]) -> SlipRow | None:
    return row and replace(row, countered=row.countered + recorded.event.content.points)


SLIP_FOLDS: Projects = {
    SlipRecorded: (SLIPS.on(by_stream, _slip_recorded),),
    SlipCommented: (SLIPS.on(by_stream, _commented),),
    SlipConcurred: (SLIPS.on(by_stream, _concurred),),
    SlipDissented: (SLIPS.on(by_stream, _dissented),),
    SlipDecided: (SLIPS.on(by_stream, _decided),),
    SlipSigned: (SLIPS.on(by_stream, _signed),),
    SlipUpheld: (SLIPS.on(by_stream, _upheld),),
    SlipTookEffect: (SLIPS.on(by_stream, _took_effect), SLIPS.on(_by_countered, _countered)),
    SlipWithdrawn: (SLIPS.on(by_stream, _withdrawn),),
}
