"""The walk of today's round on a phone: a plain page whose script goes on working while the network is away.

The page (`static/walk/`) keeps the round and every result on the phone; these routes give it the round and pass each
result on to inspection as the visitor, with the key that the phone made, so that sent twice it is recorded once.
"""

import hmac
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from common.errors import Problem
from common.web.answers import Body, Day, Id, Moment, Text
from console.accounts.sessions import form_token
from console.remote import Away, Refusal, Remote
from console.shell import arriving, words
from console.shell.failing import SIGN_IN
from console.shell.here import Contract
from console.shell.words.inspection import WORDS
from console.signin import look
from console.signin.cookies import address_of, session_of
from console.visitor import SessionEnded, Visitor

router = APIRouter(prefix="/c/{contract_id}/inspection/walk", include_in_schema=False)

ACTION = "check.record"
WORKER = Path(__file__).parents[2] / "static" / "walk" / "worker.js"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
    "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
Key = Annotated[str, Header(alias="Idempotency-Key", pattern=r"^walk-[0-9a-f-]{36}$")]

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


class ResultBody(Body):
    """A result as the phone captured it. `at` is the moment of the check, not of its sending."""

    day: Day
    line: Id
    result: Literal["pass", "fail", "no_demand"]
    note: Text | None = None
    at: Moment


class PhotoBody(Body):
    """A photo of what a check found. `at` is when its result was recorded on the phone."""

    day: Day
    line: Id
    photo: str
    at: Moment


@router.get("")
async def show_page(request: Request, contract_id: str) -> Response:
    """The page, the same for every day: the phone keeps it. Who may not record is told by the page of rounds."""
    who = await _visitor(request)
    contract = await _contract(request, who, contract_id)
    if contract is None or not _may(who, contract_id):
        return RedirectResponse(f"/c/{contract_id}/inspection/rounds", HTTPStatus.SEE_OTHER)
    spoken = {key.removeprefix("walk."): told[who.language == "en"] for key, told in WORDS.items() if key.startswith("walk.")}
    page = _environment.get_template("walk.html").render(
        base=f"/c/{contract_id}",
        language="en" if who.language == "en" else "zh-CN",
        title=contract.title(who.language),
        sample=words.say(who.language, "sample") if contract.sample else "",
        dark=look.media(dark=look.is_dark(request.cookies)),
        words=spoken,
        start={"contract": contract_id, "zone": contract.zone, "words": spoken, "sign_in": SIGN_IN},
    )
    return HTMLResponse(page, headers={"Content-Security-Policy": POLICY, "Referrer-Policy": "same-origin"})


@router.get("/worker.js")
async def show_worker(contract_id: str) -> Response:
    """The service worker, which may answer for this page alone."""
    headers = {
        "Content-Security-Policy": "default-src 'none'; connect-src 'self'",
        "Service-Worker-Allowed": f"/c/{contract_id}/inspection/walk",
        "Cache-Control": "no-cache",
    }
    return FileResponse(WORKER, media_type="text/javascript", headers=headers)


@router.get("/day")
async def show_day(request: Request, contract_id: str) -> Response:
    """Today's round and the month's, who is signed in, what a post must carry, and the time by which phones are set."""
    who = await _visitor(request)
    contract = await _contract(request, who, contract_id)
    if contract is None or not _may(who, contract_id):
        raise Problem("forbidden")
    today = contract.today
    found = await _asked(_remote(request, who, contract_id).get("inspection", f"/rounds/{today}"))
    if isinstance(found, Response):
        return found
    return JSONResponse(
        {
            **found,
            "account": who.account,
            "name": who.name,
            "form": form_token(_secret(request)),
            "now": contract.now.isoformat(),
        }
    )


@router.post("/results")
async def record(
    request: Request,
    contract_id: str,
    body: ResultBody,
    key: Key,
    form: Annotated[str, Header(alias="Watchbill-Form")] = "",
) -> Response:
    """Passes a result on. The answer is inspection's own, a refusal included."""
    sent = body.model_dump(mode="json", exclude={"day"}, exclude_none=True)
    return await _passed_on(request, contract_id, form, f"/rounds/{body.day}/results", sent, key)


@router.post("/photos")
async def keep_photo(
    request: Request,
    contract_id: str,
    body: PhotoBody,
    key: Key,
    form: Annotated[str, Header(alias="Watchbill-Form")] = "",
) -> Response:
    """Passes a photo on, after the result that it belongs to."""
    sent = body.model_dump(mode="json", exclude={"day"})
    return await _passed_on(request, contract_id, form, f"/rounds/{body.day}/photos", sent, key)


async def _passed_on(request: Request, contract: str, form: str, path: str, body: Mapping[str, Any], key: str) -> Response:
    who = await _visitor(request)
    if not hmac.compare_digest(form.encode(), form_token(_secret(request)).encode()):
        raise Problem("cross_origin")
    if not _may(who, contract):
        raise Problem("forbidden")
    answer = await _asked(_remote(request, who, contract).do("inspection", path, body, key=key))
    return answer if isinstance(answer, Response) else JSONResponse(answer, HTTPStatus.CREATED)


async def _asked(asking: Any) -> Any:
    """What the service answered, or its refusal as the phone understands it: a sentence with its clause."""
    try:
        return await asking
    except Refusal as refusal:
        told = {"code": refusal.code, "title": refusal.sentence, "clause": refusal.clause}
        return JSONResponse(told, refusal.status)
    except Away:
        raise Problem("unavailable") from None
    except SessionEnded:
        raise Problem("unauthenticated") from None


async def _visitor(request: Request) -> Visitor:
    who = await arriving.visitor(request.app.state, request)
    if who is None:
        raise Problem("unauthenticated")
    return who


async def _contract(request: Request, who: Visitor, contract: str) -> Contract | None:
    mine = await arriving.contracts(request.app.state, who)
    return next((one for one in mine if one.id == contract), None)


def _may(who: Visitor, contract: str) -> bool:
    return who.may(ACTION, contract) and not who.kiosk


def _remote(request: Request, who: Visitor, contract: str) -> Remote:
    return arriving.remote_of(request.app.state, who, contract, address_of(request))


def _secret(request: Request) -> str:
    return session_of(request.app.state.desk, request.cookies) or ""
