"""Rosters over HTTP: drafted by the contractor, published for good."""

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import Field

from common.handling.transaction import Transaction
from common.ids import new_id
from common.terms import Terms
from common.web.answers import Answer, Body, Day, Id, Labelled, Moment
from common.web.call import Call, call
from common.web.paging import Page, PageQuery
from common.web.problems import problems
from roster.api.labels import ROSTER_STATE, post_label
from roster.api.planning import assigned, publish
from roster.domain.plan import Assignment
from roster.domain.roster import ROSTER, DiscardRoster, DraftRoster
from roster.projections import MISSING_ROSTERS, ROSTERS, MissingRow, RosterRow

router = APIRouter(prefix="/v1/contracts/{contract_id}", tags=["rosters 值班表"])

MOST_SHIFTS = 1000


class ShiftBody(Body):
    """One person on one post for one time, `[planned_from, planned_to)`."""

    shift_id: Id | None = None
    person_id: Id
    post: Id
    planned_from: Moment
    planned_to: Moment

    def assignment(self) -> Assignment:
        """As the plan takes it; with an id of its own if none is given."""
        return Assignment(self.shift_id or new_id(), self.person_id, self.post, self.planned_from, self.planned_to)


class RosterBody(Body):
    """The contractor's plan for `starts` to `ends`, both included."""

    roster_id: Id | None = None
    starts: Day
    ends: Day
    shifts: Annotated[tuple[ShiftBody, ...], Field(max_length=MOST_SHIFTS)]


class PlannedAnswer(Answer):
    """A shift of a roster."""

    shift_id: str
    person_id: str
    post: Labelled
    planned_from: datetime
    planned_to: datetime


class RosterAnswer(Answer):
    """A roster without its shifts."""

    roster_id: str
    starts: date
    ends: date
    state: Labelled
    shift_count: int
    published_at: datetime | None
    published_by: str | None

    @classmethod
    def of(cls, row: RosterRow) -> "RosterAnswer":
        """As a list shows it."""
        return cls(
            roster_id=row.roster_id,
            starts=row.starts,
            ends=row.ends,
            state=Labelled.of(row.state, ROSTER_STATE),
            shift_count=len(row.shifts),
            published_at=row.published_at,
            published_by=row.published_by,
        )


class WholeRosterAnswer(RosterAnswer):
    """A roster with the shifts it was drafted or published with."""

    shifts: list[PlannedAnswer]

    @classmethod
    def whole(cls, row: RosterRow, terms: Terms) -> "WholeRosterAnswer":
        """As it stands."""
        shifts = [
            PlannedAnswer(
                shift_id=shift.shift_id,
                person_id=shift.person_id,
                post=post_label(shift.post, terms),
                planned_from=shift.planned_from,
                planned_to=shift.planned_to,
            )
            for shift in row.shifts
        ]
        return cls(**RosterAnswer.of(row).model_dump(), shifts=shifts)


class MissingAnswer(Answer):
    """A stretch of days without a published roster. `until` is the first day that has one again."""

    finding_id: str
    since: date
    until: date | None
    stands: bool
    position: str

    @classmethod
    def of(cls, row: MissingRow) -> "MissingAnswer":
        """As it stands."""
        return cls(
            finding_id=row.finding_id, since=row.since, until=row.until, stands=row.state == "stands", position=row.position
        )


@router.get("/rosters")
async def list_rosters(
    query: PageQuery,
    call: Annotated[Call, Depends(call("roster.read"))],
    state: Literal["draft", "published", "discarded"] | None = None,
) -> Page[RosterAnswer]:
    """Rosters by state."""
    return (await call.page(ROSTERS, query, state=state)).map(RosterAnswer.of)


@router.get("/rosters/missing")
async def list_missing(
    query: PageQuery, call: Annotated[Call, Depends(call("roster.read"))], state: Literal["stands", "ended"] | None = None
) -> Page[MissingAnswer]:
    """Stretches without a roster: standing findings."""
    return (await call.page(MISSING_ROSTERS, query, state=state)).map(MissingAnswer.of)


@router.get("/rosters/{roster_id}", responses=problems("not_found"))
async def show_roster(roster_id: str, call: Annotated[Call, Depends(call("roster.read"))]) -> WholeRosterAnswer:
    """One roster with its shifts."""
    return WholeRosterAnswer.whole(await call.show(ROSTERS, roster_id), call.terms)


@router.post(
    "/rosters",
    status_code=201,
    responses=problems("ends_before_start", "outside_the_term", "roster_already_published", "roster_discarded", "stale_version"),
)
async def draft_roster(body: RosterBody, call: Annotated[Call, Depends(call("roster.plan"))]) -> WholeRosterAnswer:
    """Drafts a roster, or drafts it anew as long as it is not published. Binds nobody."""
    shifts = assigned([shift.assignment() for shift in body.shifts])
    outcome = await call.handle(ROSTER, body.roster_id or new_id(), DraftRoster(body.starts, body.ends, shifts))
    return WholeRosterAnswer.whole(await call.show(ROSTERS, outcome.stream_id), call.terms)


@router.post(
    "/rosters/{roster_id}/publish",
    responses=problems(
        "roster_unknown",
        "roster_already_published",
        "roster_discarded",
        "roster_overlaps",
        "shift_outside_roster",
        "ends_before_start",
        "post_unknown",
        "person_not_approved",
        "person_not_approved_for_post",
        "person_on_leave",
        "shifts_overlap",
        "shift_already_planned",
        "stale_version",
    ),
)
async def publish_roster(roster_id: str, call: Annotated[Call, Depends(call("roster.plan"))]) -> WholeRosterAnswer:
    """Makes the roster binding: approved people only, nobody twice at once, no day with two rosters."""

    async def decision(tx: Transaction) -> None:
        await publish(tx, roster_id)

    await call.across(decision, of=(ROSTER, roster_id))
    return WholeRosterAnswer.whole(await call.show(ROSTERS, roster_id), call.terms)


@router.post(
    "/rosters/{roster_id}/discard",
    responses=problems("roster_unknown", "roster_already_published", "roster_discarded", "stale_version"),
)
async def discard_roster(roster_id: str, call: Annotated[Call, Depends(call("roster.plan"))]) -> RosterAnswer:
    """Gives up a draft."""
    await call.handle(ROSTER, roster_id, DiscardRoster(call.now))
    return RosterAnswer.of(await call.show(ROSTERS, roster_id))
