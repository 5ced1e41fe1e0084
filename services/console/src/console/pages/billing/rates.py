"""利率: the one-year loan prime rate at signing, on which interest for late payment rests (clause 9.2)."""

from typing import Any

from console.shell.cells import Column
from console.shell.form import Field, act
from console.shell.here import Here
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import heading
from console.shell.table import plain_rows

Json = dict[str, Any]

COLUMNS = (
    Column("percent", "number"),
    Column("published_on", "day"),
    Column("source_document", wide=True),
    Column("example", "flag"),
)


@page("/billing/rates", title="billing.rates", group="billing", action="contract.read", place=60)
async def rates(here: Here) -> None:
    """The rates that were entered; the last one is in force. Until there is one, interest is refused."""

    async def again(_answer: Json) -> None:
        await panel.refresh()

    async def load() -> list[Json]:
        return list((await here.remote.get("billing", "/reference-rates"))["items"])

    with heading(here.say("billing.rates"), note=here.say("billing.rates_note")):
        act(
            *(here, "billing.set_rate", "rate.set", "billing", "/reference-rates", again),
            fields=(
                Field("percent", required=True, most=7, help="billing.percent_help"),
                Field("published_on", "day", required=True),
                Field("source_document", required=True),
                Field("example", "check"),
            ),
            main=True,
        )
    panel = Panel(
        *(here, "", load, lambda rows: plain_rows(here, "billing.rates", COLUMNS, rows)),
        services=("billing",),
        types=("reference-rate-",),
        classes="is-list",
    )
