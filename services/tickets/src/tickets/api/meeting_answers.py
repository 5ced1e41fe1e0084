"""A meeting as the API shows it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from common.terms import Terms
from common.web.answers import Answer, Labelled
from common.web.call import Call
from tickets.domain.words import CHECKS, MEETING_STATES, PHASES, ROLL_CALL_STATES
from tickets.projections import MEETINGS, Incident, MeetingRow

Texts = Mapping[str, str | None]


class IncidentAnswer(Answer):
    """Something of A8S-1 2.1 that went wrong; `noted_by` is `clock` where a deadline passed.

    `clause` is empty for a rule that this contract's catalogue does not have.
    """

    id: str
    phase: Labelled
    rule: str
    rule_zh: str
    rule_en: str
    clause: str | None
    occurred_at: datetime
    description: str | None
    noted_by: str
    position: str

    @classmethod
    def of(cls, incident: Incident, terms: Terms, texts: Texts) -> "IncidentAnswer":
        rule = next((one for one in terms.rules if one.code == incident.rule), None)
        return cls(
            id=incident.incident_id,
            phase=Labelled.of(incident.phase, PHASES),
            rule=incident.rule,
            rule_zh=rule.title_zh if rule else incident.rule,
            rule_en=rule.title_en if rule else incident.rule,
            clause=rule.clause if rule else None,
            occurred_at=incident.occurred_at,
            description=texts.get(incident.description or ""),
            noted_by=incident.noted_by,
            position=incident.position,
        )


class MeetingAnswer(Answer):
    """A meeting with its three phases. `checks` are the preparations done so far."""

    id: str
    state: Labelled
    title: str | None
    level: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    setup_due_at: datetime
    set_up_at: datetime | None
    roll_call_due_at: datetime
    roll_call: Labelled
    roll_call_at: datetime | None
    recording_required: bool
    checks: tuple[Labelled, ...]
    started_at: datetime | None
    finished_at: datetime | None
    work_order_signed: bool | None
    recording_done: bool | None
    incidents: tuple[IncidentAnswer, ...]
    planned_by: str
    cancel_reason: str | None

    @classmethod
    def of(cls, row: MeetingRow, terms: Terms, texts: Texts) -> "MeetingAnswer":
        return cls(
            id=row.meeting_id,
            state=Labelled.of(row.state, MEETING_STATES),
            title=texts.get(row.title or ""),
            level=row.level,
            kind=row.kind,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            setup_due_at=row.setup_due_at,
            set_up_at=row.set_up_at,
            roll_call_due_at=row.roll_call_due_at,
            roll_call=Labelled.of(row.roll_call, ROLL_CALL_STATES),
            roll_call_at=row.roll_call_at,
            recording_required=row.recording_required,
            checks=tuple(Labelled.of(check, CHECKS) for check in row.checks),
            started_at=row.started_at,
            finished_at=row.finished_at,
            work_order_signed=row.work_order_signed,
            recording_done=row.recording_done,
            incidents=tuple(IncidentAnswer.of(incident, terms, texts) for incident in row.incidents),
            planned_by=row.planned_by,
            cancel_reason=texts.get(row.cancel_reason or ""),
        )


async def meeting_answers(rows: Sequence[MeetingRow], call: Call) -> list[MeetingAnswer]:
    """Meetings with their texts, fetched together."""
    texts = await call.texts(
        digest for row in rows for digest in (row.title, row.cancel_reason, *(incident.description for incident in row.incidents))
    )
    return [MeetingAnswer.of(row, call.terms, texts) for row in rows]


async def shown_meeting(meeting_id: str, call: Call) -> MeetingAnswer:
    """One meeting; problem `not_found`."""
    return (await meeting_answers([await call.show(MEETINGS, meeting_id)], call))[0]
