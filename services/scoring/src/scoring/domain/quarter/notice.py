"""Form 4 (考核结果通知单), the rectification report and the close of a quarter."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from common.errors import Refused
from common.terms import Terms
from scoring.domain.quarter.commands import CloseQuarter, IssueNotice, ReportRectification, Undecided
from scoring.domain.quarter.deadlines import end_of
from scoring.domain.quarter.events import NoticeIssued, QuarterClosed, QuarterEvent, QuarterOpened, RectificationReported
from scoring.domain.quarter.state import Quarter
from scoring.domain.records import QuarterResult

CLAUSE = "A8S Art.7"


def issue(command: IssueNotice, quarter: Quarter, terms: Terms) -> Sequence[QuarterEvent]:
    """「直至均对考核结果无异议后，出具…通知单」: agreed (or decided), nothing of the quarter open, nothing changed since.

    The notice counts as received when it is issued here: both parties see it at once (AMB-08).
    """
    opened, assessed = _agreed(quarter, terms)
    _nothing_is_undecided(command.undecided)
    if command.result != assessed:
        raise Refused("assessment_outdated", clause=CLAUSE)
    today = terms.local_date(command.now)
    due = terms.deadline("rectification_report", today)
    result = command.result
    issued = NoticeIssued(
        opened.quarter,
        opened.starts,
        opened.ends,
        result,
        displayed_total(result, terms),
        quarter.disputed,
        notice_hash(opened.quarter, result),
        terms.used("quarter.base", "quarter.deadlock", "kpi.header_cap"),
        issued_on=today,
        rectification_due_on=due.on,
        rectification_due_at=end_of(due.on, terms),
        provisional=due.provisional,
        by=command.by,
        at=command.now,
    )
    return (issued,)


def _agreed(quarter: Quarter, terms: Terms) -> tuple[QuarterOpened, QuarterResult]:
    """Under `quarter.deadlock=last_result_stands` an objection does not hold Form 4 up (AMB-36)."""
    if quarter.opened is None:
        raise Refused("quarter_not_open", clause=CLAUSE)
    if quarter.notice is not None:
        raise Refused("quarter_notice_issued", clause=CLAUSE, quarter=quarter.opened.quarter)
    if quarter.assessed is None:
        raise Refused("quarter_not_assessed", clause=CLAUSE)
    stands = quarter.stage == "objected" and terms.reading("quarter.deadlock") == "last_result_stands"
    if quarter.stage in {"objected", "escalated"} and not stands:
        raise Refused("quarter_disputed", clause=CLAUSE)
    if quarter.stage != "agreed" and not stands:
        raise Refused("quarter_not_discussed", clause=CLAUSE)
    return quarter.opened, quarter.assessed.result


def _nothing_is_undecided(undecided: Undecided) -> None:
    """Every slip of the quarter counts or is withdrawn, every proposal is accepted or dismissed."""
    if undecided.slips:
        raise Refused("quarter_has_pending_slips", clause=CLAUSE, slips=", ".join(undecided.slips))
    if undecided.proposals:
        raise Refused("quarter_has_open_proposals", clause=CLAUSE, proposals=undecided.proposals)


def report(command: ReportRectification, quarter: Quarter, terms: Terms) -> Sequence[QuarterEvent]:
    """「考核整改阶段」: the report, in time or late. A late one is accepted; nothing but the mark follows from it here."""
    if quarter.stage != "noticed" or quarter.notice is None:
        raise Refused("quarter_not_at_this_stage", clause=CLAUSE, stage=quarter.stage)
    due = terms.deadline("rectification_report", quarter.notice.issued_on)
    late = terms.local_date(command.now) > due.on
    return (RectificationReported(command.report, late, due.provisional, command.by, command.now),)


def close(command: CloseQuarter, quarter: Quarter, terms: Terms) -> Sequence[QuarterEvent]:
    """After the report; without one only when there was nothing to rectify, or when its time is over."""
    notice = quarter.notice
    if notice is None or quarter.stage == "closed":
        raise Refused("quarter_not_at_this_stage", clause=CLAUSE, stage=quarter.stage)
    result = notice.result
    due = terms.deadline("rectification_report", notice.issued_on)
    if quarter.stage == "noticed" and result.deducted and terms.local_date(command.now) <= due.on:
        raise Refused("rectification_outstanding", clause=CLAUSE, due_on=due.on.isoformat())
    closed = QuarterClosed(
        notice.quarter,
        notice.starts,
        notice.ends,
        result.deducted,
        result.bonus,
        notice.notice_hash,
        rectified=quarter.reported,
        by=command.by,
        at=command.now,
    )
    return (closed,)


def notice_hash(quarter: int, result: QuarterResult) -> str:
    """SHA-256 over the frozen result as canonical JSON."""
    text = json.dumps({"quarter": quarter, **asdict(result)}, sort_keys=True, separators=(",", ":"), default=_in_utc)
    return hashlib.sha256(text.encode()).hexdigest()


def _in_utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def displayed_total(result: QuarterResult, terms: Terms) -> int | None:
    """The cell "考核总分" of Form 4. The text gives no base: 100 is shown, and nothing is computed from it (AMB-33)."""
    base = terms.reading("quarter.base")
    return int(base) + result.bonus - result.deducted if base.isdecimal() else None
