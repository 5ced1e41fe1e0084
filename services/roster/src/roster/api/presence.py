"""What a punch means for coverage, decided in the same transaction."""

from common.handling.transaction import Transaction
from roster.domain.clauses import counts_for_one_post
from roster.domain.coverage import COVERAGE, BeginPresence, CorrectPresence, EndPresence
from roster.domain.shift import SHIFT
from roster.projections import SHIFTS


async def begin_presence(tx: Transaction, shift_id: str) -> None:
    """The person counts for the post, and by default no longer for another one (AMB-22)."""
    shift = await tx.state(SHIFT, shift_id)
    if shift.started_at is None:
        return
    if counts_for_one_post(tx.terms):
        for other in await tx.rows(SHIFTS, person_id=shift.person_id, state="on_post"):
            if other.post != shift.post:
                await tx.decide(COVERAGE, other.post, EndPresence(other.shift_id, shift.started_at, tx.now))
    await tx.decide(COVERAGE, shift.post, BeginPresence(shift_id, shift.person_id, shift.started_at, tx.now))


async def end_presence(tx: Transaction, shift_id: str) -> None:
    """The person no longer counts."""
    shift = await tx.state(SHIFT, shift_id)
    if shift.ended_at is not None:
        await tx.decide(COVERAGE, shift.post, EndPresence(shift_id, shift.ended_at, tx.now))


async def correct_presence(tx: Transaction, shift_id: str) -> None:
    """The person counts from and to the corrected moments; gaps that were told are told anew."""
    shift = await tx.state(SHIFT, shift_id)
    if shift.started_at is not None:
        command = CorrectPresence(shift_id, shift.person_id, shift.started_at, shift.ended_at, tx.now)
        await tx.decide(COVERAGE, shift.post, command)
