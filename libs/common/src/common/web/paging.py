"""Cursor paging: lists are never unbounded, and a cursor is opaque, bound to its list and checked."""

import base64
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, Literal, TypeVar

import orjson
from fastapi import Depends, Query
from pydantic import BaseModel, ConfigDict

from common.errors import Problem

T = TypeVar("T")
U = TypeVar("U")

LARGEST_PAGE = 200
LARGEST_NUMBER = 2**63 - 1


class Page(BaseModel, Generic[T]):
    """One page of a list. `next` is the cursor of the following page, `None` on the last one."""

    model_config = ConfigDict(frozen=True)

    items: Sequence[T]
    next: str | None = None

    def map(self, show: Callable[[T], U]) -> "Page[U]":
        """The same page with every row shown as an answer."""
        return Page[Any](items=[show(item) for item in self.items], next=self.next)


@dataclass(frozen=True)
class PageRequest:
    """Which page of a list is asked for. `sort` is one of the view's columns, or `None` for the view's key."""

    cursor: str | None
    limit: int
    sort: str | None
    direction: Literal["asc", "desc"]


def _page_request(
    cursor: Annotated[str | None, Query(max_length=1000, description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="Rows per page.")] = 50,
    sort: Annotated[str | None, Query(pattern="^[a-z][a-z0-9_]{0,59}$", description="A column of the list.")] = None,
    direction: Annotated[Literal["asc", "desc"], Query(description="Order of `sort`.")] = "asc",
) -> PageRequest:
    return PageRequest(cursor, limit, sort, direction)


PageQuery = Annotated[PageRequest, Depends(_page_request)]
"""The paging parameters of a list route: `query: PageQuery`."""


def encode_cursor(scope: str, after: Sequence[Any]) -> str:
    """Names the row after which the next page starts. `scope` binds it to the list, its filters and its order."""
    return base64.urlsafe_b64encode(orjson.dumps([_mark(scope), *after])).decode().rstrip("=")


def decode_cursor(scope: str, cursor: str) -> list[Any]:
    """The values of `encode_cursor`, JSON's kinds; a reader still checks that they fit its columns.

    Problem `invalid_request` for anything that this list did not hand out in this order.
    """
    try:
        values = orjson.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except ValueError:
        values = None
    if not isinstance(values, list) or len(values) < 2 or values[0] != _mark(scope):  # noqa: PLR2004 - a mark and a value
        raise Problem("invalid_request", parameter="cursor")
    return values[1:]


def decode_number(scope: str, cursor: str | None) -> int:
    """The number after which a list ordered by one goes on; 0 without a cursor."""
    if cursor is None:
        return 0
    values = decode_cursor(scope, cursor)
    if len(values) != 1 or type(values[0]) is not int or not 0 <= values[0] <= LARGEST_NUMBER:
        raise Problem("invalid_request", parameter="cursor")
    return values[0]


def _mark(scope: str) -> str:
    return hashlib.sha256(scope.encode()).hexdigest()[:8]
