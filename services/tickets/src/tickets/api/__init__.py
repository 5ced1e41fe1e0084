"""Tickets over HTTP: calls, tickets and dispatch, meetings, complaints, who is on duty."""

from fastapi import APIRouter

from tickets.api import calls, complaints, dispatch, duty, incident_rules, meeting_phases, meetings, tickets

router = APIRouter()
for part in (calls, tickets, dispatch, meetings, meeting_phases, incident_rules, complaints, duty):
    router.include_router(part.router)
