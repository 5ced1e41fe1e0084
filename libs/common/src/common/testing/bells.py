"""Two invented services that tell each other things: one rings bells, the other answers, and the first hears the answers.

They take the names of real services because the message bus has one user for each.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from common.aggregate import Aggregate, Order
from common.errors import Refused, Sentence
from common.ledger.facts import Delivered, Recorded, event_types
from common.projection import View
from common.published.base import Published
from common.service import Following, Policy, Service
from common.timers import Due, SetTimer

RINGER, LISTENER = "roster", "tickets"
UNLUCKY = 13
POISON = -1


@dataclass(frozen=True, slots=True)
class Rung:
    """A bell was rung."""

    n: int
    text: str


@dataclass(frozen=True, slots=True)
class Whispered:
    """Something that nobody else hears."""

    n: int


@dataclass(frozen=True, slots=True)
class Hummed:
    """Something that is told and that nobody declares."""

    n: int


@dataclass(frozen=True, slots=True)
class Heard:
    """The ringer heard an answer."""

    n: int


class BellRang(Published):
    """What others hear of `Rung`."""

    SERVICE: ClassVar[str] = RINGER
    bell: str
    n: int
    text: str


class Hum(Published):
    """What others could hear of `Hummed`."""

    SERVICE: ClassVar[str] = RINGER
    n: int


@dataclass(frozen=True)
class Ring:
    """Rings a bell."""

    n: int
    text: str = ""


@dataclass(frozen=True)
class Whisper:
    """Says something in private."""

    n: int


@dataclass(frozen=True)
class Humming:
    """Tells what nobody declares."""

    n: int


@dataclass(frozen=True)
class Hear:
    """Notes an answer."""

    n: int


BellCommand = Ring | Whisper | Humming | Hear
BellEvent = Rung | Whispered | Hummed | Heard


def _decide_bell(command: BellCommand, state: int, _terms: None) -> Sequence[BellEvent]:
    match command:
        case Ring():
            return [Rung(command.n, command.text)]
        case Whisper():
            return [Whispered(command.n)]
        case Humming():
            return [Hummed(command.n)]
        case Hear():
            return [Heard(command.n)]


BELL: Aggregate[BellCommand, int, BellEvent] = Aggregate(
    "bell", 0, _decide_bell, lambda state, _event: state + 1, needs_terms=False
)


@dataclass(frozen=True, slots=True)
class Answered:
    """A ringing was answered."""

    n: int


@dataclass(frozen=True, slots=True)
class Clapped:
    """An answer was applauded, a moment later."""

    n: int


@dataclass(frozen=True, slots=True)
class Forgiven:
    """The unlucky number may be answered."""


class AnswerGiven(Published):
    """What others hear of `Answered`."""

    SERVICE: ClassVar[str] = LISTENER
    echo: str
    n: int


@dataclass(frozen=True)
class Answer:
    """Answers one ringing."""

    n: int


@dataclass(frozen=True)
class Clap:
    """Applauds an answer."""

    n: int


@dataclass(frozen=True)
class Forgive:
    """Lets the unlucky number be answered."""


EchoCommand = Answer | Clap | Forgive
EchoEvent = Answered | Clapped | Forgiven


def _decide_echo(command: EchoCommand, forgiven: int, _terms: None) -> Sequence[EchoEvent]:
    match command:
        case Answer():
            if command.n == UNLUCKY and not forgiven:
                raise Refused("unlucky_number", clause="§13")
            return [Answered(command.n)]
        case Clap():
            return [Clapped(command.n)]
        case Forgive():
            return [Forgiven()]


ECHO: Aggregate[EchoCommand, int, EchoEvent] = Aggregate(
    "echo", 0, _decide_echo, lambda state, event: state + isinstance(event, Forgiven), needs_terms=False
)


@dataclass(frozen=True)
class BellRow:
    """What the listener knows of a bell: how often it rang, the sum of its numbers and the order they came in."""

    times: int
    total: int
    numbers: tuple[int, ...]
    text_length: int = 0


@dataclass(frozen=True)
class EchoRow:
    """The numbers that were answered, in order."""

    numbers: tuple[int, ...]


def _rang(row: BellRow | None, fact: Delivered[BellRang]) -> BellRow:
    if fact.event.n == POISON:
        raise ValueError("no fold can take this number")
    before = row or BellRow(0, 0, ())
    numbers = (*before.numbers, fact.event.n)
    return BellRow(before.times + 1, before.total + fact.event.n, numbers, before.text_length + len(fact.event.text))


def _answered(row: EchoRow | None, fact: Recorded[Answered]) -> EchoRow:
    return EchoRow((*(row.numbers if row else ()), fact.event.n))


BELLS_VIEW = View("bells", 1, BellRow, columns=("times",))
ECHOES_VIEW = View("echoes", 1, EchoRow)
EARS_VIEW = View("ears", 1, EchoRow)


def _answer(fact: Delivered[BellRang]) -> Sequence[Order[EchoCommand]]:
    return [Order(ECHO, fact.event.bell, Answer(fact.event.n))]


def _clap(fact: Delivered[AnswerGiven]) -> Sequence[Order[EchoCommand]]:
    return [Order(ECHO, f"claps-{fact.event.echo}", Clap(fact.event.n))]


def _hear(fact: Delivered[AnswerGiven]) -> Sequence[Order[BellCommand]]:
    return [Order(BELL, f"ear-{fact.event.echo}", Hear(fact.event.n))]


def _heard(row: EchoRow | None, fact: Recorded[Heard]) -> EchoRow:
    return EchoRow((*(row.numbers if row else ()), fact.event.n))


def _bell_of(stream: str) -> str:
    return stream.partition("/")[2]


RINGING = Service(
    name=RINGER,
    events=event_types(Rung, Whispered, Hummed, Heard),
    projects={Rung: None, Whispered: None, Hummed: None, Heard: (EARS_VIEW.on(lambda fact: fact.id, _heard),)},
    publishes={
        Rung: lambda stream, event: BellRang(bell=_bell_of(stream), n=event.n, text=event.text),
        Whispered: None,
        Hummed: lambda _stream, event: Hum(n=event.n),
        Heard: None,
    },
    policies=(Policy("hear-answers", {LISTENER: {AnswerGiven: _hear}}),),
)

LISTENING = Service(
    name=LISTENER,
    events=event_types(Answered, Clapped, Forgiven),
    projects={Answered: (ECHOES_VIEW.on(lambda fact: fact.id, _answered),), Clapped: None, Forgiven: None},
    publishes={Answered: lambda stream, event: AnswerGiven(echo=_bell_of(stream), n=event.n), Clapped: None, Forgiven: None},
    policies=(Policy("answer-bells", {RINGER: {BellRang: _answer}}), Policy("applaud", {LISTENER: {AnswerGiven: _clap}})),
    follows=(Following("bells", RINGER, {BellRang: (BELLS_VIEW.on(lambda fact: fact.event.bell, _rang),)}),),
    refusals={"unlucky_number": Sentence("不吉利。", "An unlucky number.")},
)


def timed(service: Service, moment: datetime) -> Service:
    """The same service with one timer: whoever is answered is applauded once more at `moment`."""

    def fire(due: Due) -> Order[EchoCommand]:
        return Order(ECHO, "late-claps", Clap(int(due.about["n"])))

    def set_timer(fact: Recorded[Answered]) -> Sequence[SetTimer]:
        return [SetTimer(f"clap/{fact.event.n}", "clap", moment, {"n": str(fact.event.n)})]

    return replace(service, timers={Answered: set_timer}, fires={"clap": fire})
