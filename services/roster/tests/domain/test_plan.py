"""Publishing a roster: who may be planned, when, and what a stretch without a roster says."""

from datetime import date, datetime

from common.testing.scenario import Given, given
from common.testing.terms import beijing_terms
from roster.domain.plan import (
    PLAN,
    AddShift,
    AdmitRoster,
    Assignment,
    Available,
    Away,
    DropShift,
    LookForRoster,
    Plan,
    PlanCommand,
    PlanEvent,
    RosterAdmitted,
    RosterAwaited,
    RosterMissing,
    RosterMissingEnded,
    ShiftAdded,
    ShiftDropped,
)
from roster.domain.roster import (
    ROSTER,
    DiscardRoster,
    DraftRoster,
    PublishRoster,
    RosterDiscarded,
    RosterDrafted,
    RosterPublished,
)

TERMS = beijing_terms()
DAY, NEXT = date(2026, 10, 14), date(2026, 10, 15)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-10-{text}+08:00")


NOW = at("13T12:00:00")
PEOPLE = (Available("P-1", ("VC", "IM")), Available("P-2", ("VC",)))
MORNING = Assignment("S-1", "P-1", "VC", at("14T09:00:00"), at("14T18:00:00"))


def roster(*shifts: Assignment, away: tuple[Away, ...] = (), starts: date = DAY, ends: date = DAY) -> AdmitRoster:
    return AdmitRoster("R-1", starts, ends, shifts, PEOPLE, away, NOW)


def plan(*events: PlanEvent) -> Given[PlanCommand, Plan, PlanEvent]:
    return given(PLAN, TERMS, *events)


ADMITTED = RosterAdmitted("R-1", DAY, DAY, (MORNING,), at("14T00:00:00"))


def test_a_roster_of_approved_people_is_admitted() -> None:
    plan().when(roster(MORNING)).then(ADMITTED)


def test_a_shift_may_end_on_the_day_after_but_begins_on_the_rosters_days() -> None:
    night = Assignment("S-2", "P-1", "VC", at("14T20:00:00"), at("15T08:00:00"))
    assert plan().when(roster(night)).refusal is None
    early = Assignment("S-2", "P-1", "VC", at("13T23:59:59"), at("14T08:00:00"))
    plan().when(roster(early)).then_refused("shift_outside_roster")
    late = Assignment("S-2", "P-1", "VC", at("15T00:00:00"), at("15T08:00:00"))
    plan().when(roster(late)).then_refused("shift_outside_roster")


def test_only_people_approved_for_the_post_are_planned() -> None:
    plan().when(roster(Assignment("S-1", "P-9", "VC", *hours()))).then_refused("person_not_approved", "§2.2")
    plan().when(roster(Assignment("S-1", "P-2", "IM", *hours()))).then_refused("person_not_approved_for_post", "A2 2.1")
    plan().when(roster(Assignment("S-1", "P-2", "XX", *hours()))).then_refused("post_unknown")


def hours() -> tuple[datetime, datetime]:
    return at("14T09:00:00"), at("14T18:00:00")


def test_nobody_has_two_shifts_at_once() -> None:
    touching = Assignment("S-2", "P-1", "IM", at("14T18:00:00"), at("14T20:00:00"))
    assert plan().when(roster(MORNING, touching)).refusal is None
    overlapping = Assignment("S-2", "P-1", "IM", at("14T17:59:59"), at("14T20:00:00"))
    plan().when(roster(MORNING, overlapping)).then_refused("shifts_overlap")
    assert given(PLAN, beijing_terms({"staff.double_hat": "true"})).when(roster(MORNING, overlapping)).refusal is None


def test_the_same_post_is_never_filled_twice_by_one_person() -> None:
    twice = Assignment("S-2", "P-1", "VC", at("14T17:00:00"), at("14T20:00:00"))
    given(PLAN, beijing_terms({"staff.double_hat": "true"})).when(roster(MORNING, twice)).then_refused("shifts_overlap")


def test_overlaps_are_seen_across_rosters() -> None:
    night = Assignment("S-2", "P-1", "VC", at("14T20:00:00"), at("15T08:00:00"))
    before = RosterAdmitted("R-1", DAY, DAY, (night,), None)
    follows = Assignment("S-3", "P-1", "VC", at("15T07:00:00"), at("15T18:00:00"))
    command = AdmitRoster("R-2", NEXT, NEXT, (follows,), PEOPLE, (), NOW)
    plan(before).when(command).then_refused("shifts_overlap")
    assert plan(before, ShiftDropped("S-2")).when(command).refusal is None


def test_no_day_has_two_rosters_and_no_id_is_used_twice() -> None:
    plan(ADMITTED).when(AdmitRoster("R-2", DAY, NEXT, (), PEOPLE, (), NOW)).then_refused("roster_overlaps")
    same_id = Assignment("S-1", "P-2", "VC", at("15T09:00:00"), at("15T18:00:00"))
    plan(ADMITTED).when(AdmitRoster("R-2", NEXT, NEXT, (same_id,), PEOPLE, (), NOW)).then_refused("shift_already_planned")


def test_nobody_is_planned_for_a_time_of_approved_leave() -> None:
    until_nine = Away("P-1", at("14T00:00:00"), at("14T09:00:00"))
    assert plan().when(roster(MORNING, away=(until_nine,))).refusal is None
    into_the_shift = Away("P-1", at("14T00:00:00"), at("14T09:00:01"))
    plan().when(roster(MORNING, away=(into_the_shift,))).then_refused("person_on_leave")


def test_a_relief_is_added_to_a_published_day_only() -> None:
    relief = Assignment("S-2", "P-2", "VC", at("14T12:00:00"), at("14T18:00:00"))
    plan(ADMITTED).when(AddShift(relief, PEOPLE, (), NOW)).then(ShiftAdded("R-1", relief))
    plan().when(AddShift(relief, PEOPLE, (), NOW)).then_refused("roster_missing_on_day")
    plan(ADMITTED).when(DropShift("S-1")).then(ShiftDropped("S-1"))


def test_a_stretch_without_a_roster_is_one_standing_finding() -> None:
    missing = RosterMissing("roster-missing-2026-06-15", date(2026, 6, 15))
    first = plan().when(LookForRoster(datetime.fromisoformat("2026-06-15T00:00:00+08:00"))).then(missing, RosterAwaited(None))
    later = first.when(LookForRoster(datetime.fromisoformat("2026-06-20T00:00:00+08:00"))).then(RosterAwaited(None))
    later.when(roster(MORNING)).then(ADMITTED)


def test_the_finding_ends_when_a_roster_begins_and_a_new_one_opens_after_it() -> None:
    missing = RosterMissing("roster-missing-2026-06-15", date(2026, 6, 15))
    ended = RosterMissingEnded(missing.finding_id, missing.since, DAY)
    begun = plan(missing, ADMITTED).when(LookForRoster(at("14T00:00:00"))).then(ended, RosterAwaited(at("15T00:00:00")))
    again = RosterMissing("roster-missing-2026-10-15", NEXT)
    begun.when(LookForRoster(at("15T00:00:00"))).then(again, RosterAwaited(None))


def test_a_roster_published_on_its_own_day_ends_the_finding_at_once() -> None:
    missing = RosterMissing("roster-missing-2026-06-15", date(2026, 6, 15))
    command = AdmitRoster("R-1", DAY, DAY, (), PEOPLE, (), at("14T08:00:00"))
    admitted = RosterAdmitted("R-1", DAY, DAY, (), at("15T00:00:00"))
    plan(missing).when(command).then(admitted, RosterMissingEnded(missing.finding_id, missing.since, DAY))


def test_outside_the_term_nothing_is_missing() -> None:
    after = plan().when(LookForRoster(datetime.fromisoformat("2027-06-15T00:00:00+08:00"))).then(RosterAwaited(None))
    after.when(LookForRoster(datetime.fromisoformat("2026-06-14T00:00:00+08:00"))).then(
        RosterAwaited(datetime.fromisoformat("2026-06-15T00:00:00+08:00"))
    )


def test_a_draft_is_published_once_and_then_stands() -> None:
    drafted = RosterDrafted(DAY, DAY, (MORNING,))
    draft = given(ROSTER, TERMS).when(DraftRoster(DAY, DAY, (MORNING,))).then(drafted)
    draft.when(DraftRoster(DAY, DAY, (MORNING,))).then_nothing_happened()
    published = draft.when(PublishRoster(NOW)).then(RosterPublished(DAY, DAY, 1, NOW))
    published.when(PublishRoster(NOW)).then_refused("roster_already_published")
    published.when(DraftRoster(DAY, NEXT, ())).then_refused("roster_already_published")
    discarded = draft.when(DiscardRoster(NOW)).then(RosterDiscarded(NOW))
    discarded.when(PublishRoster(NOW)).then_refused("roster_discarded")


def test_a_roster_lies_inside_the_term() -> None:
    first, last = TERMS.term.starts, TERMS.term.ends
    assert given(ROSTER, TERMS).when(DraftRoster(first, last, ())).refusal is None
    day_before, day_after = date(2026, 6, 14), date(2027, 6, 15)
    given(ROSTER, TERMS).when(DraftRoster(day_before, last, ())).then_refused("outside_the_term")
    given(ROSTER, TERMS).when(DraftRoster(first, day_after, ())).then_refused("outside_the_term")
    given(ROSTER, TERMS).when(DraftRoster(last, first, ())).then_refused("ends_before_start")
