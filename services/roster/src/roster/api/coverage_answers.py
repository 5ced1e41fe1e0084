"""How coverage is shown."""

from datetime import datetime

from common.explanation import Explanation
from common.terms import Terms
from common.web.answers import Answer, Labelled
from roster.api.labels import GAP_STATE, post_label
from roster.domain.clauses import whole_seconds
from roster.projections import GapRow

READINGS = ("staff.day", "staff.rest_window", "staff.double_hat")


class StepAnswer(Answer):
    """The value from `at` on; `requirement` names the row of the contract pack, or the key period."""

    at: datetime
    value: int
    requirement: str | None = None


class RequirementAnswer(Answer):
    """The row behind a gap. Without a clause: a key period that the customer ordered (A1 2.x.3)."""

    id: str
    clause: str | None
    minimum: int


class GapAnswer(Answer):
    """A longest stretch with fewer people present than required. `minutes` so far while it lasts."""

    gap_id: str
    post: Labelled
    state: Labelled
    opened_at: datetime
    closed_at: datetime | None
    minutes: int
    required: int
    present: int
    missing_at_worst: int
    requirement: RequirementAnswer
    positions: list[str]

    @classmethod
    def of(cls, row: GapRow, terms: Terms, now: datetime) -> "GapAnswer":
        """As it stands."""
        seconds = row.seconds if row.seconds is not None else whole_seconds(row.opened_at, now)
        return cls(
            gap_id=row.gap_id,
            post=post_label(row.post, terms),
            state=Labelled.of(row.state, GAP_STATE),
            opened_at=row.opened_at,
            closed_at=row.closed_at,
            minutes=seconds // 60,
            required=row.required,
            present=row.present,
            missing_at_worst=row.missing_at_worst,
            requirement=RequirementAnswer(id=row.requirement, clause=clause_of(row.requirement, terms), minimum=row.required),
            positions=list(row.positions),
        )


class PostCoverage(Answer):
    """One post: what the contract requires, what the roster plans, who was there."""

    post: Labelled
    required: list[StepAnswer]
    planned: list[StepAnswer]
    present: list[StepAnswer]
    gaps: list[GapAnswer]


def clause_of(requirement: str, terms: Terms) -> str | None:
    """The clause of a row of the pack; `None` for a key period."""
    return next((row.clause for row in terms.staffing.requirements if row.id == requirement), None)


def gap_explained(row: GapRow, terms: Terms) -> Explanation:
    """Why this is a gap: how many were required by which clause, how many were there, from which events."""
    clause = clause_of(row.requirement, terms)
    required = Explanation("required", "应在岗人数", "people required", str(row.required), clause, terms.used(*READINGS))
    present = Explanation("present", "实际在岗人数", "people present", str(row.present))
    minutes = "" if row.seconds is None else str(row.seconds // 60)
    return Explanation(
        "coverage-gap",
        "缺员时长（分钟）",
        "gap in minutes",
        minutes,
        clause,
        terms.used(*READINGS),
        inputs=row.positions,
        parts=(required, present),
        provisional=terms.calendar.day(terms.local_date(row.opened_at)).provisional,
    )
