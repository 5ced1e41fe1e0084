"""The lanes, for other services: what NATS lost can always be read here, the same bytes."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from common import cloudevents
from common.feed import LIMIT
from common.web.answers import Answer
from common.web.call import Call, call

router = APIRouter(tags=["feed"])

MEDIA_TYPE = "application/x-ndjson"
LARGEST_NUMBER = 2**63 - 1


class HeadAnswer(Answer):
    """Where one lane ends."""

    contract: str
    log_id: str | None
    number: int
    hash: str


class HeadsAnswer(Answer):
    """Where lanes end. `next` is the contract to go on after, `None` at the end."""

    heads: list[HeadAnswer]
    next: str | None


@router.get("/v1/contracts/{contract_id}/feed", response_class=Response, responses={200: {"content": {MEDIA_TYPE: {}}}})
async def read_feed(
    call: Annotated[Call, Depends(call("feed.read", needs_terms=False))],
    after: Annotated[int, Query(ge=0, le=LARGEST_NUMBER, description="The last number you have.")] = 0,
    limit: Annotated[int, Query(ge=1, le=LIMIT)] = LIMIT,
) -> Response:
    """The published events after a number of the lane, one CloudEvent a line; the headers say where the lane stands."""
    page = await call.runtime.feed.page(call.contract, after, limit)
    headers = {
        "Watchbill-Log": page.head.log_id or "",
        "Watchbill-Head": str(page.head.number),
        "Watchbill-Head-Hash": page.head.hash,
        "Watchbill-At-Hash": page.at_hash or "",
    }
    return Response(cloudevents.feed(page.told), headers=headers, media_type=MEDIA_TYPE)


@router.get("/v1/feed/heads")
async def read_heads(
    call: Annotated[Call, Depends(call("feed.read", needs_terms=False))],
    after: Annotated[str, Query(max_length=63, description="The last contract you have.")] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 1000,
) -> HeadsAnswer:
    """Where every lane of this service ends, in the order of the contracts."""
    heads = await call.runtime.feed.heads(after, limit)
    shown = [
        HeadAnswer(contract=head.contract, log_id=head.at.log_id, number=head.at.number, hash=head.at.hash) for head in heads
    ]
    return HeadsAnswer(heads=shown, next=shown[-1].contract if len(shown) == limit else None)
