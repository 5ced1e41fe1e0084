"""重点保障: the customer orders more people for a time (A1 2.x.3)."""

from console.pages.roster import choices
from console.shell.cells import Column
from console.shell.form import Field, act
from console.shell.here import Here
from console.shell.page import page
from console.shell.parts import heading
from console.shell.table import Filter, Table

COLUMNS = (
    Column("starts_at", "moment", sort=True),
    Column("ends_at", "moment"),
    Column("post"),
    Column("minimum", "number"),
    Column("number_missing", "flag"),
    Column("reason", wide=True),
    Column("ordered_by_name", title="field.ordered_by"),
)


@page("/roster/key-periods", title="roster.key_periods", group="roster", action="key_period.read", place=90)
async def key_periods(here: Here) -> None:
    """Every order, the latest first; who may order does it here."""
    posts = await choices.posts(here)

    async def again(_answer: object) -> None:
        await table.refresh()

    with heading(here.say("roster.key_periods")):
        act(
            *(here, "roster.order", "key_period.order", "roster", "/key-periods", again),
            fields=(
                Field("post", "choice", required=True, options=posts),
                Field("minimum", "number", low=1, high=100, help="roster.minimum_help"),
                Field("starts_at", "moment", required=True),
                Field("ends_at", "moment", required=True),
                Field("reason", "long", most=4000),
            ),
            main=True,
        )
    table = Table(
        *(here, "roster", "/key-periods", COLUMNS),
        title="roster.key_periods",
        filters=(Filter("post", posts),),
        sort=("starts_at", True),
        types=("key-period-",),
        names=("ordered_by",),
        mark=lambda row: "warn" if row["number_missing"] else "",
    )
