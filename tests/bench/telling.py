"""Two invented services for `follow.*` and `latency.*`: one takes notes and tells of them, the other follows.

They take the names of real services because the message bus has one user for each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends

from bench.dimmer import NOTE, NOW
from common.aggregate import Aggregate
from common.ledger.appending import Append, NewEvent
from common.ledger.codec import Codec
from common.ledger.facts import Delivered, event_types
from common.projection import View
from common.published.base import Published
from common.service import Following, Service
from common.web.answers import Answer, Body
from common.web.call import Call, call

TELLER, FOLLOWER = "roster", "tickets"
PLACES = 1000
"""So many rows the following view has, however many notes there are."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A note was taken."""

    n: int
    text: str


class NoteTaken(Published):
    """What others hear of it."""

    SERVICE: ClassVar[str] = TELLER
    n: int
    text: str


@dataclass(frozen=True)
class Note:
    """Takes a note."""

    n: int
    text: str


def _decide(command: Note, _state: int, _terms: None) -> Sequence[Noted]:
    return [Noted(command.n, command.text)]


BOOK: Aggregate[Note, int, Noted] = Aggregate("book", 0, _decide, lambda state, _event: state + 1, needs_terms=False)


class NoteBody(Body):
    """A note."""

    n: int
    text: str


class NoteAnswer(Answer):
    """A taken note."""

    n: int


router = APIRouter()


@router.post("/v1/contracts/{contract_id}/notes", status_code=201)
async def note(body: NoteBody, call: Annotated[Call, Depends(call("fault.find", needs_terms=False))]) -> NoteAnswer:
    """Takes a note."""
    await call.handle(BOOK, f"b{body.n % PLACES}", Note(body.n, body.text))
    return NoteAnswer(n=body.n)


@dataclass(frozen=True)
class PlaceRow:
    """The notes of one book: how many, the sum of their numbers, and the last of them."""

    times: int
    total: int
    last: int


@dataclass(frozen=True)
class NoteRow:
    """One note."""

    n: int


def _counted(row: PlaceRow | None, fact: Delivered[NoteTaken]) -> PlaceRow:
    before = row or PlaceRow(0, 0, -1)
    return PlaceRow(before.times + 1, before.total + fact.event.n, fact.event.n)


BOOKS = View("books", 1, PlaceRow, columns=("times",))
NOTES = View("notes", 1, NoteRow)

TELLING = Service(
    TELLER,
    event_types(Noted),
    {Noted: None},
    {Noted: lambda _stream, event: NoteTaken(n=event.n, text=event.text)},
    routers=(router,),
)
COUNTING = Service(
    FOLLOWER, (), {}, {}, follows=(Following("books", TELLER, {NoteTaken: (BOOKS.on(lambda fact: fact.id, _counted),)}),)
)
_LISTED = NOTES.on(lambda fact: f"{fact.event.n}", lambda _row, fact: NoteRow(fact.event.n))
LISTING = Service(FOLLOWER, (), {}, {}, follows=(Following("notes", TELLER, {NoteTaken: (_LISTED,)}),))


def notes(contract: str, first: int, count: int) -> Append:
    """An import of notes, each in the book that its number gives."""
    codec = Codec(TELLING.events)
    events = []
    for n in range(first, first + count):
        event = Noted(n, NOTE)
        told = NoteTaken(n=n, text=NOTE).model_dump_json()
        stored = codec.encode(event)
        events.append(NewEvent(event, f"book/b{n % PLACES}", stored.type, 1, stored.payload, "note-taken", 1, told))
    command = f"import:{first}"
    return Append(contract, command, b"0" * 32, NOW, "importer", command, None, NOW, tuple(events))
