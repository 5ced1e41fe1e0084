"""Interval arithmetic of coverage (值守覆盖): who is present, how many are required, where somebody is missing.

Pure and without words of the contract. Intervals are half-open, `[starts, ends)`; an open end is `None`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Stint:
    """One person on one post, from arrival to departure."""

    shift_id: str
    person_id: str
    post: str
    starts: datetime
    ends: datetime | None


@dataclass(frozen=True, slots=True)
class Requirement:
    """How many people must be present from `starts` on, until the next step. `rule` names the row behind it."""

    starts: datetime
    minimum: int
    rule: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a line on a chart: the value from `at` on."""

    at: datetime
    value: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A longest stretch with fewer people than required. `required`, `present` and `rule` are those at its start."""

    starts: datetime
    ends: datetime
    required: int
    present: int
    rule: str
    missing_at_worst: int


def present_steps(stints: Iterable[Stint], starts: datetime, ends: datetime) -> list[Step]:
    """How many different people are present, as steps over `[starts, ends]`; the first stands at `starts`."""
    inside = [stint for stint in stints if stint.starts <= ends and (stint.ends is None or stint.ends > starts)]
    changes: dict[datetime, list[tuple[str, int]]] = {starts: []}
    for stint in inside:
        changes.setdefault(max(stint.starts, starts), []).append((stint.person_id, 1))
        if stint.ends is not None and stint.ends <= ends:
            changes.setdefault(max(stint.ends, starts), []).append((stint.person_id, -1))
    count: dict[str, int] = {}
    steps: list[Step] = []
    for at in sorted(changes):
        for person, change in changes[at]:
            count[person] = count.get(person, 0) + change
        value = sum(1 for times in count.values() if times > 0)
        if not steps or steps[-1].value != value:
            steps.append(Step(at, value))
    return steps


def find_gaps(required: Sequence[Requirement], present: Sequence[Step], ends: datetime) -> list[Gap]:
    """The longest stretches before `ends` in which fewer people are present than required. Both lines start together."""
    moments = sorted({step.starts for step in required if step.starts < ends} | {step.at for step in present if step.at < ends})
    gaps: list[Gap] = []
    for index, at in enumerate(moments):
        need = [step for step in required if step.starts <= at][-1]
        here = [step for step in present if step.at <= at][-1].value
        until = moments[index + 1] if index + 1 < len(moments) else ends
        if here < need.minimum:
            add_stretch(gaps, Gap(at, until, need.minimum, here, need.rule, need.minimum - here))
    return gaps


def add_stretch(gaps: list[Gap], stretch: Gap) -> None:
    """Joins a stretch to the gap that it continues."""
    if not gaps or gaps[-1].ends != stretch.starts:
        gaps.append(stretch)
        return
    last = gaps[-1]
    worst = max(last.missing_at_worst, stretch.missing_at_worst)
    gaps[-1] = Gap(last.starts, stretch.ends, last.required, last.present, last.rule, worst)


def one_post_at_a_time(stints: Iterable[Stint]) -> list[Stint]:
    """Each person counts for one post at one instant: whoever starts on another post leaves the one before (AMB-22)."""
    kept: list[Stint] = []
    for stint in sorted(stints, key=lambda one: (one.starts, one.shift_id)):
        for index, before in enumerate(kept):
            moved = before.person_id == stint.person_id and before.post != stint.post
            if moved and (before.ends is None or before.ends > stint.starts):
                kept[index] = Stint(before.shift_id, before.person_id, before.post, before.starts, stint.starts)
        kept.append(stint)
    return kept
