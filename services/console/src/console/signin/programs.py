"""For programs: the public keys, and tokens for clients with a secret (RFC 6749 §4.4)."""

import base64
import binascii
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote_plus

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from common.web.permissions import PUBLIC
from console.accounts import clients, keys, throttle
from console.accounts.desk import Desk
from console.signin.cookies import address_of
from console.signin.routes import form_of

router = APIRouter(tags=["sign-in"])


@router.get("/.well-known/jwks.json", openapi_extra=PUBLIC)
async def jwks(request: Request) -> Response:
    """The public keys of the tokens that are signed here (RFC 7517). Read them again for a `kid` you do not know."""
    desk: Desk = request.app.state.desk
    content = await keys.jwks(desk)
    return Response(content, media_type="application/jwk-set+json", headers={"Cache-Control": "public, max-age=60"})


@router.post("/oauth/token", openapi_extra=PUBLIC)
async def token(request: Request) -> JSONResponse:
    """A short token for a client: `grant_type=client_credentials`, its id and secret in the form or by HTTP Basic."""
    desk: Desk = request.app.state.desk
    form = await form_of(request)
    if form.get("grant_type") != "client_credentials":
        return _error(HTTPStatus.BAD_REQUEST, "unsupported_grant_type")
    client_id, secret = _basic(request) or (form.get("client_id", ""), form.get("client_secret", ""))
    address = address_of(request)
    attempt = throttle.of(f"client {client_id}", address)
    if await throttle.count(desk.pool, desk.settings, attempt) is not None:
        return _error(HTTPStatus.TOO_MANY_REQUESTS, "slow_down")
    made = await clients.token(desk, client_id, secret, address)
    if made is None:
        return _error(HTTPStatus.UNAUTHORIZED, "invalid_client")
    await throttle.forgive(desk.pool, attempt)
    life = int(desk.settings.token_life.total_seconds())
    return JSONResponse({"access_token": made, "token_type": "Bearer", "expires_in": life})


def _basic(request: Request) -> tuple[str, str] | None:
    """The id and the secret of HTTP Basic, form-encoded as the standard asks; None where there is none that can be read."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client, _, secret = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return ("", "")
    return unquote_plus(client), unquote_plus(secret)


def _error(status: HTTPStatus, code: str) -> JSONResponse:
    """As the standard's clients expect it (RFC 6749 §5.2)."""
    headers: dict[str, Any] = {"WWW-Authenticate": "Basic"} if status is HTTPStatus.UNAUTHORIZED else {}
    return JSONResponse({"error": code}, status, headers=headers)
