"""口令重置确认: a forgotten password needs a second person of the account's party, who hands the new one over (A6 §1)."""

from functools import partial
from typing import Any

from console.remote.peers import CONSOLE
from console.shell.form import act
from console.shell.here import Here
from console.shell.html import box, text
from console.shell.once import once
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import Fact, facts, heading

Json = dict[str, Any]

FACTS = (
    *(Fact("account_name", title="field.account"), Fact("reason"), Fact("proposed_at", "moment", title="recovery.proposed_at")),
    Fact("proposed_by_name", title="recovery.proposed_by"),
)


@page("/system/recoveries", title="system.recoveries", group="system", action="account.confirm_recovery", place=66)
async def recoveries(here: Here) -> None:
    """The proposals that this person may decide: those of their own party which somebody else made, about somebody else."""
    heading(here.say("system.recoveries"), note=here.say("recovery.note"))

    async def load() -> list[Json]:
        return await here.named((await here.remote.get(CONSOLE, "/v1/recoveries"))["items"], ["proposed_by"])

    def show(rows: list[Json]) -> None:
        if not rows:
            text("p", here.say("recovery.nothing"), "wb-empty")
        for row in rows:
            with box("section", "wb-stack"):
                facts(here, row, FACTS)
                with box("div", "wb-actions"):
                    _buttons(here, f"/v1/recoveries/{row['id']}", panel)

    panel = Panel(here, "", load, show)


def _buttons(here: Here, path: str, panel: Panel) -> None:
    async def again(_answer: Json) -> None:
        await panel.refresh()

    async def confirmed(answer: Json) -> None:
        once(here, "account.once", [(here.say("account.password"), answer["one_time_password"])])
        await panel.refresh()

    deciding = partial(act, here, action="account.confirm_recovery", service=CONSOLE)
    deciding(words="recovery.confirm", path=f"{path}/confirm", done=confirmed, main=True)
    deciding(words="recovery.decline", path=f"{path}/decline", done=again)
