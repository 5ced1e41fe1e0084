"""The pages of signing in and out. Each works without a script; each answer to a form is a redirect or the page again."""

from collections.abc import Mapping
from http import HTTPStatus
from math import ceil
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from common.clock import real_now
from common.errors import Problem
from common.web.permissions import PUBLIC
from console.accounts import credentials, sessions
from console.accounts.credentials import Accepted, Refused
from console.accounts.desk import Desk
from console.accounts.passwords import WEAKNESSES
from console.accounts.sessions import Session
from console.signin import cookies, returning
from console.signin.rendering import language_of, own_form, page
from console.signin.words import say
from console.trail import Entry, Kind, record

router = APIRouter(include_in_schema=False)

CHANGE = "/signin/change"
MOST_FIELDS = 20
LONGEST_FIELD = 2000


async def form_of(request: Request) -> Mapping[str, str]:
    """The texts of a form, none of them long. Problem `invalid_request` for anything else."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
    if any(len(value) > LONGEST_FIELD for value in fields.values()):
        raise Problem("invalid_request")
    return fields


async def session_of(request: Request) -> Session | None:
    """The session of the browser's cookie, one that only serves to choose a password included."""
    desk: Desk = request.app.state.desk
    cookie = cookies.session_of(desk, request.cookies)
    session = None if cookie is None else await sessions.of_secret(desk.pool, desk.settings, cookie)
    return None if session is None or (session.dev and not desk.loopback) else session


def to(path: str) -> RedirectResponse:
    """See there."""
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)


@router.get("/signin", openapi_extra=PUBLIC)
async def sign_in_page(request: Request) -> Response:
    """The form; or on to where the person wanted to go, who is signed in already."""
    wanted = returning.safe(request.query_params.get("next"))
    if request.headers.get("sec-fetch-site") == "cross-site":
        # Coming from another site, browsers keep the session's cookie back: asked again from here, they send it.
        return page(request, "going_on.html", to=str(request.url.replace(scheme="", netloc="")))
    session = await session_of(request)
    if session is not None:
        return to(CHANGE if session.purpose == "change" else wanted)
    return sign_in_form(request, wanted, said="signed_out" if request.query_params.get("out") else None)


def sign_in_form(
    request: Request, wanted: str, *, said: str | None = None, failed: bool = False, status: int = HTTPStatus.OK, **values: Any
) -> Response:
    """The form with a sentence above it."""
    desk: Desk = request.app.state.desk
    message = None if said is None else say(language_of(request), said, **values)
    return page(
        request,
        "sign_in.html",
        status=status,
        wanted=wanted,
        message=message,
        failed=failed,
        provider=desk.settings.provider_name,
    )


@router.post("/signin", openapi_extra=PUBLIC)
async def sign_in(request: Request) -> Response:
    """A login name and a password; the answer takes as long and reads the same whether there is such an account or not."""
    desk: Desk = request.app.state.desk
    form = await form_of(request)
    wanted = returning.safe(form.get("next"))
    if not own_form(request, form.get("form", "")):
        return sign_in_form(request, wanted, said="page_old", failed=True, status=HTTPStatus.FORBIDDEN)
    found = await credentials.check(desk, form.get("login", ""), form.get("password", ""), cookies.address_of(request))
    if isinstance(found, Refused):
        return _refused(request, wanted, found)
    return await let_in(request, found, wanted, how="password")


def _refused(request: Request, wanted: str, found: Refused) -> Response:
    minutes = ceil((found.until - real_now()).total_seconds() / 60) if found.until else 0
    status = HTTPStatus.TOO_MANY_REQUESTS if found.because == "locked" else HTTPStatus.UNAUTHORIZED
    response = sign_in_form(request, wanted, said=found.because, failed=True, status=status, minutes=minutes)
    if found.until:
        response.headers["Retry-After"] = str(minutes * 60)
    return response


async def let_in(request: Request, who: Accepted, wanted: str, *, how: str) -> Response:
    """Begins a session under a new id, whatever the browser brought, and ends the one it had."""
    desk: Desk = request.app.state.desk
    address = cookies.address_of(request)
    before = await session_of(request)
    if before is not None:
        await sessions.end(desk.pool, before.id, "signed_in_again")
    secret = await sessions.begin(
        desk.pool,
        desk.settings,
        who.account,
        purpose="change" if who.must_change else "work",
        kiosk=who.kiosk,
        address=address,
        agent=request.headers.get("user-agent", ""),
    )
    session = await sessions.of_secret(desk.pool, desk.settings, secret)
    if session is None:  # everybody left whom it had roles for
        return sign_in_form(request, wanted, said="closed", failed=True, status=HTTPStatus.UNAUTHORIZED)
    await desk.pool.execute("update accounts set signed_in_at = $2 where id = $1", who.account, real_now())
    if cookies.LANGUAGE in request.cookies:
        await desk.pool.execute("update accounts set language = $2 where id = $1", who.account, language_of(request))
    entry = Entry(Kind.SIGNED_IN, who.account, address, contracts=session.contracts, session=session.id, details={"how": how})
    await record(desk.pool, entry)
    response = going_on(request, CHANGE if who.must_change else wanted, how)
    cookies.put(desk, response, cookies.SESSION, secret, lasts=cookies.YEAR if who.kiosk else None)
    cookies.take_away(desk, response, cookies.FORM)
    return response


def going_on(request: Request, path: str, how: str) -> Response:
    """On to a page. After a visit to the provider by a page of ours: a redirect from there would not carry the cookie."""
    return to(path) if how == "password" else page(request, "going_on.html", to=path)


@router.get(CHANGE, openapi_extra=PUBLIC)
async def change_page(request: Request) -> Response:
    """The form for another password."""
    session = await session_of(request)
    return to("/signin") if session is None or session.kiosk else change_form(request, session)


def change_form(request: Request, session: Session, *problems: str, status: int = HTTPStatus.OK) -> Response:
    """The form with what was wrong."""
    return page(request, "change.html", status=status, forced=session.purpose == "change", problems=problems, name=session.name)


@router.post(CHANGE, openapi_extra=PUBLIC)
async def change(request: Request) -> Response:
    """Sets the new password, ends every session and begins a new one."""
    desk: Desk = request.app.state.desk
    form, session = await form_of(request), await session_of(request)
    if session is None or session.kiosk:
        return to("/signin")
    problems = await _changed(request, session, form)
    if problems:
        return change_form(request, session, *problems, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    who = Accepted(session.account, session.kiosk, must_change=False)
    response = await let_in(request, who, "/account?changed=1", how="password")
    cookies.take_away(desk, response, cookies.FORM)
    return response


async def _changed(request: Request, session: Session, form: Mapping[str, str]) -> list[str]:
    """What keeps the password from being changed, as sentences; none when it is changed."""
    desk: Desk = request.app.state.desk
    language, address = language_of(request), cookies.address_of(request)
    if not own_form(request, form.get("form", "")):
        return [say(language, "page_old")]
    new = form.get("new", "")
    if new != form.get("again", ""):
        return [say(language, "not_the_same")]
    if session.purpose == "work" and not await credentials.is_password(desk, session.account, form.get("current", ""), address):
        return [say(language, "current_wrong")]
    found = await credentials.change(desk, session.account, new, address)
    return [(WEAKNESSES[code].en if language == "en" else WEAKNESSES[code].zh) for code in found]


@router.post("/signout", openapi_extra=PUBLIC)
async def sign_out(request: Request) -> Response:
    """Ends this session; with `everywhere` every one of this person."""
    desk: Desk = request.app.state.desk
    form, session = await form_of(request), await session_of(request)
    response = to("/signin?out=1")
    if session is not None:
        if not own_form(request, form.get("form", "")):
            raise Problem("cross_origin")
        everywhere = bool(form.get("everywhere"))
        if everywhere:
            await sessions.end_all(desk.pool, session.account, "signed_out_everywhere")
        await sessions.end(desk.pool, session.id, "signed_out")
        entry = Entry(
            Kind.SIGNED_OUT,
            session.account,
            cookies.address_of(request),
            contracts=session.contracts,
            session=session.id,
            details={"everywhere": everywhere},
        )
        await record(desk.pool, entry)
    cookies.take_away(desk, response, cookies.SESSION)
    return response
