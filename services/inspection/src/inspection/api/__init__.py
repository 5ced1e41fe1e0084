"""Inspection over HTTP: plans, rounds and results, checks, faults, stretches without a plan."""

from fastapi import APIRouter

from inspection.api import checks, faults, items, photos, plans, results, rounds

router = APIRouter()
for part in (items, plans, rounds, results, checks, photos, faults):
    router.include_router(part.router)
