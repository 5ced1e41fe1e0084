"""Tickets, wired."""

from common.ledger.facts import event_types
from common.service import Service
from common.terms import ADOPT_TERMS, TERMS_EVENTS, TERMS_PROJECTS, TERMS_REFUSALS, TERMS_UNPUBLISHED
from common.web.app import create_app
from tickets.api import router
from tickets.domain import call, complaint, duty, ticket
from tickets.domain.meeting import facts as meeting
from tickets.domain.refusals import REFUSALS
from tickets.policies import POLICIES
from tickets.projections import PROJECTS
from tickets.publishing import PUBLISHES
from tickets.timing import FIRES, TIMERS

EVENTS = event_types(
    call.CallRang,
    call.CallAnswered,
    call.CallEnded,
    call.CallMissed,
    ticket.TicketOpened,
    ticket.TicketDispatched,
    ticket.TicketResolved,
    ticket.TicketClosed,
    ticket.UrgentTaskCompleted,
    ticket.TicketReopened,
    duty.DutyBegan,
    duty.DutyEnded,
    meeting.MeetingPlanned,
    meeting.MeetingPrepared,
    meeting.RollCallDone,
    meeting.RollCallMissed,
    meeting.IncidentNoted,
    meeting.MeetingStarted,
    meeting.MeetingFinished,
    meeting.MeetingSupported,
    meeting.MeetingCancelled,
    complaint.ComplaintReceived,
)

SERVICE = Service(
    name="tickets",
    events=EVENTS + TERMS_EVENTS,
    projects={**PROJECTS, **TERMS_PROJECTS},
    publishes={**PUBLISHES, **TERMS_UNPUBLISHED},
    policies=(ADOPT_TERMS, *POLICIES),
    timers=TIMERS,
    fires=FIRES,
    routers=(router,),
    refusals={**TERMS_REFUSALS, **REFUSALS},
)

app = create_app(SERVICE)
