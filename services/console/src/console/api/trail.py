"""The trail, read by auditors and administrators; reading it is an entry itself."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from common.web.answers import Answer, Id
from common.web.call import Call, call
from common.web.paging import Page, PageQuery, decode_number, encode_cursor
from console import trail
from console.api.asking import by, desk_of
from console.trail import Entry, Kind, Line

router = APIRouter(prefix="/trail", tags=["trail"])


class LineAnswer(Answer):
    """One entry. `actor` and `about` are ids: whose they are, the accounts tell."""

    id: int
    at: datetime
    kind: str
    actor: str
    about: str | None
    contracts: list[str]
    session: str | None
    address: str
    details: dict[str, Any]

    @classmethod
    def of(cls, line: Line) -> "LineAnswer":
        """As it stands."""
        return cls(
            id=line.id,
            at=line.at,
            kind=line.kind,
            actor=line.actor,
            about=line.about,
            contracts=list(line.contracts),
            session=line.session_id,
            address=line.address,
            details=line.details,
        )


@router.get("")
async def entries(
    call: Annotated[Call, Depends(call("trail.read"))],
    request: Request,
    query: PageQuery,
    kind: Annotated[Kind | None, Query(description="One kind of entry.")] = None,
    account: Annotated[Id | None, Query(description="Whose doing it was, or whom it is about.")] = None,
) -> Page[LineAnswer]:
    """Entries, the latest first; of the contracts that the caller administers or audits."""
    desk, who = desk_of(request), by(call)
    scope = f"trail/{kind}/{account}"
    before = decode_number(scope, query.cursor) if query.cursor else None
    wanted = None if kind is None else kind.value
    found = await trail.page(
        desk.pool, before=before, limit=query.limit + 1, contracts=call.visible_contracts, kind=wanted, actor=account
    )
    shown = found[: query.limit]
    contracts = call.visible_contracts or ()
    details = {"what": "trail", "how_many": len(shown)}
    await trail.record(desk.pool, Entry(Kind.PERSONAL_DATA_READ, who.actor, who.address, contracts=contracts, details=details))
    following = encode_cursor(scope, [shown[-1].id]) if len(found) > query.limit else None
    return Page(items=[LineAnswer.of(one) for one in shown], next=following)
