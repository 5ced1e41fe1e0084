"""The routes every service has: its ledger to read and verify, its feed, what is parked, the clock, health."""

from fastapi import APIRouter

from common.web.kernel_routes import clock, events, feed, health, parked, texts, verifying

ROUTERS: tuple[APIRouter, ...] = (
    events.router,
    verifying.router,
    texts.router,
    feed.router,
    parked.router,
    clock.router,
    health.router,
)
