"""A ticket as the API shows it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from common.terms import Terms
from common.web.answers import Answer, Labelled
from common.web.call import Call
from tickets.domain.words import TICKET_KINDS, TICKET_STATES
from tickets.projections import TICKETS, TicketRow


class TicketAnswer(Answer):
    """A ticket. `person_id` is who got it last; `opened_by` a subject, or the position of a fault's event."""

    id: str
    state: Labelled
    kind: Labelled
    urgent: bool
    opened_at: datetime
    opened_by: str
    description: str | None
    wanted_post: Labelled | None
    fault_id: str | None
    call_id: str | None
    meeting_id: str | None
    person_id: str | None
    post: Labelled | None
    shift_id: str | None
    dispatched_at: datetime | None
    resolved_at: datetime | None
    note: str | None
    closed_at: datetime | None
    reopened: int
    reopen_reason: str | None

    @classmethod
    def of(cls, row: TicketRow, terms: Terms, texts: Mapping[str, str | None]) -> "TicketAnswer":
        return cls(
            id=row.ticket_id,
            state=Labelled.of(row.state, TICKET_STATES),
            kind=Labelled.of(row.kind, TICKET_KINDS),
            urgent=row.urgent,
            opened_at=row.opened_at,
            opened_by=row.opened_by,
            description=texts.get(row.description or ""),
            wanted_post=post_label(row.wanted_post, terms),
            fault_id=row.fault_id,
            call_id=row.call_id,
            meeting_id=row.meeting_id,
            person_id=row.person_id,
            post=post_label(row.post, terms),
            shift_id=row.shift_id,
            dispatched_at=row.dispatched_at,
            resolved_at=row.resolved_at,
            note=texts.get(row.note or ""),
            closed_at=row.closed_at,
            reopened=row.reopened,
            reopen_reason=texts.get(row.reopen_reason or ""),
        )


def post_label(code: str | None, terms: Terms) -> Labelled | None:
    """A post (岗位) by the contract's words; one that the contract does not name by its code."""
    if code is None:
        return None
    post = terms.staffing.posts.get(code)
    return Labelled(code=code, zh=post.zh if post else code, en=post.en if post else code)


async def ticket_answers(rows: Sequence[TicketRow], call: Call) -> list[TicketAnswer]:
    """Tickets with their texts, fetched together."""
    texts = await call.texts(digest for row in rows for digest in (row.description, row.note, row.reopen_reason))
    return [TicketAnswer.of(row, call.terms, texts) for row in rows]


async def shown_ticket(ticket_id: str, call: Call) -> TicketAnswer:
    """One ticket; problem `not_found`."""
    return (await ticket_answers([await call.show(TICKETS, ticket_id)], call))[0]
