"""人员: the team: offered, approved, examined, replaced, gone."""

from typing import Any

from console.pages import team
from console.pages.roster import choices
from console.remote import Shown
from console.shell.cells import Column
from console.shell.form import Field, act
from console.shell.here import Here
from console.shell.html import box
from console.shell.page import page
from console.shell.parts import Fact, heading, timeline
from console.shell.table import Filter, Table
from console.shell.thing import Offer, Thing

Json = dict[str, Any]

COLUMNS = (
    Column("person_id"),
    Column("name", title="field.person_name"),
    Column("standing", "status"),
    Column("offered_for"),
    Column("posts"),
    Column("industry_years", "number"),
    Column("education"),
    Column("reserve", "flag"),
)
FACTS = (
    *(Fact("person_id"), Fact("name", title="field.person_name"), Fact("phone"), Fact("standing", "status")),
    *(Fact("offered_for"), Fact("posts"), Fact("industry_years"), Fact("specialty_years"), Fact("education")),
    *(Fact("reserve", "flag"), Fact("approved_at", "moment"), Fact("exam_passed", "flag"), Fact("left_at", "moment")),
    *(Fact("cause"), Fact("replacement_approved", "flag"), Fact("successor_id", link="/roster/people/{successor_id}")),
)
WORKED = (
    Column("planned_from", "moment", sort=True),
    Column("post"),
    Column("state", "status"),
    Column("arrival", "status"),
    Column("departure", "status"),
)


@page("/roster/people", title="roster.people", group="roster", action="person.read", place=60)
async def people(here: Here) -> None:
    """Everybody on the contract; those who may offer a person do it here."""
    with heading(here.say("roster.people")):
        if here.may("person.register"):
            act(
                *(here, "roster.register", "person.register", "roster", "/people"),
                lambda answer: here.go(f"/roster/people/{answer['person_id']}"),
                fields=_register(here, await choices.posts(here)),
                main=True,
            )
    Table(
        *(here, "roster", "/people", COLUMNS),
        title="roster.people",
        filters=(Filter("standing", choices.of(here, "standing", choices.STANDINGS)),),
        opens="/roster/people/{person_id}",
        sort=("standing", False),
        types=("person-",),
        mark=lambda row: "wait" if row["standing"]["code"] == "offered" else "",
    )


def _register(here: Here, posts: choices.Options) -> tuple[Field, ...]:
    return (
        Field("name", title="field.person_name", most=80),
        Field("phone", most=40),
        Field("posts", "many", required=True, options=posts),
        Field("industry_years", "number", required=True, low=0, high=60),
        Field("specialty_years", "number", required=True, low=0, high=60),
        Field("education", "choice", options=[("", "–"), *choices.of(here, "education", choices.EDUCATION)]),
        Field("reserve", "check"),
        Field("person_id", help="roster.person_id_help", most=80),
    )


@page("/roster/people/{person_id}", title="roster.person", group="roster", action="person.read", listed=False)
async def person(here: Here, person_id: str) -> None:
    """One person, their shifts and leave; the buttons are those of their standing."""
    path = f"/people/{person_id}"
    posts = await choices.posts(here)
    others = await team.choices(here, "approved", "offered") if here.may("person.replace") else ()
    buttons = heading(here.say("roster.person"))

    def decide(found: Shown, offer: Offer) -> None:
        _decide(here, found.body, posts, [one for one in others if one[0] != person_id], offer)

    with box("div", "wb-columns"):
        with box("div", "wb-stack"):
            Thing(here, "roster", path, buttons, FACTS, decide, types=("person-",))
            Table(
                *(here, "roster", "/shifts", WORKED),
                title="roster.shifts",
                heading=True,
                fixed={"person_id": person_id},
                opens="/roster/shifts/{shift_id}",
                sort=("planned_from", True),
                limit=20,
                types=("shift-",),
            )
        timeline(here, "roster", f"person/{person_id}")


def _decide(here: Here, row: Json, posts: choices.Options, others: choices.Options, offer: Offer) -> None:
    standing = row["standing"]["code"]
    wanted = [post["code"] for post in row["posts"] or row["offered_for"]]
    approved = Field("posts", "many", required=True, value=wanted, options=posts)
    offer("roster.approve", "person.approve", "approve", approved, main=standing == "offered")
    if standing == "approved":
        causes = choices.of(here, "cause", choices.CAUSES)
        offer(
            *("roster.replace", "person.replace", "replace"),
            Field("successor_id", "choice", required=True, options=others),
            Field("cause", "choice", required=True, value="resignation", options=causes),
            Field("approved", "check", title="field.replacement_approved"),
        )
    if standing != "left":
        offer("roster.exam", "person.exam", "exam", Field("passed", "check", title="field.exam_passed", value=True))
        offer("roster.leave_contract", "person.leave", "leave-contract")
    name = Field("name", title="field.person_name", value=row["name"], most=80)
    offer("roster.name", "person.name", "name", name, Field("phone", value=row["phone"], most=40))
    if row["name"] or row["phone"]:
        offer("roster.erase_name", "person.forget", "erase-name")
