"""Paged lists and past moments over the views."""

from datetime import datetime
from typing import Any, TypeVar

from fastapi import Request
from pydantic import AwareDatetime, TypeAdapter, ValidationError

from common.errors import Problem
from common.projection import View
from common.projection.filters import Filters, given
from common.projection.queries import PageOf
from common.service import Service
from common.web.kernel import Kernel
from common.web.paging import Page, PageRequest, decode_cursor, encode_cursor

R = TypeVar("R")

_MOMENT: TypeAdapter[datetime] = TypeAdapter(AwareDatetime)


def known_at(request: Request, service: Service, view: View[Any]) -> datetime | None:
    """The moment in `?known_at=`, aware, or `None`.

    Problem `invalid_request` for anything else, for a view that follows another service (its past is not kept here),
    and for a request that changes something: decisions rest on what is known now.
    """
    text = request.query_params.get("known_at")
    if text is None:
        return None
    if request.method != "GET":
        raise Problem("invalid_request", parameter="known_at")
    if all(view != fold.view for folds in service.projects.values() for fold in folds or ()):
        raise Problem("invalid_request", parameter="known_at", reason="not_an_own_view")
    try:
        return _MOMENT.validate_python(text)
    except ValidationError as error:
        raise Problem("invalid_request", parameter="known_at") from error


async def page(
    kernel: Kernel, view: View[R], contract: str, query: PageRequest, filters: Filters, moment: datetime | None
) -> Page[R]:
    """One page. The cursor is bound to the view, the contract, the filters, the order and the moment."""
    narrowed = sorted((name, str(value)) for name, value in given(filters).items())
    scope = f"{view.table}/{contract}/{narrowed}/{query.sort}/{query.direction}/{moment}"
    after = decode_cursor(scope, query.cursor) if query.cursor else None
    wanted = PageOf(query.limit, query.sort, query.direction == "desc", after)
    found = await kernel.views.page(view, contract, wanted, filters, moment)
    cursor = None if found.after is None else encode_cursor(scope, found.after)
    return Page(items=[one.row for one in found.rows], next=cursor)
