"""The annual assessment: one row a contract."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from common.explanation import Explanation
from common.ledger.facts import Recorded
from common.projection import View
from common.service import Projects
from scoring.domain.year import YearApplied, YearFinalised
from scoring.projections.keys import by_stream


@dataclass(frozen=True, slots=True)
class YearRow:
    """`state` is `applied` or `final`. The explanation is frozen with the score."""

    state: str
    applied_at: datetime
    applied_by: str
    due_on: date
    late: bool
    provisional: bool
    score: int | None = None
    tail_percent: str | None = None
    assessed_on: date | None = None
    assessed_by: str | None = None
    explanation: Explanation | None = None
    position: str | None = None


YEARS = View("years", 1, YearRow, columns=("state",))


def _year_applied(row: YearRow | None, recorded: Recorded[YearApplied]) -> YearRow:
    event = recorded.event
    return YearRow("applied", event.at, event.by.subject, event.due_on, event.late, event.provisional)


def _year_finalised(row: YearRow | None, recorded: Recorded[YearFinalised]) -> YearRow | None:
    event = recorded.event
    return row and replace(
        row,
        state="final",
        score=event.score,
        tail_percent=event.tail_percent,
        assessed_on=event.assessed_on,
        assessed_by=event.by.subject,
        explanation=event.explanation,
        position=recorded.position,
    )


YEAR_FOLDS: Projects = {
    YearApplied: (YEARS.on(by_stream, _year_applied),),
    YearFinalised: (YEARS.on(by_stream, _year_finalised),),
}
