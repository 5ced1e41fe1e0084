"""The lamps of `common.testing.lamps` behind routes and under a real contract's terms: a service for tests of the web."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query

from common.aggregate import Aggregate
from common.projection.filters import Span
from common.service import Gauge, Service
from common.terms import TERMS, TERMS_EVENTS, TERMS_PROJECTS, TERMS_REFUSALS, TERMS_UNPUBLISHED, ActivateTerms
from common.testing.lamps import LAMP, LAMPS, LAMPS_VIEW, Dim, LampRow, Light, Opened, PutOut
from common.testing.terms import BEIJING, pack_document
from common.web.answers import Answer, Body, Id, Moment, Text
from common.web.call import Call, call
from common.web.paging import Page, PageQuery
from common.web.problems import problems

router = APIRouter(tags=["lamps"])

MOST_PERCENT = 50

UNDER_TERMS: Aggregate[Any, Any, Any] = replace(
    LAMP, decide=lambda command, state, _terms: LAMP.decide(command, state, MOST_PERCENT)
)


class LampAnswer(Answer):
    """A lamp."""

    id: str
    state: str
    colour: str
    lit_at: datetime

    @classmethod
    def of(cls, row: LampRow) -> "LampAnswer":
        """A row as it is shown."""
        return cls(id=row.id, state=row.state, colour=row.colour, lit_at=row.lit_at)


class LightBody(Body):
    """Which lamp, and when."""

    id: Id
    at: Moment | None = None
    colour: Literal["red", "white"] = "white"


class DimBody(Body):
    """By how much."""

    percent: int


class NoteBody(Body):
    """What somebody typed."""

    text: Text


class NoteAnswer(Answer):
    """Where a text is."""

    digest: str
    texts: Mapping[str, str | None]


class ActivateBody(Body):
    """A contract on the real pack."""

    contract_id: Id
    sample: bool = False


class ActivatedAnswer(Answer):
    """A contract in force."""

    contract_id: str


@router.post("/v1/contracts", status_code=201)
async def activate(body: ActivateBody, call: Annotated[Call, Depends(call("contract.activate"))]) -> ActivatedAnswer:
    """Puts the pack in force."""
    under = await call.under(body.contract_id)
    await under.handle(TERMS, "contract", ActivateTerms(body.contract_id, pack_document(BEIJING), body.sample))
    return ActivatedAnswer(contract_id=under.contract)


@router.post("/v1/contracts/{contract_id}/lamps", status_code=201, responses=problems("already_lit"))
async def light(body: LightBody, call: Annotated[Call, Depends(call("fault.find"))]) -> LampAnswer:
    """Lights a lamp."""
    outcome = await call.handle(UNDER_TERMS, body.id, Light(body.at or call.now, body.colour))
    return LampAnswer.of(await call.show(LAMPS_VIEW, outcome.stream_id))


@router.post("/v1/contracts/{contract_id}/lamps/{lamp_id}/dim", responses=problems("too_dark", "not_found"))
async def dim(lamp_id: str, body: DimBody, call: Annotated[Call, Depends(call("fault.resolve"))]) -> LampAnswer:
    """Turns a lamp down."""
    await call.handle(UNDER_TERMS, lamp_id, Dim(body.percent))
    return LampAnswer.of(await call.show(LAMPS_VIEW, lamp_id))


@router.post("/v1/contracts/{contract_id}/lamps/{lamp_id}/put-out", responses=problems("not_found"))
async def put_out(lamp_id: str, call: Annotated[Call, Depends(call("fault.resolve"))]) -> LampAnswer:
    """Puts a lamp out."""

    async def decision(tx: Any) -> None:
        await tx.decide(UNDER_TERMS, lamp_id, PutOut(call.now))

    await call.across(decision, of=(UNDER_TERMS, lamp_id))
    return LampAnswer.of(await call.show(LAMPS_VIEW, lamp_id))


@router.get("/v1/contracts/{contract_id}/lamps")
async def list_lamps(
    call: Annotated[Call, Depends(call("fault.read"))],
    query: PageQuery,
    state: Literal["lit", "dark"] | None = None,
    times: int | None = None,
    colour: Annotated[tuple[str, ...], Query()] = (),
    since: Moment | None = None,
    until: Moment | None = None,
) -> Page[LampAnswer]:
    """The lamps; those of several colours, or lit within a stretch of time."""
    lit_at = Span(since, until)
    return (await call.page(LAMPS_VIEW, query, state=state, times=times, colour=colour, lit_at=lit_at)).map(LampAnswer.of)


@router.get("/v1/contracts/{contract_id}/lamps/{lamp_id}", responses=problems("not_found"))
async def show_lamp(lamp_id: str, call: Annotated[Call, Depends(call("fault.read"))]) -> LampAnswer:
    """One lamp."""
    return LampAnswer.of(await call.show(LAMPS_VIEW, lamp_id))


@router.post("/v1/contracts/{contract_id}/notes", status_code=201)
async def note(body: NoteBody, call: Annotated[Call, Depends(call("fault.find"))]) -> NoteAnswer:
    """Keeps a text."""
    digest = await call.keep_text(body.text)
    return NoteAnswer(digest=digest or "", texts=await call.texts([digest, None]))


@router.get("/v1/contracts/{contract_id}/broken")
async def broken(call: Annotated[Call, Depends(call("fault.read"))]) -> LampAnswer:
    """Fails in a way nobody thought of."""
    secret = "hunter2"
    raise RuntimeError(f"nobody thought of this, {len(secret)} letters")


def _under_terms() -> Service:
    without_opened = {cls: entry for cls, entry in LAMPS.projects.items() if cls is not Opened}
    published = {cls: entry for cls, entry in LAMPS.publishes.items() if cls is not Opened}
    return replace(
        LAMPS,
        events=tuple(one for one in LAMPS.events if one.cls is not Opened) + TERMS_EVENTS,
        projects={**without_opened, **TERMS_PROJECTS},
        publishes={**published, **TERMS_UNPUBLISHED},
        routers=(router,),
        gauges=(Gauge("lamps_lit", "Lamps that burn.", LAMPS_VIEW, "state", "lit"),),
        refusals={**(LAMPS.refusals or {}), **TERMS_REFUSALS},
    )


LODGE = _under_terms()
"""The service `lamps` with routes; its role on the test server is `kernel`."""
