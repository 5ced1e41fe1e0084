"""How a shift is shown."""

from collections.abc import Mapping
from datetime import date, datetime

from common.terms import Terms
from common.web.answers import Answer, Labelled
from roster.api.labels import CORRECTION_STATE, FINDING, SHIFT_STATE, label, post_label
from roster.projections import ShiftRow
from roster.projections.shifts import CorrectionRow, FindingRow


class FindingAnswer(Answer):
    """What A8S-1 1.1 says: distance from the set time in seconds, the clause, and the ledger position as evidence."""

    aspect: str
    finding: Labelled
    set_at: datetime
    actual_at: datetime | None
    seconds: int
    clause: str
    corrects: Labelled | None
    position: str

    @classmethod
    def of(cls, row: FindingRow) -> "FindingAnswer":
        """One finding."""
        return cls(
            aspect=row.aspect,
            finding=Labelled.of(row.finding, FINDING),
            set_at=row.set_at,
            actual_at=row.actual_at,
            seconds=row.seconds,
            clause=row.clause,
            corrects=label(row.corrects, FINDING),
            position=row.position,
        )


class CorrectionAnswer(Answer):
    """A correction: the punch as it was, what is said instead, and the two people."""

    correction_id: str
    punch: str
    was: datetime | None
    at: datetime
    reason: str | None
    asked_by: str
    state: Labelled
    decided_by: str | None

    @classmethod
    def of(cls, row: CorrectionRow, texts: Mapping[str, str | None]) -> "CorrectionAnswer":
        """One correction with its reason."""
        return cls(
            correction_id=row.correction_id,
            punch=row.punch,
            was=row.was,
            at=row.at,
            reason=texts.get(row.reason),
            asked_by=row.asked_by,
            state=Labelled.of(row.state, CORRECTION_STATE),
            decided_by=row.decided_by,
        )


class ShiftAnswer(Answer):
    """A shift as planned and as worked."""

    shift_id: str
    roster_id: str
    day: date
    person_id: str
    post: Labelled
    planned_from: datetime
    planned_to: datetime
    state: Labelled
    started_at: datetime | None
    ended_at: datetime | None
    arrival: Labelled | None
    departure: Labelled | None

    @classmethod
    def of(cls, row: ShiftRow, terms: Terms) -> "ShiftAnswer":
        """As lists show it."""
        return cls(
            shift_id=row.shift_id,
            roster_id=row.roster_id,
            day=row.day,
            person_id=row.person_id,
            post=post_label(row.post, terms),
            planned_from=row.planned_from,
            planned_to=row.planned_to,
            state=Labelled.of(row.state, SHIFT_STATE),
            started_at=row.started_at,
            ended_at=row.ended_at,
            arrival=label(row.arrival, FINDING),
            departure=label(row.departure, FINDING),
        )


class WholeShiftAnswer(ShiftAnswer):
    """A shift with everything that was found and corrected. `…_entered_at`: when the punch came in."""

    start_entered_at: datetime | None
    end_entered_at: datetime | None
    findings: list[FindingAnswer]
    corrections: list[CorrectionAnswer]
    leaves: list[str]
    cancel_reason: str | None

    @classmethod
    def whole(cls, row: ShiftRow, terms: Terms, texts: Mapping[str, str | None]) -> "WholeShiftAnswer":
        """As it stands."""
        return cls(
            **{name: getattr(plain, name) for plain in (ShiftAnswer.of(row, terms),) for name in ShiftAnswer.model_fields},
            start_entered_at=row.start_entered_at,
            end_entered_at=row.end_entered_at,
            findings=[FindingAnswer.of(one) for one in row.findings],
            corrections=[CorrectionAnswer.of(one, texts) for one in row.corrections],
            leaves=list(row.leaves),
            cancel_reason=texts.get(row.cancel_reason or ""),
        )
