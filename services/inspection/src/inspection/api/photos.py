"""Photos over HTTP: sent after the result they belong to, shown with the check."""

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import StringConstraints

from common.errors import Problem, Refused
from common.handling import Transaction
from common.web.answers import Answer, Body, Day, Id, Moment
from common.web.call import Call, call
from common.web.problems import problems
from inspection.api.rounds import round_with
from inspection.domain.photo import PHOTOS_OF, KeepPhoto, photos_of_check
from inspection.domain.round import check_id
from inspection.projections import CHECKS, PHOTOS, PhotoRow

router = APIRouter(prefix="/v1/contracts/{contract_id}", tags=["checks 监控结果"])

MOST_CHARACTERS = 900_000
_BEGINS = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n", "image/webp": b"RIFF"}

Picture = Annotated[str, StringConstraints(pattern=r"^data:image/(jpeg|png|webp);base64,", max_length=MOST_CHARACTERS)]


class PhotoBody(Body):
    """A photo of the line's check: a `data:` address of a JPEG, PNG or WebP picture. `at`: when it was taken."""

    line: Id
    photo: Picture
    at: Moment | None = None


class PhotoAnswer(Answer):
    """A photo. `photo` is empty once it was erased; `digest` names it in the ledger."""

    digest: str
    check_id: str
    taken_at: datetime
    by: str
    photo: str | None
    position: str

    @classmethod
    def of(cls, row: PhotoRow, texts: Mapping[str, str | None]) -> "PhotoAnswer":
        return cls(
            digest=row.photo,
            check_id=row.check_id,
            taken_at=row.taken_at,
            by=row.by,
            photo=texts.get(row.photo),
            position=row.position,
        )


class PhotosAnswer(Answer):
    """A check's photos, in the order in which they were taken."""

    items: tuple[PhotoAnswer, ...]


@router.post(
    "/rounds/{day}/photos",
    status_code=201,
    responses=problems(
        "check_not_recorded", "photo_not_a_picture", "too_many_photos",
        "date_in_the_future", "date_before_the_term", "date_after_the_term",
    ),
)  # fmt: skip
async def keep_photo(day: Day, body: PhotoBody, call: Annotated[Call, Depends(call("check.record"))]) -> PhotosAnswer:
    """Adds a photo to the result of a line; answers all of the check. Send an `Idempotency-Key` with what was taken offline."""
    _must_be_a_picture(body.photo)
    round_ = await round_with(day, body.line, call)
    check = check_id(round_.round_id, body.line) if round_ else ""
    digest = await call.keep_text(body.photo) or ""
    stream = photos_of_check(check) or "none"

    async def decision(tx: Transaction) -> None:
        found = await tx.find(CHECKS, check)
        if found is None or found.state == "missed":
            raise Refused("check_not_recorded", line=body.line)
        await tx.decide(PHOTOS_OF, stream, KeepPhoto(check, digest, body.at or call.now, call.actor, call.now))

    await call.across(decision, of=(PHOTOS_OF, stream))
    return await _photos(check, call)


@router.get("/checks/{check_id}/photos")
async def list_photos(check_id: str, call: Annotated[Call, Depends(call("check.read"))]) -> PhotosAnswer:
    """The photos of one check, at most ten."""
    if await call.find(CHECKS, check_id) is None:
        raise Problem("not_found")
    return await _photos(check_id, call)


def _must_be_a_picture(photo: str) -> None:
    """Refuses what is not the kind of picture that it says it is: a page shows it to people of both parties."""
    kind, _, body = photo.removeprefix("data:").partition(";base64,")
    try:
        content = base64.b64decode(body, validate=True)
    except binascii.Error:
        content = b""
    if not content.startswith(_BEGINS[kind]):
        raise Refused("photo_not_a_picture")


async def _photos(check: str, call: Call) -> PhotosAnswer:
    rows = sorted(await call.rows(PHOTOS, check_id=check), key=lambda row: row.taken_at)
    texts = await call.texts(row.photo for row in rows)
    return PhotosAnswer(items=tuple(PhotoAnswer.of(row, texts) for row in rows))
