"""One ticket: what it is, who works on it, what may be done next."""

from typing import Any

from console.pages.desk import people
from console.shell.form import Field, act
from console.shell.here import Here
from console.shell.html import box
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import Fact, facts, heading, timeline

Json = dict[str, Any]

FACTS = (
    *(Fact("kind"), Fact("state", "status"), Fact("urgent", "flag"), Fact("description"), Fact("opened_at", "moment")),
    *(Fact("opened_by"), Fact("wanted_post"), Fact("person_id"), Fact("post"), Fact("dispatched_at", "moment")),
    *(Fact("resolved_at", "moment"), Fact("note"), Fact("closed_at", "moment"), Fact("reopened"), Fact("reopen_reason")),
    *(Fact("fault_id", link="/inspection/faults/{fault_id}"), Fact("meeting_id", link="/desk/meetings/{meeting_id}")),
)


@page("/desk/tickets/{ticket_id}", title="desk.ticket", group="desk", action="ticket.read", listed=False)
async def ticket(here: Here, ticket_id: str) -> None:
    """The ticket with its timeline; the buttons are those that its state and the visitor's role allow."""
    path = f"/tickets/{ticket_id}"
    buttons = heading(here.say("desk.ticket"))

    async def load() -> tuple[Any, list[tuple[str, str]]]:
        shown = await here.remote.show("tickets", path)
        dispatching = shown.body["state"]["code"] in ("opened", "dispatched") and here.may("ticket.dispatch")
        return shown, await people.on_duty(here) if dispatching else []

    def show(found: tuple[Any, list[tuple[str, str]]]) -> None:
        shown, duty = found
        facts(here, shown.body, FACTS)
        buttons.clear()
        with buttons:
            _buttons(here, path, shown.body["state"]["code"], shown.etag, duty, panel)

    with box("div", "wb-columns"):
        panel = Panel(here, "", load, show, services=("tickets",), types=("ticket-", "urgent-"))
        timeline(here, "tickets", f"ticket/{ticket_id}")


def _buttons(here: Here, path: str, state: str, etag: str | None, duty: list[tuple[str, str]], panel: Panel) -> None:
    async def again(_answer: Json) -> None:
        await panel.refresh()

    def button(words: str, action: str, verb: str, *fields: Field, main: bool = False) -> None:
        act(
            *(here, words, action, "tickets", f"{path}/{verb}", again),
            fields=fields,
            etag=etag,
            changed=panel.refresh,
            main=main,
        )

    if state in ("opened", "dispatched"):
        suggested = ("", here.say("desk.suggested"))
        button("desk.dispatch", "ticket.dispatch", "dispatch", Field("person_id", "choice", options=[suggested, *duty]))
    if state == "dispatched":
        button("desk.resolve", "ticket.resolve", "resolve", Field("note", "long", most=4000), main=True)
    if state == "resolved":
        button("desk.close", "ticket.close", "close", main=True)
    if state in ("resolved", "closed"):
        button("desk.reopen", "ticket.reopen", "reopen", Field("reason", "long", required=True))
