"""Billing's routes."""

from fastapi import APIRouter

from billing.api import acceptance, bond, breaches, calendars, contracts, payments, settlement

router = APIRouter()
for part in (contracts, calendars, bond, payments, breaches, acceptance, settlement):
    router.include_router(part.router)
