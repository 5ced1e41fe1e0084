"""Decisions over several streams: what publishing a roster and changing a planned day set in motion."""

from collections.abc import Sequence
from datetime import date, timedelta

from common.handling.transaction import Transaction
from roster.domain.coverage import COVERAGE, CoverRoster
from roster.domain.handover import HANDOVER, WHOLE_TEAM, ExpectHandover, due_posts, handover_id
from roster.domain.plan import PLAN, PLAN_ID, AddShift, AdmitRoster, Assignment, Available, Away, DropShift, ShiftAdded
from roster.domain.roster import ROSTER, PublishRoster
from roster.domain.shift import SHIFT, CancelShift, PlanShift
from roster.projections import KEY_PERIODS, LEAVES, PEOPLE, KeyPeriodRow


async def publish(tx: Transaction, roster_id: str) -> None:
    """The roster binds: its shifts are planned, coverage is answered for, handovers are due."""
    await tx.decide(ROSTER, roster_id, PublishRoster(tx.now))
    roster = await tx.state(ROSTER, roster_id)
    people, away = await available(tx), await absences(tx)
    await tx.decide(PLAN, PLAN_ID, AdmitRoster(roster_id, roster.starts, roster.ends, roster.shifts, people, away, tx.now))
    for shift in roster.shifts:
        await _plan_shift(tx, roster_id, shift)
    for post in sorted({row.post for row in tx.terms.staffing.requirements}):
        await tx.decide(COVERAGE, post, CoverRoster(post, roster_id, roster.starts, roster.ends, tx.now))
    await _expect_handovers(tx, roster.starts, roster.ends)


async def add_shift(tx: Transaction, shift: Assignment) -> None:
    """One more shift on a published day."""
    people, away = await available(tx), await absences(tx)
    for event in await tx.decide(PLAN, PLAN_ID, AddShift(shift, people, away, tx.now)):
        if isinstance(event, ShiftAdded):
            await _plan_shift(tx, event.roster_id, shift)


async def cancel_shift(tx: Transaction, shift_id: str, reason: str | None) -> None:
    """The shift leaves the plan; its person may be planned elsewhere."""
    await tx.decide(SHIFT, shift_id, CancelShift(reason, tx.now))
    await tx.decide(PLAN, PLAN_ID, DropShift(shift_id))


async def available(tx: Transaction) -> tuple[Available, ...]:
    """Everybody whom the customer has approved, with their posts."""
    return tuple(Available(row.person_id, row.posts) for row in await tx.rows(PEOPLE, standing="approved"))


async def absences(tx: Transaction) -> tuple[Away, ...]:
    """All approved leave."""
    return tuple(Away(row.person_id, row.starts_at, row.ends_at) for row in await tx.rows(LEAVES, state="approved"))


async def _plan_shift(tx: Transaction, roster_id: str, shift: Assignment) -> None:
    command = PlanShift(roster_id, shift.person_id, shift.post, shift.planned_from, shift.planned_to, tx.now)
    await tx.decide(SHIFT, shift.shift_id, command)


async def _expect_handovers(tx: Transaction, starts: date, ends: date) -> None:
    periods = await tx.rows(KEY_PERIODS)
    for offset in range((ends - starts).days + 1):
        day = starts + timedelta(days=offset)
        for post in due_posts(tx.terms):
            due_at = tx.terms.at(day, tx.terms.staffing.handover.time)
            special = any(frees(period, post) and period.starts_at <= due_at < period.ends_at for period in periods)
            await tx.decide(HANDOVER, handover_id(post, day), ExpectHandover(post, day, special, tx.now))


def frees(period: KeyPeriodRow, post: str) -> bool:
    """Whether a key period makes the time of this post's handover free (A8S-1 3.2)."""
    return post in (period.post, WHOLE_TEAM)


def assigned(shifts: Sequence[Assignment]) -> tuple[Assignment, ...]:
    """Shifts in the order of their beginning, so that the same plan is always the same draft."""
    return tuple(sorted(shifts, key=lambda shift: (shift.planned_from, shift.post, shift.person_id, shift.shift_id)))
