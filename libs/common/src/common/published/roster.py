"""What roster tells: who is on post, when, and what was missing. Persons are ids; names stay in roster's directory."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import AwareDatetime

from common.published.base import Published


class _Told(Published):
    SERVICE: ClassVar[str] = "roster"


class PersonApproved(_Told):
    """The customer approved a person for posts."""

    person_id: str
    posts: tuple[str, ...]


class PersonLeft(_Told):
    """A person no longer works under this contract."""

    person_id: str
    left_at: AwareDatetime


class PersonReplaced(_Told):
    """One person took another's place (annual rule AS-2.1)."""

    person_id: str
    successor_id: str
    cause: Literal["customer_request", "resignation", "promotion", "contractor_decision", "other"]
    approved: bool
    at: AwareDatetime


class PersonFailedExam(_Told):
    """A replacement failed the on-boarding assessment (annual rule AS-2.2)."""

    person_id: str
    at: AwareDatetime


class RosterPublished(_Told):
    """A plan of shifts is binding from `starts` to `ends` (both included)."""

    roster_id: str
    starts: date
    ends: date


class ShiftStarted(_Told):
    """A person is on post."""

    shift_id: str
    person_id: str
    post: str
    planned_from: AwareDatetime
    planned_to: AwareDatetime
    started_at: AwareDatetime


class ShiftEnded(_Told):
    """A person left the post."""

    shift_id: str
    person_id: str
    post: str
    ended_at: AwareDatetime


class AttendanceClassified(_Told):
    """Presence against plan by A8S-1 1.1: arriving and, where it is early, leaving.

    `on_time` is told for arrivals, and where it replaces another finding. `seconds` is the distance from the set time,
    positive against the person. `corrects` is the finding of the same aspect that this one replaces.
    """

    shift_id: str
    person_id: str
    post: str
    aspect: Literal["arrival", "departure"] = "arrival"
    finding: Literal["on_time", "late", "early_leave", "absent", "excused"]
    set_at: AwareDatetime
    actual_at: AwareDatetime | None
    seconds: int
    clause: str
    corrects: Literal["on_time", "late", "early_leave", "absent", "excused"] | None = None


class CoverageGapOpened(_Told):
    """Fewer people present than the contract requires on a post, for a minute or longer. `requirement`: a row of the pack."""

    gap_id: str
    post: str
    opened_at: AwareDatetime
    required: int
    present: int
    requirement: str


class CoverageGapClosed(_Told):
    """The gap ended. `minutes` is its whole length.

    Told again, with the same `gap_id`, when a later entry or a correction changes it; no length at all
    (`closed_at` is `opened_at`) says that it never was.
    """

    gap_id: str
    post: str
    opened_at: AwareDatetime
    closed_at: AwareDatetime
    minutes: int
    requirement: str


class RosterMissing(_Told):
    """From this day on no published roster exists: one standing finding, not an event a day."""

    finding_id: str
    since: date


class HandoverCompleted(_Told):
    """A post was handed over (A8S-1 3.2). One entered later takes back the `HandoverMissed` that was told before."""

    handover_id: str
    post: str
    day: date
    due_at: AwareDatetime
    completed_at: AwareDatetime
    on_time: bool
    omitted: int


class HandoverMissed(_Told):
    """The day ended without a handover of the post."""

    handover_id: str
    post: str
    day: date
    due_at: AwareDatetime


class KeyPeriodOrdered(_Told):
    """The customer ordered reinforced staffing for a period (A1 2.x.3)."""

    key_period_id: str
    post: str
    minimum: int
    starts_at: AwareDatetime
    ends_at: AwareDatetime
