"""Roster's routes."""

from fastapi import APIRouter

from roster.api import corrections, coverage, days, handovers, key_periods, leave, people, rosters, shifts

router = APIRouter()
for part in (people, leave, rosters, shifts, corrections, coverage, days, handovers, key_periods):
    router.include_router(part.router)
