"""The rules that hold for every planned shift, each named as the sentence that must be true."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from common.errors import Refused
from common.terms import Terms
from roster.domain.clauses import counts_for_one_post
from roster.domain.plan.commands import Available, Away
from roster.domain.plan.events import Assignment


def shifts_lie_in_their_days(shifts: Sequence[Assignment], starts: date, ends: date, terms: Terms) -> None:
    """A shift begins on one of the roster's days, by the contract's wall clock; it may end on the day after."""
    for shift in shifts:
        if shift.planned_to <= shift.planned_from:
            raise Refused("ends_before_start", shift=shift.shift_id)
        if not starts <= terms.local_date(shift.planned_from) <= ends:
            raise Refused("shift_outside_roster", shift=shift.shift_id)


def only_approved_people_work(shifts: Sequence[Assignment], people: Iterable[Available], terms: Terms) -> None:
    """A person who is not approved for the post is not a conforming person (§9.1¶3, A2 §二.1)."""
    posts = {person.person_id: person.posts for person in people}
    for shift in shifts:
        if shift.post not in terms.staffing.posts:
            raise Refused("post_unknown", post=shift.post)
        if shift.person_id not in posts:
            raise Refused("person_not_approved", clause="§2.2", person=shift.person_id)
        if shift.post not in posts[shift.person_id]:
            clause = terms.staffing.posts[shift.post].clause
            raise Refused("person_not_approved_for_post", clause=clause, person=shift.person_id, post=shift.post)


def nobody_is_on_leave(shifts: Sequence[Assignment], away: Iterable[Away]) -> None:
    """Who has approved leave for a time is not planned for it."""
    leaves = tuple(away)
    for shift in shifts:
        for leave in leaves:
            overlaps = leave.starts < shift.planned_to and shift.planned_from < leave.ends
            if leave.person_id == shift.person_id and overlaps:
                raise Refused("person_on_leave", person=shift.person_id, shift=shift.shift_id)


def nobody_has_two_shifts_at_once(shifts: Sequence[Assignment], planned: Mapping[str, Assignment], terms: Terms) -> None:
    """One person is at one place; two posts at once only where one person counts for both (AMB-22)."""
    by_person: dict[str, list[Assignment]] = {}
    for shift in planned.values():
        by_person.setdefault(shift.person_id, []).append(shift)
    seen = set(planned)
    for shift in shifts:
        if shift.shift_id in seen:
            raise Refused("shift_already_planned", shift=shift.shift_id)
        seen.add(shift.shift_id)
        for other in by_person.setdefault(shift.person_id, []):
            at_once = other.planned_from < shift.planned_to and shift.planned_from < other.planned_to
            if at_once and (other.post == shift.post or counts_for_one_post(terms)):
                raise Refused("shifts_overlap", person=shift.person_id, shift=shift.shift_id)
        by_person[shift.person_id].append(shift)
