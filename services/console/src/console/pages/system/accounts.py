"""账号: who may sign in, with which roles; made, closed and recovered by administrators."""

from typing import Any

from nicegui import ui

from common.web.permissions import Role
from console.accounts.grants import PEOPLE
from console.remote.peers import CONSOLE
from console.shell.cells import Column
from console.shell.form import Field, act
from console.shell.here import Here
from console.shell.html import box, text
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import Fact, facts, heading
from console.shell.table import Filter, Table
from console.signin.words import ROLES

Json = dict[str, Any]

COLUMNS = (
    Column("login"),
    Column("name"),
    Column("roles", wide=True),
    Column("signed_in_at", "moment"),
    Column("standing", "status"),
)
FACTS = (
    *(Fact("login"), Fact("name"), Fact("roles"), Fact("standing", "status"), Fact("kiosk", "flag")),
    *(Fact("created_at", "moment"), Fact("signed_in_at", "moment"), Fact("password_at", "moment")),
    *(Fact("closed_at", "moment"), Fact("closed_because")),
)


@page("/system/accounts", title="system.accounts", group="system", action="account.read", place=60)
async def accounts(here: Here) -> None:
    """Every account this administrator or auditor may see."""
    with heading(here.say("system.accounts")):
        create = (here, "account.new", "account.create", CONSOLE, "/v1/accounts")
        act(*create, lambda made: _once(here, made["one_time_password"]), fields=_new(here), shape=_granted, main=True)
    Table(
        *(here, CONSOLE, "/v1/accounts", COLUMNS),
        title="system.accounts",
        filters=(Filter("closed", (("false", here.say("account.open")), ("true", here.say("account.closed")))),),
        opens="/system/accounts/{id}",
        shape=lambda row: _shown(here, row),
    )


@page("/system/accounts/{account_id}", title="system.accounts", group="system", action="account.read", listed=False)
async def account(here: Here, account_id: str) -> None:
    """One account; what is decided about it stays in the trail."""
    path = f"/v1/accounts/{account_id}"
    buttons = heading(here.say("account.one"))

    async def again(_answer: Json) -> None:
        await panel.refresh()

    def show(row: Json) -> None:
        facts(here, _shown(here, row), FACTS)
        buttons.clear()
        reason = (Field("reason", required=True),)
        with buttons:
            if row["closed_at"]:
                act(here, "account.reopen", "account.reopen", CONSOLE, f"{path}/reopen", again, fields=reason)
                return
            act(here, "account.unlock", "account.unlock", CONSOLE, f"{path}/unlock", again)
            act(here, "account.recover", "account.propose_recovery", CONSOLE, f"{path}/recoveries", again, fields=reason)
            act(here, "account.sign_out", "account.close", CONSOLE, f"{path}/sign-out", again)
            act(here, "account.close", "account.close", CONSOLE, f"{path}/close", again, fields=reason)

    panel = Panel(here, "", lambda: here.remote.get(CONSOLE, path), show)


def _new(here: Here) -> tuple[Field, ...]:
    contracts = [(one.id, one.title(here.language)) for one in here.contracts]
    roles = [(role.value, _role(here, role.value)) for role in sorted(PEOPLE)]
    return (
        Field("login", required=True, most=64, help="account.login_help"),
        Field("name", required=True),
        Field("contract", "choice", required=True, value=here.contract.id, options=contracts),
        Field("role", "choice", required=True, options=roles),
        Field("person_id", help="account.person_help"),
        Field("kiosk", "check"),
    )


def _granted(body: Json) -> Json:
    """The route's body: one grant of one role; more are given afterwards."""
    grant = {"contract": body["contract"], "roles": [body["role"]], "person": body.get("person_id")}
    return {"login": body["login"], "name": body["name"], "kiosk": body["kiosk"], "grants": [grant]}


def _once(here: Here, password: str | None) -> None:
    """Shows a password that is shown only here and now."""
    with here.client.content, ui.dialog(value=True) as dialog, box("div", "wb-dialog"):
        text("h2", here.say("account.once"))
        text("p", password or here.say("account.elsewhere"), "wb-mono wb-secret")
        text("button", here.say("close"), "wb-button").props("type=button").on("click", dialog.close)


def _role(here: Here, role: str) -> str:
    return ROLES[Role(role)][1 if here.language == "en" else 0]


def _shown(here: Here, row: Json) -> Json:
    roles = [f"{grant['contract']}: {_role(here, role)}" for grant in row["grants"] for role in grant["roles"]]
    code = "left" if row["closed_at"] else "approved"
    words = here.say("account.closed" if row["closed_at"] else "account.open")
    return {**row, "roles": roles, "standing": {"code": code, "zh": words, "en": words}}
