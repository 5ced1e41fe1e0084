"""Signing in at the organisation's provider and coming back: state, nonce and PKCE, bound to the browser that left."""

import base64
import hashlib
import hmac
import secrets
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import APIRouter, Request, Response

from common.clock import real_now
from common.errors import Problem
from common.web.permissions import PUBLIC
from console.accounts.credentials import Accepted
from console.accounts.desk import Desk
from console.accounts.provider import Provider, ProviderAway, ProviderRefused
from console.accounts.sessions import digest
from console.signin import cookies, returning
from console.signin.gate import own_origin
from console.signin.rendering import language_of, page
from console.signin.routes import let_in, to
from console.signin.words import say
from console.trail import UNKNOWN, Entry, Kind, record

router = APIRouter(include_in_schema=False)
log = structlog.get_logger("console.provider")

RETURN = "/signin/provider/return"
STEP = timedelta(minutes=10)


def provider_of(desk: Desk) -> Provider:
    """The configured provider. Problem `not_found` where there is none."""
    if desk.provider is None:
        raise Problem("not_found")
    return desk.provider


@router.get("/signin/provider", openapi_extra=PUBLIC)
async def leave(request: Request) -> Response:
    """Sends the browser to the provider."""
    desk: Desk = request.app.state.desk
    provider = provider_of(desk)
    state, nonce, verifier, browser = (secrets.token_urlsafe(32) for _ in range(4))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    try:
        address = await provider.address(redirect=_return_to(desk, request), state=state, nonce=nonce, challenge=challenge)
    except ProviderAway as away:
        log.warning("provider_away", reason=str(away))
        return _message(request, "provider_away", HTTPStatus.SERVICE_UNAVAILABLE)
    await desk.pool.execute(
        "insert into oidc_steps (state, browser, nonce, verifier, next, created_at) values ($1, $2, $3, $4, $5, $6)",
        *(digest(state), digest(browser), nonce, verifier, returning.safe(request.query_params.get("next")), real_now()),
    )
    response = to(address)
    # Lax: the way back is a visit that begins at the provider's site. Good for this one step, and for nothing else.
    cookies.put(desk, response, cookies.PROVIDER, browser, lasts=STEP, same_site="lax")
    return response


@router.get(RETURN, openapi_extra=PUBLIC)
async def come_back(request: Request) -> Response:
    """Takes the step that this browser began, once, and lets in whom the provider names."""
    desk: Desk = request.app.state.desk
    provider = provider_of(desk)
    query = request.query_params
    step = await desk.pool.fetchrow(
        "delete from oidc_steps where state = $1 returning browser, nonce, verifier, next, created_at",
        digest(query.get("state", "")),
    )
    browser = request.cookies.get(cookies.named(desk, cookies.PROVIDER), "")
    if step is None or not hmac.compare_digest(step["browser"], digest(browser)) or step["created_at"] < real_now() - STEP:
        return await _failed(request, "another_browser")
    if "code" not in query:
        return await _failed(request, "no_code")
    try:
        subject = await provider.subject(
            code=query["code"], redirect=_return_to(desk, request), verifier=step["verifier"], nonce=step["nonce"]
        )
    except ProviderRefused as refused:
        return await _failed(request, str(refused))
    except ProviderAway as away:
        log.warning("provider_away", reason=str(away))
        return _message(request, "provider_away", HTTPStatus.SERVICE_UNAVAILABLE)
    account = await desk.pool.fetchrow(
        "select id, kiosk, closed_at from accounts where oidc_subject = $1 and (not dev or $2)", subject, desk.loopback
    )
    if account is None:
        await _note(request, UNKNOWN, "no_account")
        return _message(request, "provider_unknown", HTTPStatus.FORBIDDEN, subject=subject)
    if account["closed_at"] is not None:
        await _note(request, account["id"], "closed")
        return _message(request, "closed", HTTPStatus.FORBIDDEN)
    response = await let_in(request, Accepted(account["id"], account["kiosk"], must_change=False), step["next"], how="provider")
    cookies.take_away(desk, response, cookies.PROVIDER)
    return response


def _return_to(desk: Desk, request: Request) -> str:
    """The address that the provider knows for us."""
    origin = own_origin(desk, request.headers)
    if origin is None:
        raise Problem("not_found")
    return f"{origin}{RETURN}"


async def _failed(request: Request, because: str) -> Response:
    await _note(request, UNKNOWN, because)
    return _message(request, "provider_failed", HTTPStatus.UNAUTHORIZED)


async def _note(request: Request, actor: str, because: str) -> None:
    desk: Desk = request.app.state.desk
    details = {"because": because[:200], "how": "provider"}
    await record(desk.pool, Entry(Kind.SIGN_IN_FAILED, actor, cookies.address_of(request), details=details))


def _message(request: Request, said: str, status: HTTPStatus, **values: Any) -> Response:
    return page(request, "message.html", status=status, message=say(language_of(request), said, **values), failed=True)
