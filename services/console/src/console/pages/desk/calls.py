"""来电: every call with how long it rang, and those who log them."""

from console.pages.desk import choices
from console.shell.cells import Column
from console.shell.form import Field, act
from console.shell.here import Here
from console.shell.page import page
from console.shell.parts import heading
from console.shell.table import Filter, Table

COLUMNS = (
    Column("rang_at", "moment", sort=True),
    Column("state", "status"),
    Column("waited_seconds", "number"),
    Column("about", wide=True),
    Column("answered_at", "clock"),
    Column("ended_at", "clock"),
    Column("logged_by_name", title="field.logged_by"),
)
CALL = (
    Field("rang_at", "moment", help="desk.now_if_empty"),
    Field("answered_at", "moment"),
    Field("ended_at", "moment"),
    Field("about", "long", most=4000),
)


@page("/desk/calls", title="desk.calls", group="desk", action="call.read", place=20)
async def calls(here: Here) -> None:
    """The call log, missed calls marked."""

    async def again(_answer: object) -> None:
        await table.refresh()

    with heading(here.say("desk.calls")):
        act(here, "desk.log_call", "call.log", "tickets", "/calls", again, fields=CALL, main=True)
    table = Table(
        *(here, "tickets", "/calls", COLUMNS),
        title="desk.calls",
        sort=("rang_at", True),
        filters=(Filter("state", choices.of(here, "call", choices.CALL_STATES)),),
        opens="/desk/calls/{id}",
        types=("call-",),
        exact=True,
        names=("logged_by",),
        mark=lambda row: "bad" if row["state"]["code"] == "missed" else "",
    )
