"""What administrators and auditors ask: accounts, recoveries, clients, keys, the trail."""

from fastapi import APIRouter

from console.api import accounts, clients, keys, recoveries, trail

router = APIRouter(prefix="/v1")
for part in (accounts, recoveries, clients, keys, trail):
    router.include_router(part.router)
