"""The cookies of sign-in: unreadable for scripts, never sent along from another site."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

from fastapi import Request, Response

from console.accounts.desk import Desk

SESSION = "watchbill"
FORM = "watchbill-form"
PROVIDER = "watchbill-provider"
LANGUAGE = "watchbill-language"
YEAR = timedelta(days=365)


def named(desk: Desk, name: str) -> str:
    """`__Host-` binds a cookie to this very host and to https; on this machine, without https, browsers refuse that."""
    return f"__Host-{name}" if desk.settings.secure else name


def session_of(desk: Desk, cookies: Mapping[str, str]) -> str | None:
    """The session's cookie, where one was sent."""
    return cookies.get(named(desk, SESSION))


def put(
    desk: Desk,
    response: Response,
    name: str,
    value: str,
    *,
    lasts: timedelta | None = None,
    same_site: Literal["strict", "lax"] = "strict",
) -> None:
    """Sets a cookie; without `lasts` it goes when the browser ends."""
    response.set_cookie(
        named(desk, name),
        value,
        max_age=None if lasts is None else int(lasts.total_seconds()),
        path="/",
        secure=desk.settings.secure,
        httponly=True,
        samesite=same_site,
    )


def take_away(desk: Desk, response: Response, name: str) -> None:
    """Removes a cookie."""
    response.delete_cookie(named(desk, name), path="/", secure=desk.settings.secure, httponly=True, samesite="strict")


def address_of(request: Request) -> str:
    """Where a request comes from: a proxy's word counts only where the server was told to trust it."""
    return request.client.host if request.client else ""
