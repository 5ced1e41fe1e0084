"""The three lines of a coverage chart, swept at the moment of asking from shifts, rosters and key periods."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from common.web.call import Call
from roster.api.labels import post_label
from roster.domain.clauses import counts_for_one_post
from roster.domain.requirement import Stretch, Surge, required_steps
from roster.domain.sweep import Requirement, Step, Stint, one_post_at_a_time, present_steps
from roster.projections import COVERED, GAPS, KEY_PERIODS, SHIFTS, GapRow, ShiftRow

LONGEST_SHIFT_DAYS = 2


@dataclass(frozen=True)
class Series:
    """One post between two moments."""

    post: str
    zh: str
    en: str
    required: list[Requirement]
    planned: list[Step]
    present: list[Step]
    gaps: list[GapRow]


async def series_of(call: Call, posts: Sequence[str], starts: date, ends: date) -> list[Series]:
    """The lines of each post from the first day's midnight to the last day's end."""
    opens, closes = call.terms.at(starts, time(0)), call.terms.at(ends + timedelta(days=1), time(0))
    shifts = await _shifts(call, starts, ends)
    planned = [stint for row in shifts if (stint := _planned(row))]
    present = [stint for row in shifts if (stint := _present(row))]
    if counts_for_one_post(call.terms):
        present = one_post_at_a_time(present)
    return [await _one(call, post, opens, closes, planned, present) for post in posts]


async def _one(call: Call, post: str, opens: datetime, closes: datetime, planned: list[Stint], present: list[Stint]) -> Series:
    stretches = [Stretch(row.starts, row.ends) for row in await call.rows(COVERED, post=post)]
    periods = await call.rows(KEY_PERIODS, post=post)
    surges = [Surge(row.key_period_id, row.starts_at, row.ends_at, row.minimum) for row in periods if row.minimum]
    until = min(closes, max(call.now, opens))
    named = post_label(post, call.terms)
    return Series(
        post,
        named.zh,
        named.en,
        [step for step in required_steps(call.terms, post, surges, stretches, opens, closes) if step.starts < closes],
        [step for step in present_steps([one for one in planned if one.post == post], opens, closes) if step.at < closes],
        present_steps([stint for stint in present if stint.post == post], opens, until),
        [row for row in await call.rows(GAPS, post=post) if _inside(row, opens, closes)],
    )


async def _shifts(call: Call, starts: date, ends: date) -> list[ShiftRow]:
    """The shifts of these days, those of the days before that may last into them, and whoever is on post still."""
    first = starts - timedelta(days=LONGEST_SHIFT_DAYS)
    days = [first + timedelta(days=offset) for offset in range((ends - first).days + 1)]
    found = [row for day in days for row in await call.rows(SHIFTS, day=day)]
    found += await call.rows(SHIFTS, state="on_post")
    return list({row.shift_id: row for row in found}.values())


def _planned(row: ShiftRow) -> Stint | None:
    if row.state == "cancelled":
        return None
    return Stint(row.shift_id, row.person_id, row.post, row.planned_from, row.planned_to)


def _present(row: ShiftRow) -> Stint | None:
    if row.started_at is None:
        return None
    return Stint(row.shift_id, row.person_id, row.post, row.started_at, row.ended_at)


def _inside(row: GapRow, opens: datetime, closes: datetime) -> bool:
    return row.state != "withdrawn" and row.opened_at < closes and (row.closed_at is None or row.closed_at > opens)
