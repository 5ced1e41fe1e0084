"""A plain page: HTML from a template, with everything escaped, under a policy that runs no script at all."""

import hashlib
import hmac
import secrets
from functools import cache, partial
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from common.web.language import Language, preferred
from console.accounts.desk import Desk
from console.accounts.sessions import form_token
from console.signin import cookies, look
from console.signin.words import role_name, say

TEMPLATES = Path(__file__).with_name("templates")
STATIC = Path(__file__).parent.parent / "static"
STYLES = ("tokens.css", "signin.css", look.STYLE)
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
_HEADERS = {"Content-Security-Policy": POLICY, "Referrer-Policy": "same-origin"}
"""`same-origin`: without a referrer at all browsers hide the origin of a form, which we check."""

_environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def language_of(request: Request) -> Language:
    """What was chosen by the switch, now or before, else what the browser prefers."""
    chosen = request.query_params.get("language") or request.cookies.get(cookies.LANGUAGE)
    if chosen == "zh":
        return "zh"
    if chosen == "en":
        return "en"
    return preferred(request.headers.get("accept-language"))


def page(
    request: Request, template: str, *, status: int = HTTPStatus.OK, language: Language | None = None, **values: Any
) -> HTMLResponse:
    """The page, with a form token for who sends it back: the session's, or that of a cookie made now."""
    desk: Desk = request.app.state.desk
    spoken = language or language_of(request)
    secret = cookies.session_of(desk, request.cookies) or request.cookies.get(cookies.named(desk, cookies.FORM))
    fresh = secret is None
    secret = secret or secrets.token_urlsafe(32)
    content = _environment.get_template(template).render(
        say=partial(say, spoken),
        role_name=lambda role: role_name(role, spoken),
        language=spoken,
        switch=_switch(request, spoken),
        styles=_styles(),
        dark=look.media(dark=look.is_dark(request.cookies)),
        form=form_token(secret),
        **values,
    )
    response = HTMLResponse(content, status, headers=_HEADERS)
    if fresh:
        cookies.put(desk, response, cookies.FORM, secret)
    if "language" in request.query_params:
        response.set_cookie(
            cookies.LANGUAGE, spoken, max_age=int(cookies.YEAR.total_seconds()), secure=desk.settings.secure, samesite="lax"
        )
    return response


def own_form(request: Request, sent: str) -> bool:
    """Whether a form came from a page that we gave to this very browser."""
    desk: Desk = request.app.state.desk
    held = (cookies.session_of(desk, request.cookies), request.cookies.get(cookies.named(desk, cookies.FORM)))
    return any(secret is not None and hmac.compare_digest(form_token(secret).encode(), sent.encode()) for secret in held)


def _switch(request: Request, spoken: Language) -> str:
    """This page in the other language; a form's answer leads to the page of the form."""
    other = "zh" if spoken == "en" else "en"
    return str(request.url.include_query_params(language=other).replace(scheme="", netloc=""))


@cache
def _styles() -> list[str]:
    """Named by their content, so that a browser may keep them."""
    return [f"/static/{name}?{hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}" for name in STYLES]
