"""The team over HTTP: offered, approved, replaced, examined, gone. Names only for those who need them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from common.errors import Problem
from common.ids import new_id
from common.terms import Terms
from common.web.answers import Answer, Body, Id, Labelled, ShortText
from common.web.call import Call, call
from common.web.paging import Page, PageQuery
from common.web.permissions import ACTIONS
from common.web.problems import problems
from roster.api.labels import CAUSE, STANDING, label, post_label
from roster.domain.person import (
    PERSON,
    ApprovePerson,
    Cause,
    LeaveContract,
    NamePerson,
    RecordExam,
    RegisterPerson,
    ReplacePerson,
    Standing,
)
from roster.domain.qualification import EDUCATION_ZH, Education, Qualification
from roster.projections import PEOPLE, PersonRow

router = APIRouter(prefix="/v1/contracts/{contract_id}/people", tags=["people 人员"])

Texts = Mapping[str, str | None]
Years = Annotated[int, Field(ge=0, le=60)]


class RegisterBody(Body):
    """A person whom the contractor offers. Name and phone go to the directory, never into an event."""

    person_id: Id | None = None
    posts: Annotated[tuple[Id, ...], Field(min_length=1, max_length=10)]
    industry_years: Years
    specialty_years: Years
    education: Education | None = None
    reserve: bool = False
    name: ShortText | None = None
    phone: ShortText | None = None


class ApproveBody(Body):
    """The posts that the customer accepts the person for."""

    posts: Annotated[tuple[Id, ...], Field(min_length=1, max_length=10)]


class ReplaceBody(Body):
    """Who comes instead and why; `approved`: the customer had agreed beforehand."""

    successor_id: Id
    cause: Cause
    approved: bool


class ExamBody(Body):
    """The on-boarding assessment (上岗考核)."""

    passed: bool


class NameBody(Body):
    """The directory's entry, as a whole: what is left out is no longer there."""

    name: ShortText | None = None
    phone: ShortText | None = None


class PersonAnswer(Answer):
    """One person. `name` and `phone` are `null` for roles that may not see them and after they were erased."""

    person_id: str
    standing: Labelled
    offered_for: list[Labelled]
    posts: list[Labelled]
    industry_years: int
    specialty_years: int
    education: Labelled | None
    reserve: bool
    approved_at: datetime | None
    left_at: datetime | None
    successor_id: str | None
    cause: Labelled | None
    replacement_approved: bool | None
    exam_passed: bool | None
    name: str | None = None
    phone: str | None = None

    @classmethod
    def of(cls, row: PersonRow, terms: Terms, texts: Texts) -> "PersonAnswer":
        """The person as the caller may see it: `texts` holds the names the caller may read."""
        brought = row.qualification
        education = brought.education and Labelled(
            code=brought.education, zh=EDUCATION_ZH[brought.education], en=brought.education
        )
        return cls(
            person_id=row.person_id,
            standing=Labelled.of(row.standing, STANDING),
            offered_for=[post_label(code, terms) for code in row.offered_for],
            posts=[post_label(code, terms) for code in row.posts],
            industry_years=brought.industry_years,
            specialty_years=brought.specialty_years,
            education=education,
            reserve=row.reserve,
            approved_at=row.approved_at,
            left_at=row.left_at,
            successor_id=row.successor_id,
            cause=label(row.cause, CAUSE),
            replacement_approved=row.replacement_approved,
            exam_passed=row.exam_passed,
            name=texts.get(row.name or ""),
            phone=texts.get(row.phone or ""),
        )


async def _texts(call: Call, *rows: PersonRow) -> Texts:
    if not call.roles & ACTIONS["person.names"]:
        return {}
    return await call.texts(digest for row in rows for digest in (row.name, row.phone))


async def _answer(call: Call, person_id: str) -> PersonAnswer:
    row = await call.show(PEOPLE, person_id)
    return PersonAnswer.of(row, call.terms, await _texts(call, row))


@router.get("")
async def list_people(
    query: PageQuery, call: Annotated[Call, Depends(call("person.read"))], standing: Standing | None = None
) -> Page[PersonAnswer]:
    """The team; names only for roles that may see them."""
    page = await call.page(PEOPLE, query, standing=standing)
    texts = await _texts(call, *page.items)
    return page.map(lambda row: PersonAnswer.of(row, call.terms, texts))


@router.get("/{person_id}", responses=problems("not_found"))
async def show_person(person_id: str, call: Annotated[Call, Depends(call("person.read"))]) -> PersonAnswer:
    """One person."""
    return await _answer(call, person_id)


@router.post("", status_code=201, responses=problems("person_already_registered", "post_unknown"))
async def register_person(body: RegisterBody, call: Annotated[Call, Depends(call("person.register"))]) -> PersonAnswer:
    """Offers a person for posts; the customer approves (A2 §二.1)."""
    named = NamePerson(await call.keep_text(body.name), await call.keep_text(body.phone))
    brought = Qualification(body.industry_years, body.specialty_years, body.education)
    command = RegisterPerson(body.posts, brought, body.reserve, named if named.name or named.phone else None)
    outcome = await call.handle(PERSON, body.person_id or new_id(), command)
    return await _answer(call, outcome.stream_id)


@router.post(
    "/{person_id}/approve", responses=problems("person_unknown", "post_unknown", "qualification_below_minimum", "stale_version")
)
async def approve_person(
    person_id: str, body: ApproveBody, call: Annotated[Call, Depends(call("person.approve"))]
) -> PersonAnswer:
    """The customer accepts the person; also the only way back for one who was replaced (§2.2)."""
    await call.handle(PERSON, person_id, ApprovePerson(body.posts, call.now))
    return await _answer(call, person_id)


@router.post("/{person_id}/replace", responses=problems("person_not_approved", "successor_unknown", "stale_version"))
async def replace_person(
    person_id: str, body: ReplaceBody, call: Annotated[Call, Depends(call("person.replace"))]
) -> PersonAnswer:
    """Another person takes this one's place (annual rule AS-2.1)."""
    known = body.successor_id != person_id and await call.find(PEOPLE, body.successor_id) is not None
    await call.handle(PERSON, person_id, ReplacePerson(body.successor_id, known, body.cause, body.approved, call.now))
    return await _answer(call, person_id)


@router.post("/{person_id}/leave-contract", responses=problems("person_unknown", "person_has_left", "stale_version"))
async def leave_contract(person_id: str, call: Annotated[Call, Depends(call("person.leave"))]) -> PersonAnswer:
    """The person no longer works under this contract."""
    await call.handle(PERSON, person_id, LeaveContract(call.now))
    return await _answer(call, person_id)


@router.post("/{person_id}/exam", responses=problems("person_unknown", "person_has_left", "stale_version"))
async def record_exam(person_id: str, body: ExamBody, call: Annotated[Call, Depends(call("person.exam"))]) -> PersonAnswer:
    """The result of the on-boarding assessment (annual rule AS-2.2)."""
    await call.handle(PERSON, person_id, RecordExam(body.passed, call.now))
    return await _answer(call, person_id)


@router.post("/{person_id}/name", responses=problems("person_unknown", "stale_version"))
async def name_person(person_id: str, body: NameBody, call: Annotated[Call, Depends(call("person.name"))]) -> PersonAnswer:
    """Corrects the directory."""
    named = NamePerson(await call.keep_text(body.name), await call.keep_text(body.phone))
    await call.handle(PERSON, person_id, named)
    return await _answer(call, person_id)


@router.post("/{person_id}/erase-name", responses=problems("not_found", "person_unknown"))
async def erase_name(person_id: str, call: Annotated[Call, Depends(call("person.forget"))]) -> PersonAnswer:
    """Erases name and phone for good, every earlier entry of the directory included. The record of the work stays."""
    row = await call.find(PEOPLE, person_id)
    if row is None:
        raise Problem("not_found")
    await call.handle(PERSON, person_id, NamePerson(None, None))
    for digest in row.entries:
        await call.runtime.texts.erase(call.contract, digest)
    return await _answer(call, person_id)
