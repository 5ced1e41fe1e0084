"""Scoring over HTTP: the catalogue, proposals, slips, quarters, the annual assessment, the forecast."""

from fastapi import APIRouter

from scoring.api import annual, catalogue, findings, outlook, proposals, quarters, slips

router = APIRouter()
for part in (catalogue, proposals, slips, quarters, findings, annual, outlook):
    router.include_router(part.router)
