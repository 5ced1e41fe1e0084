"""The lanes, for other services: what NATS lost can always be read here, the same bytes."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field, StringConstraints

from common import cloudevents
from common.feed import LIMIT, MOST_LANES
from common.web.answers import Answer, Body
from common.web.call import Call, call

router = APIRouter(tags=["feed"])

MEDIA_TYPE = "application/x-ndjson"
LARGEST_NUMBER = 2**63 - 1
MOST_BUCKETS = 256

Bucket = Annotated[str, StringConstraints(pattern="^[0-9a-f]{3}$")]
Contract = Annotated[str, StringConstraints(pattern="^[a-z0-9-]{1,63}$")]


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


class LanesBody(Body):
    """Lanes to read: contract -> the last number you have."""

    lanes: Annotated[dict[Contract, Annotated[int, Field(ge=0, le=LARGEST_NUMBER)]], Field(min_length=1, max_length=MOST_LANES)]


class DigestsAnswer(Answer):
    """Bucket -> digest over the heads of the lanes in it.

    A lane lies in the bucket of the first three digits of its log id; a digest is the exclusive or of the first 16
    hexadecimal digits of the heads' hashes. Whoever counts the same from his own places has heard everything.
    """

    digests: dict[str, str]


@router.post("/v1/feed", response_class=Response, responses={200: {"content": {MEDIA_TYPE: {}}}})
async def read_lanes(body: LanesBody, call: Annotated[Call, Depends(call("feed.read", needs_terms=False))]) -> Response:
    """The same for several lanes: for each, in the order asked, a line that says where it stands and how many events follow.

    The answer is bounded (4,000 events, about 4 MiB); ask again for lanes whose end is not reached.
    """
    for contract in body.lanes:
        await call.under(contract)
    return Response(cloudevents.many(await call.runtime.feed.pages(body.lanes)), media_type=MEDIA_TYPE)


@router.get("/v1/feed/digests")
async def read_digests(call: Annotated[Call, Depends(call("feed.read", needs_terms=False))]) -> DigestsAnswer:
    """What every lane of this service has come to, in few words."""
    return DigestsAnswer(digests=dict(await call.runtime.feed.digests()))


@router.get("/v1/feed/heads")
async def read_heads(
    call: Annotated[Call, Depends(call("feed.read", needs_terms=False))],
    after: Annotated[str, Query(max_length=63, description="The last contract you have.")] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 1000,
    buckets: Annotated[
        list[Bucket] | None, Query(max_length=MOST_BUCKETS, description="Only lanes in these buckets of the digests.")
    ] = None,
) -> HeadsAnswer:
    """Where every lane of this service ends, in the order of the contracts."""
    heads = await call.runtime.feed.heads(after, limit, buckets)
    shown = [
        HeadAnswer(contract=head.contract, log_id=head.at.log_id, number=head.at.number, hash=head.at.hash) for head in heads
    ]
    return HeadsAnswer(heads=shown, next=shown[-1].contract if len(shown) == limit else None)
