"""A million slips of scoring, as they are recorded, and a view that adds them up: how many points each quarter lost."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bench.dimmer import NOW
from common.kernel import Kernel, open_kernel
from common.ledger.appending import Append, NewEvent
from common.ledger.codec import Codec
from common.ledger.facts import Recorded
from common.projection import View
from common.service import Service
from common.terms import TERMS, ActivateTerms
from common.testing.kernels import meta
from common.testing.servers import Database
from common.testing.terms import BEIJING, beijing_terms, pack_document
from scoring.domain.people import Person
from scoring.domain.slip import SlipContent, SlipRecorded
from scoring.main import SERVICE

CONTRACT = "bj-2026"
IMPORT = 500
OFFICER = Person("officer-7", "customer", "customer.officer")
RULES = tuple(rule.code for rule in beijing_terms().rules)


@dataclass(frozen=True)
class ScoreRow:
    """What a quarter has lost and won so far."""

    deducted: int
    bonus: int
    slips: int
    last_seq: int


def _scored(row: ScoreRow | None, fact: Recorded[SlipRecorded]) -> ScoreRow:
    before, content = row or ScoreRow(0, 0, 0, 0), fact.event.content
    if content.sign < 0:
        return ScoreRow(before.deducted + content.points, before.bonus, before.slips + 1, fact.seq)
    return ScoreRow(before.deducted, before.bonus + content.points, before.slips + 1, fact.seq)


SCORE = View("score", 1, ScoreRow)
QUARTER_KEYS = tuple(f"quarter-{number}" for number in range(9))

WITHOUT_VIEWS: Service = replace(SERVICE, projects=dict.fromkeys(SERVICE.projects), timers=None, routers=())
"""What imports: scoring's ledger, nothing folded yet."""

WITH_SCORE: Service = replace(
    WITHOUT_VIEWS,
    projects={
        **WITHOUT_VIEWS.projects,
        SlipRecorded: (SCORE.on(lambda fact: QUARTER_KEYS[fact.event.content.quarter], _scored),),
    },
)


CODEC = Codec(SERVICE.events)


def slip(n: int) -> SlipRecorded:
    """The nth slip: its quarter, rule, points and moment differ, its texts are digests."""
    at = NOW + timedelta(minutes=n)
    content = SlipContent(
        f"SLIP-{n:07d}", RULES[n % len(RULES)], "A8S-1 2.6.4", 1 if n % 10 == 0 else -1, 1, 1 + n % 3, 1 + n % 8, at,
        f"{n:064x}", (f"tickets:{CONTRACT}:{n}", f"roster:{CONTRACT}:{n + 1}"),
    )  # fmt: skip
    return SlipRecorded(content, OFFICER, at, date(2026, 10, 21), late=False, provisional=False)


def expected(slips: int) -> dict[str, tuple[int, int, int]]:
    """Quarter -> (deducted, bonus, slips), by arithmetic alone."""
    found: dict[str, tuple[int, int, int]] = {}
    for n in range(slips):
        key = f"quarter-{1 + n % 8}"
        deducted, bonus, count = found.get(key, (0, 0, 0))
        points = 1 + n % 3
        found[key] = (deducted, bonus + points, count + 1) if n % 10 == 0 else (deducted + points, bonus, count + 1)
    return found


async def fill(database: Database, slips: int) -> None:
    """Activates the contract and imports slips, each in a stream of its own."""
    async with open_kernel(WITHOUT_VIEWS, database.url) as kernel:
        await kernel.handler.handle(CONTRACT, TERMS, "contract", ActivateTerms(CONTRACT, pack_document(BEIJING), False), meta())
        for first in range(0, slips, IMPORT):
            await import_slips(kernel, range(first, min(first + IMPORT, slips)))


async def import_slips(kernel: Kernel, numbers: range) -> None:
    """Appends slips as one import."""
    events = []
    for n in numbers:
        event = slip(n)
        stored = CODEC.encode(event)
        events.append(NewEvent(event, f"slip/S-{n:07d}", stored.type, stored.schema_version, stored.payload))
    command = f"import:{numbers.start}"
    verdict = await kernel.ledger.append(Append(CONTRACT, command, b"0" * 32, NOW, "importer", command, None, NOW, tuple(events)))
    if verdict.kind != "appended":
        raise AssertionError(verdict)
