"""The baseline of `http.command`: a FastAPI route that validates a body and does one insert, nothing else."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI, Request
from pydantic import BaseModel


class Body(BaseModel):
    """What is posted."""

    percent: int


class Answer(BaseModel):
    """What is answered."""

    id: str
    percent: int


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.pool = await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=1, max_size=16)
    yield


app = FastAPI(lifespan=_lifespan)


@app.get("/ready")
async def ready() -> str:
    """It runs."""
    return "ready"


@app.post("/lamps/{lamp_id}/dim")
async def dim(lamp_id: str, body: Body, request: Request) -> Answer:
    """Stores one row."""
    await request.app.state.pool.execute(
        "insert into dimmed (lamp, percent, at) values ($1, $2, now())",
        lamp_id,
        body.percent,
    )
    return Answer(id=lamp_id, percent=body.percent)
