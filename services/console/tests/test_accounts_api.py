"""Accounts, recoveries, clients, keys and the trail, as programs and pages ask for them."""

import asyncio
from collections.abc import Mapping
from typing import Any

import asyncpg
import httpx
import pytest

from console.accounts import keys
from console.purge import purge
from console.testing import RunningConsole
from console.testing.people import account, newcomer, sign_in


def body(login: str, *roles: str, contract: str = "c-1", **more: Any) -> Mapping[str, Any]:
    return {"login": login, "name": login, "grants": [{"contract": contract, "roles": list(roles)}], **more}


async def post(caller: httpx.AsyncClient, path: str, content: object = None) -> tuple[int, dict[str, Any]]:
    answered = await caller.post(path, json={} if content is None else content)
    return answered.status_code, answered.json() if answered.content else {}


async def test_an_administrator_makes_an_account_and_sees_its_password_once(console: RunningConsole) -> None:
    async with console.caller("admin") as admin, console.browser() as browser:
        status, made = await post(admin, "/v1/accounts", body("zhang", "customer.officer"))
        assert status == 201
        assert (await sign_in(browser, "zhang", made["one_time_password"])).headers["location"] == "/signin/change"
        listed = (await admin.get("/v1/accounts")).text
        assert made["one_time_password"] not in listed
        assert "argon2" not in listed
        assert (await post(admin, "/v1/accounts", body("zhang", "viewer")))[1]["code"] == "login_taken"


@pytest.mark.parametrize(
    ("grants", "kiosk"),
    [
        ([("c-1", ["customer.officer", "contractor.manager"])], False),
        ([("c-1", ["customer.officer"]), ("c-2", ["contractor.manager"])], False),
        ([("c-1", ["admin", "customer.officer"])], False),
        ([("c-1", ["auditor", "customer.finance"])], False),
        ([("c-1", ["service"])], False),
        ([("c-1", ["integration"])], False),
        ([("c-1", ["viewer"]), ("c-1", ["auditor"])], False),
        ([("c-1", ["customer.officer"])], True),
    ],
)
async def test_nobody_holds_roles_that_do_not_go_together(
    console: RunningConsole, grants: list[tuple[str, list[str]]], kiosk: bool
) -> None:
    asked = {"login": "zhang", "name": "Z", "kiosk": kiosk, "grants": [{"contract": c, "roles": r} for c, r in grants]}
    async with console.caller("admin") as admin:
        assert (await post(admin, "/v1/accounts", asked))[1]["code"] == "roles_conflict"
    assert await console.desk.pool.fetchval("select count(*) from accounts") == 0


async def test_one_person_has_one_account(console: RunningConsole) -> None:
    def of(login: str) -> Mapping[str, Any]:
        return {"login": login, "name": login, "grants": [{"contract": "c-1", "roles": ["contractor.engineer"], "person": "P-1"}]}

    async with console.caller("admin") as admin:
        first = (await post(admin, "/v1/accounts", of("zhang")))[1]["account"]["id"]
        assert (await post(admin, "/v1/accounts", of("zhang2")))[1]["code"] == "person_has_account"
        assert (await post(admin, f"/v1/accounts/{first}/close", {"reason": "new one"}))[0] == 200
        assert (await post(admin, "/v1/accounts", of("zhang2")))[0] == 201
        assert (await post(admin, f"/v1/accounts/{first}/reopen", {"reason": "wrong"}))[1]["code"] == "person_has_account"


async def test_closing_and_new_roles_take_effect_at_once_and_are_written_down(console: RunningConsole) -> None:
    id_, password = await account(console, "zhang", "customer.officer")
    async with console.caller("admin", subject="a-9") as admin, console.browser() as browser:
        await sign_in(browser, "zhang", password)
        assert (await browser.get("/account")).status_code == 200
        grants = {"grants": [{"contract": "c-2", "roles": ["customer.head"]}]}
        assert (await post(admin, f"/v1/accounts/{id_}/grants", grants))[0] == 200
        assert (await browser.get("/account")).status_code == 303
        await sign_in(browser, "zhang", password)
        assert (await post(admin, f"/v1/accounts/{id_}/close", {"reason": "left"}))[0] == 200
        assert (await browser.get("/account")).status_code == 303
        assert (await sign_in(browser, "zhang", password)).status_code == 401
        again = (await post(admin, f"/v1/accounts/{id_}/reopen", {"reason": "came back"}))[1]["one_time_password"]
        assert (await sign_in(browser, "zhang", password)).status_code == 401
        assert (await sign_in(browser, "zhang", again)).headers["location"] == "/signin/change"
        lines = (await admin.get("/v1/trail", params={"account": id_})).json()["items"]
    told = [(line["kind"], line["actor"], line["details"].get("because")) for line in lines if line["actor"] == "a-9"]
    assert ("account_closed", "a-9", "left") in told
    assert ("account_reopened", "a-9", "came back") in told
    assert ("roles_granted", "a-9", None) in told


async def test_who_administers_one_contract_reaches_no_other(console: RunningConsole) -> None:
    own, _ = await newcomer(console, "zhang", "customer.officer", contract="c-1")
    other, _ = await newcomer(console, "wang", "customer.officer", contract="c-2")
    async with console.caller("admin", contract="c-1") as admin, console.caller("auditor", contract="c-1") as auditor:
        assert [one["login"] for one in (await admin.get("/v1/accounts")).json()["items"]] == ["zhang"]
        assert (await auditor.get(f"/v1/accounts/{other}")).status_code == 404
        assert (await auditor.get(f"/v1/accounts/{own}")).status_code == 200
        assert (await post(admin, f"/v1/accounts/{other}/close", {"reason": "x"}))[0] == 404
        assert (await post(admin, "/v1/accounts", body("li", "customer.head", contract="c-2")))[0] == 403
        assert (await post(admin, "/v1/accounts", body("li", "viewer", contract="*")))[0] == 403
        grants = {"grants": [{"contract": "c-2", "roles": ["customer.head"]}]}
        assert (await post(admin, f"/v1/accounts/{own}/grants", grants))[0] == 403
        assert (await post(admin, "/v1/keys/replace"))[0] == 403
        seen = {contract for line in (await auditor.get("/v1/trail")).json()["items"] for contract in line["contracts"]}
        assert seen == {"c-1"}
        assert (await post(auditor, f"/v1/accounts/{own}/close", {"reason": "x"}))[0] == 403


async def test_nobody_changes_the_own_account(console: RunningConsole) -> None:
    id_, _ = await newcomer(console, "zhang", "admin", contract="*")
    async with console.caller("admin", subject=id_) as admin:
        for path, content in (
            ("grants", {"grants": [{"contract": "*", "roles": ["customer.leader"]}]}),
            ("close", {"reason": "x"}),
            ("recoveries", {"reason": "x"}),
        ):
            assert (await post(admin, f"/v1/accounts/{id_}/{path}", content))[1]["code"] == "own_account"


async def test_a_forgotten_password_takes_two_people_of_whom_one_is_of_the_party(console: RunningConsole) -> None:
    id_, old = await account(console, "zhang", "contractor.engineer")
    path = f"/v1/accounts/{id_}/recoveries"
    async with (
        console.caller("admin", subject="a-1") as admin,
        console.caller("contractor.manager", contract="c-1", subject="m-1") as manager,
        console.caller("contractor.manager", contract="c-2", subject="m-2") as stranger,
        console.caller("customer.head", contract="c-1", subject="h-1") as customer,
        console.caller("contractor.manager", contract="c-1", subject=id_) as oneself,
        console.caller("contractor.engineer", contract="c-1", subject="e-2") as engineer,
        console.browser() as browser,
    ):
        await sign_in(browser, "zhang", old)
        assert (await post(manager, path, {"reason": "forgot"}))[0] == 403
        proposed = (await post(admin, path, {"reason": "forgot"}))[1]["recovery_id"]
        assert (await post(admin, path, {"reason": "forgot"}))[1]["code"] == "recovery_open"
        confirm = f"/v1/recoveries/{proposed}/confirm"
        assert (await post(admin, confirm))[1]["code"] == "second_person"
        assert (await post(oneself, confirm))[1]["code"] == "second_person"
        assert (await post(customer, confirm))[1]["code"] == "other_party"
        assert (await post(stranger, confirm))[1]["code"] == "other_party"
        assert (await post(engineer, confirm))[1]["code"] == "forbidden"
        assert (await customer.get("/v1/recoveries")).json()["items"] == []
        assert len((await manager.get("/v1/recoveries")).json()["items"]) == 1
        assert (await browser.get("/account")).status_code == 200
        status, made = await post(manager, confirm)
        assert status == 200
        assert (await post(manager, confirm))[0] == 404
        assert (await browser.get("/account")).status_code == 303
        assert (await sign_in(browser, "zhang", old)).status_code == 401
        assert (await sign_in(browser, "zhang", made["one_time_password"])).headers["location"] == "/signin/change"


async def test_an_administrators_password_is_recovered_by_another_administrator(console: RunningConsole) -> None:
    id_, _ = await newcomer(console, "li", "admin", contract="*")
    async with console.caller("admin", subject="a-1") as first, console.caller("admin", subject="a-2") as second:
        proposed = (await post(first, f"/v1/accounts/{id_}/recoveries", {"reason": "forgot"}))[1]["recovery_id"]
        assert (await second.post(f"/v1/recoveries/{proposed}/decline")).status_code == 204
        assert (await post(second, f"/v1/recoveries/{proposed}/confirm"))[0] == 404
        proposed = (await post(first, f"/v1/accounts/{id_}/recoveries", {"reason": "really"}))[1]["recovery_id"]
        assert (await post(second, f"/v1/recoveries/{proposed}/confirm"))[0] == 200


async def test_a_program_gets_tokens_with_either_of_two_secrets_until_they_are_revoked(console: RunningConsole) -> None:
    asked = {"grant_type": "client_credentials"}
    async with (
        console.caller("admin") as admin,
        httpx.AsyncClient(transport=admin._transport, base_url=admin.base_url) as program,
    ):
        made = (await post(admin, "/v1/clients", {"name": "NMS", "contracts": {"c-1": ["integration"]}}))[1]
        id_, first = made["client_id"], made["client_secret"]
        assert first not in (await admin.get("/v1/clients")).text
        shown = await admin.get(f"/v1/clients/{id_}")
        assert (shown.json()["name"], len(shown.json()["secrets"])) == ("NMS", 1)
        assert first not in shown.text
        second = (await post(admin, f"/v1/clients/{id_}/secrets"))[1]["client_secret"]
        assert (await post(admin, f"/v1/clients/{id_}/secrets"))[1]["code"] == "two_secrets"
        granted = await program.post("/oauth/token", data={**asked, "client_id": id_, "client_secret": first})
        principal = await console.app.state.keyring.principal(granted.json()["access_token"])
        assert (principal.subject, dict(principal.contracts)) == (id_, {"c-1": frozenset({"integration"})})
        assert granted.headers["cache-control"] == "no-store"
        assert (await program.post("/oauth/token", data=asked, auth=(id_, second))).status_code == 200
        secrets = (await admin.get("/v1/clients")).json()["items"][0]["secrets"]
        assert (await admin.post(f"/v1/clients/{id_}/secrets/{secrets[0]['id']}/revoke")).status_code == 204
        assert (await program.post("/oauth/token", data=asked, auth=(id_, first))).json() == {"error": "invalid_client"}
        assert (await program.post("/oauth/token", data=asked, auth=(id_, second))).status_code == 200
        assert (await admin.post(f"/v1/clients/{id_}/close")).status_code == 204
        assert (await program.post("/oauth/token", data=asked, auth=(id_, second))).status_code == 401
        assert (await program.post("/oauth/token", data={"grant_type": "password"})).json()["error"] == "unsupported_grant_type"
        kinds = [line["kind"] for line in (await admin.get("/v1/trail")).json()["items"]]
    assert {"token_granted", "token_refused", "secret_added", "secret_revoked", "client_closed"} <= set(kinds)
    kept = str(await console.desk.pool.fetch("select * from client_secrets")) + str(
        await console.desk.pool.fetch("select * from trail")
    )
    assert first not in kept


async def test_guessing_a_clients_secret_is_slowed_down(console: RunningConsole) -> None:
    async with console.browser(origin=None) as program:
        asked = {"grant_type": "client_credentials", "client_id": "client-1", "client_secret": "x"}
        told = [(await program.post("/oauth/token", data=asked)).status_code for _ in range(7)]
    assert told == [401] * 5 + [429] * 2


async def test_after_a_leak_the_old_key_is_nobodys_and_the_new_one_serves(console: RunningConsole) -> None:
    id_, _ = await newcomer(console, "zhang", "customer.officer")
    desk, ring = console.desk, console.app.state.keyring

    async def token() -> str:
        return await keys.sign(desk, id_, {})

    before = await token()
    assert (await ring.principal(before)).subject == id_
    async with console.caller("admin") as admin:
        assert (await admin.post("/v1/keys/replace", json={})).status_code == 201
        published = (await admin.get("/.well-known/jwks.json")).json()["keys"]
    assert len(published) == 1
    assert "d" not in published[0]
    await ring._read()
    assert (await ring.principal(await token())).subject == id_
    with pytest.raises(Exception, match="unauthenticated"):
        await ring.principal(before)


async def test_two_consoles_that_start_at_once_make_one_key(console: RunningConsole) -> None:
    desk = console.desk
    await desk.pool.execute("update signing_keys set withdrawn_at = now(), wrapped = null")
    await asyncio.gather(*(keys.keep(desk) for _ in range(5)))
    assert await desk.pool.fetchval("select count(*) from signing_keys where withdrawn_at is null") == 1


@pytest.mark.parametrize(
    "change", ["update trail set actor = 'x'", "delete from trail", "truncate trail", "select purge_trail(183)"]
)
async def test_the_application_cannot_change_the_trail(console: RunningConsole, change: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await console.desk.pool.execute(change)


async def test_the_owner_removes_what_is_older_than_half_a_year_and_nothing_younger(console: RunningConsole) -> None:
    owner = await asyncpg.connect(console.database.owner_url)
    for days in (182, 184, 400):
        await owner.execute(
            "insert into trail (at, kind, actor, contracts, address, details)"
            " values (now() - $1 * interval '1 day', 'x', $2, '{}', '', '{}')",
            *(days, str(days)),
        )
    await owner.close()
    with pytest.raises(asyncpg.RaiseError, match="183 days"):
        await purge(console.database.owner_url, 182)
    assert await purge(console.database.owner_url, 183) == 2
    assert [one[0] for one in await console.desk.pool.fetch("select actor from trail where kind = 'x'")] == ["182"]
