"""The team: offered, approved, replaced. Qualification under, on and over each minimum of A2 2.1."""

from datetime import UTC, datetime

import pytest

from common.testing.scenario import given
from common.testing.terms import beijing_terms
from roster.domain.person import (
    PERSON,
    ApprovePerson,
    ExamFailed,
    ExamPassed,
    LeaveContract,
    NamePerson,
    PersonApproved,
    PersonLeft,
    PersonNamed,
    PersonRegistered,
    PersonReplaced,
    RecordExam,
    RegisterPerson,
    ReplacePerson,
)
from roster.domain.qualification import Qualification, shortfall

TERMS = beijing_terms()
NOW = datetime(2026, 6, 20, tzinfo=UTC)
VIDEO = Qualification(industry_years=6, specialty_years=4, education="bachelor")
OFFERED = PersonRegistered(("VC",), VIDEO, reserve=False)
APPROVED = PersonApproved(("VC",), NOW)


def offered(post: str, qualification: Qualification) -> str | None:
    return shortfall(qualification, TERMS.staffing.posts[post])


@pytest.mark.parametrize(("years", "missing"), [(4, "years"), (5, None), (6, None)])
def test_a_manager_needs_five_years_in_the_industry(years: int, missing: str | None) -> None:
    assert offered("SM", Qualification(years, 0)) == missing


@pytest.mark.parametrize(("years", "missing"), [(2, "years"), (3, None), (4, None)])
def test_a_video_engineer_needs_three_years_in_the_specialty(years: int, missing: str | None) -> None:
    assert offered("VC", Qualification(20, years)) == missing


@pytest.mark.parametrize(("years", "missing"), [(1, "years"), (2, None), (3, None)])
def test_image_and_av_engineers_need_two_years(years: int, missing: str | None) -> None:
    assert offered("IM", Qualification(0, years)) == missing
    assert offered("AV", Qualification(years, 0)) == missing


def test_years_in_the_specialty_are_years_in_the_industry() -> None:
    assert offered("AV", Qualification(0, 2)) is None


@pytest.mark.parametrize(
    ("education", "missing"), [(None, "education"), ("secondary", "education"), ("college", None), ("bachelor", None)]
)
def test_the_desk_needs_a_junior_college_degree(education: str | None, missing: str | None) -> None:
    assert offered("SD", Qualification(12, 12, education)) == missing  # type: ignore[arg-type]


def test_a_person_is_offered_once_with_the_directory_kept_apart() -> None:
    command = RegisterPerson(("VC",), VIDEO, named=NamePerson("text:name", None))
    story = given(PERSON, TERMS).when(command).then(OFFERED, PersonNamed("text:name", None))
    story.when(command).then_refused("person_already_registered")


def test_nobody_is_offered_for_a_post_that_the_contract_does_not_know() -> None:
    given(PERSON, TERMS).when(RegisterPerson(("XX",), VIDEO)).then_refused("post_unknown")


def test_the_customer_approves_whom_the_contract_allows() -> None:
    story = given(PERSON, TERMS, OFFERED).when(ApprovePerson(("VC",), NOW)).then(APPROVED)
    story.when(ApprovePerson(("VC",), NOW)).then_nothing_happened()
    given(PERSON, TERMS, OFFERED).when(ApprovePerson(("SM",), NOW)).then(PersonApproved(("SM",), NOW))
    junior = PersonRegistered(("VC",), Qualification(9, 2), reserve=False)
    given(PERSON, TERMS, junior).when(ApprovePerson(("VC",), NOW)).then_refused("qualification_below_minimum", "A2 2.1")
    given(PERSON, TERMS).when(ApprovePerson(("VC",), NOW)).then_refused("person_unknown")


def test_a_replacement_names_its_cause_and_whether_it_was_agreed() -> None:
    replaced = PersonReplaced("P-2", "resignation", approved=True, at=NOW)
    story = given(PERSON, TERMS, OFFERED, APPROVED)
    story.when(ReplacePerson("P-2", successor_known=True, cause="resignation", approved=True, at=NOW)).then(replaced)
    unknown = ReplacePerson("P-2", successor_known=False, cause="other", approved=False, at=NOW)
    story.when(unknown).then_refused("successor_unknown")
    given(PERSON, TERMS, OFFERED).when(
        ReplacePerson("P-2", successor_known=True, cause="other", approved=False, at=NOW)
    ).then_refused("person_not_approved")


def test_a_replaced_person_comes_back_only_by_a_new_approval() -> None:
    replaced = PersonReplaced("P-2", "customer_request", approved=True, at=NOW)
    story = given(PERSON, TERMS, OFFERED, APPROVED, replaced)
    story.when(RecordExam(passed=True, at=NOW)).then_refused("person_has_left")
    story.when(ApprovePerson(("VC",), NOW)).then(APPROVED)


def test_an_exam_is_passed_or_failed() -> None:
    given(PERSON, TERMS, OFFERED).when(RecordExam(passed=False, at=NOW)).then(ExamFailed(NOW))
    given(PERSON, TERMS, OFFERED).when(RecordExam(passed=True, at=NOW)).then(ExamPassed(NOW))


def test_whoever_leaves_is_gone() -> None:
    story = given(PERSON, TERMS, OFFERED, APPROVED).when(LeaveContract(NOW)).then(PersonLeft(NOW))
    story.when(LeaveContract(NOW)).then_refused("person_has_left")
