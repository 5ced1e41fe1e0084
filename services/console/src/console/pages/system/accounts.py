"""账号: who may sign in, with which roles; made, closed and recovered by administrators."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from nicegui import ui

from console.accounts.grants import PEOPLE
from console.pages.system.granting import by_contract, options, words_of
from console.remote import Shown
from console.remote.peers import CONSOLE
from console.shell.cells import Column
from console.shell.form import Field, act
from console.shell.here import Here
from console.shell.html import box, text
from console.shell.once import once
from console.shell.page import page
from console.shell.parts import Fact, heading
from console.shell.table import Filter, Table
from console.shell.thing import Offer, Thing

Json = dict[str, Any]

LONG_MILLISECONDS = 10_000
"""How long a sentence stands that says what somebody else has to do now."""

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
        act(*create, partial(_handed, here), fields=_new(here), shape=_granted, main=True)
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
    Thing(
        *(here, CONSOLE, f"/v1/accounts/{account_id}", heading(here.say("account.one"))),
        lambda found: (_shown(here, found.body), FACTS),
        partial(_decide, here),
        more=partial(_grants, here),
    )


def _decide(here: Here, found: Shown, offer: Offer) -> None:
    row, reason = found.body, Field("reason", required=True)
    if row["closed_at"]:
        offer("account.reopen", "account.reopen", "reopen", reason, done=partial(_handed, here))
        return
    if row["id"] == here.visitor.account:
        return  # somebody else decides about one's own account
    _grant(here, row, offer)
    offer("account.unlock", "account.unlock", "unlock")
    offer("account.recover", "account.propose_recovery", "recoveries", reason, done=partial(_asked_for, here))
    offer("account.sign_out", "account.close", "sign-out")
    offer("account.close", "account.close", "close", reason)


def _grant(here: Here, row: Json, offer: Offer) -> None:
    """Roles under another contract."""
    held = {grant["contract"] for grant in row["grants"]}
    others = [one for one in by_contract(here) if one[0] not in held]
    if others:
        offer(
            *("account.grant", "account.grant", "grants"),
            Field("contract", "choice", required=True, options=others),
            *_roles(here, row),
            shape=lambda given: {"grants": [*row["grants"], given | {"person": given.get("person")}]},
        )


def _grants(here: Here, found: Shown, offer: Offer) -> None:
    """The roles under each contract, each to be changed or taken back; nobody changes their own."""
    row = found.body
    text("h2", here.say("account.grants"))
    with box("ul", "wb-lines"):
        for grant in row["grants"]:
            with box("li", "wb-line"):
                text("span", "、".join(words_of(here, [(grant["contract"], grant["roles"])])))
                text("span", grant["person"] or "", "wb-muted")
                if row["closed_at"] is None and row["id"] != here.visitor.account:
                    _change(here, row, grant, offer)


def _change(here: Here, row: Json, grant: Json, offer: Offer) -> None:
    others = [one for one in row["grants"] if one is not grant]

    def changed(given: Json) -> Json:
        return {"grants": [*others, {"contract": grant["contract"], **given}]}

    roles = _roles(here, row, grant["roles"], grant["person"])
    offer("account.change_roles", "account.grant", "grants", *roles, shape=changed)
    if others:
        offer("account.take_back", "account.grant", "grants", fixed={"grants": others})


def _roles(here: Here, row: Json, held: Sequence[str] = (), person: str | None = None) -> tuple[Field, ...]:
    offered = [one for one in options(here, PEOPLE) if one[0] == "viewer"] if row["kiosk"] else options(here, PEOPLE)
    return (
        Field("roles", "many", required=True, value=list(held), options=offered, help="account.roles_help"),
        Field("person", title="field.person_id", value=person, help="account.person_help", most=80),
    )


def _new(here: Here) -> tuple[Field, ...]:
    return (
        Field("login", required=True, most=64, help="account.login_help"),
        Field("name", required=True),
        Field("contract", "choice", required=True, value=here.contract.id, options=by_contract(here)),
        Field("role", "choice", required=True, options=options(here, PEOPLE)),
        Field("person_id", help="account.person_help"),
        Field("kiosk", "check"),
    )


def _granted(body: Json) -> Json:
    """The route's body: one grant of one role; more are given afterwards."""
    grant = {"contract": body["contract"], "roles": [body["role"]], "person": body.get("person_id")}
    return {"login": body["login"], "name": body["name"], "kiosk": body["kiosk"], "grants": [grant]}


def _asked_for(here: Here, _answer: Json) -> None:
    """Says whose turn it is: nothing of the account has changed yet."""
    with here.client:
        ui.notify(here.say("recovery.asked"), type="info", timeout=LONG_MILLISECONDS)


def _handed(here: Here, made: Json) -> None:
    """The password, once; then the account it belongs to."""
    account, password = made["account"], made["one_time_password"]
    lines = (
        (here.say("field.login"), account["login"]),
        (here.say("account.password"), password or here.say("account.elsewhere")),
    )
    once(here, "account.once", lines, then=lambda: here.go(f"/system/accounts/{account['id']}"))


def _shown(here: Here, row: Json) -> Json:
    roles = words_of(here, ((grant["contract"], grant["roles"]) for grant in row["grants"]))
    code = "left" if row["closed_at"] else "approved"
    words = here.say("account.closed" if row["closed_at"] else "account.open")
    return {**row, "roles": roles, "standing": {"code": code, "zh": words, "en": words}}
