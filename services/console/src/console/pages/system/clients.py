"""接口账号: programs that ask the services, each with secrets of its own that are shown once."""

from functools import partial
from typing import Any

from console.accounts.grants import MACHINES
from console.pages.system.granting import by_contract, options, words_of
from console.remote import Shown
from console.remote.peers import CONSOLE
from console.shell import shown
from console.shell.cells import Column
from console.shell.form import Field, act
from console.shell.here import Here
from console.shell.html import box, status, text
from console.shell.once import once
from console.shell.page import page
from console.shell.parts import Fact, heading
from console.shell.status import Kind
from console.shell.table import Table
from console.shell.thing import Offer, Thing

Json = dict[str, Any]

COLUMNS = (
    *(Column("name"), Column("id", title="client.id"), Column("roles", wide=True), Column("created_at", "moment")),
    Column("standing", "status"),
)
FACTS = (
    *(Fact("name"), Fact("id", title="client.id"), Fact("roles"), Fact("standing", "status")),
    *(Fact("created_at", "moment"), Fact("closed_at", "moment")),
)
MOST_SECRETS = 2


@page("/system/clients", title="system.clients", group="system", action="client.read", place=63)
async def clients(here: Here) -> None:
    """Every program that may ask the services; an administrator lets another one in."""
    with heading(here.say("system.clients"), note=here.say("client.note")):
        act(
            *(here, "client.new", "client.manage", CONSOLE, "/v1/clients", partial(_handed, here)),
            fields=(
                Field("name", required=True),
                Field("contract", "choice", required=True, value=here.contract.id, options=by_contract(here)),
                Field("roles", "many", required=True, options=options(here, MACHINES)),
            ),
            shape=lambda given: {"name": given["name"], "contracts": {given["contract"]: given["roles"]}},
            main=True,
        )
    Table(
        *(here, CONSOLE, "/v1/clients", COLUMNS),
        title="system.clients",
        opens="/system/clients/{id}",
        shape=partial(_shown, here),
    )


@page("/system/clients/{client_id}", title="system.clients", group="system", action="client.read", listed=False)
async def client(here: Here, client_id: str) -> None:
    """One program with its secrets: a second one is made before the first is withdrawn, so that nothing stops between."""
    buttons = heading(here.say("client.one"))
    Thing(
        *(here, CONSOLE, f"/v1/clients/{client_id}", buttons),
        lambda found: (_shown(here, found.body), FACTS),
        partial(_decide, here),
        more=partial(_secrets, here),
    )


def _decide(here: Here, found: Shown, offer: Offer) -> None:
    row = found.body
    if row["closed_at"]:
        return
    if len(row["secrets"]) < MOST_SECRETS:
        offer("client.add_secret", "client.manage", "secrets", done=partial(_handed, here))
    offer("client.close", "client.manage", "close")


def _secrets(here: Here, found: Shown, offer: Offer) -> None:
    text("h2", here.say("client.secrets"))
    valid = [] if found.body["closed_at"] else found.body["secrets"]
    if not valid:
        text("p", here.say("client.no_secret"), "wb-muted")
    with box("ul", "wb-lines"):
        for one in valid:
            used = shown.local(one["used_at"], here.contract.zone)
            made = shown.moment(shown.local(one["created_at"], here.contract.zone), here.language)
            kind: Kind = "good" if used else "wait"
            with box("li", "wb-line"):
                text("span", here.say("client.made_at", at=made))
                status(
                    here.say("client.used_at", at=shown.moment(used, here.language)) if used else here.say("client.unused"), kind
                )
                offer("client.revoke", "client.manage", f"secrets/{one['id']}/revoke")


def _handed(here: Here, made: Json) -> None:
    """The secret, once; then the client it belongs to."""
    lines = ((here.say("client.id"), made["client_id"]), (here.say("client.secret"), made["client_secret"]))
    once(here, "client.once", lines, then=lambda: here.go(f"/system/clients/{made['client_id']}"))


def _shown(here: Here, row: Json) -> Json:
    code, words = ("left", "account.closed") if row["closed_at"] else ("approved", "account.open")
    standing = {"code": code, "zh": here.say(words), "en": here.say(words)}
    return {**row, "roles": words_of(here, row["contracts"].items()), "standing": standing}
