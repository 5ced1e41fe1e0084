"""A person's own account: the roles, the sessions, and the way out of each."""

from fastapi import APIRouter, Request, Response

from common.errors import Problem
from common.web.permissions import PUBLIC
from console.accounts import sessions
from console.accounts.desk import Desk
from console.signin import cookies
from console.signin.rendering import language_of, own_form, page
from console.signin.routes import CHANGE, form_of, session_of, to
from console.signin.words import say
from console.trail import Entry, Kind, record

router = APIRouter(include_in_schema=False)


@router.get("/account", openapi_extra=PUBLIC)
async def account_page(request: Request) -> Response:
    """Roles by contract and every living session."""
    desk: Desk = request.app.state.desk
    session = await session_of(request)
    if session is None:
        return to("/signin?next=%2Faccount")
    if session.purpose == "change":
        return to(CHANGE)
    language = language_of(request)
    return page(
        request,
        "account.html",
        session=session,
        zone=desk.settings.zone,
        contracts=sorted(session.contracts.items()),
        lines=await sessions.lines_of(desk.pool, desk.settings, session.account),
        message=say(language, "changed") if request.query_params.get("changed") else None,
    )


@router.post("/account/sessions/{session_id}/end", openapi_extra=PUBLIC)
async def end_session(request: Request, session_id: str) -> Response:
    """Ends one of one's own sessions. Problem `not_found` for anybody else's."""
    desk: Desk = request.app.state.desk
    form, session = await form_of(request), await session_of(request)
    if session is None:
        raise Problem("unauthenticated")
    if not own_form(request, form.get("form", "")):
        raise Problem("cross_origin")
    own = await sessions.lines_of(desk.pool, desk.settings, session.account)
    if session_id not in {line.id for line in own}:
        raise Problem("not_found")
    await sessions.end(desk.pool, session_id, "signed_out")
    await record(
        desk.pool,
        Entry(
            Kind.SESSIONS_ENDED,
            session.account,
            cookies.address_of(request),
            contracts=session.contracts,
            session=session.id,
            details={"ended": session_id},
        ),
    )
    return to("/account")
