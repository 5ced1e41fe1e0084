from datetime import timedelta

import pytest

from common.clock import real_now
from common.web.permissions import Role
from console.accounts import keys, sessions, tokens
from console.testing import RunningConsole
from console.visitor import SessionEnded, names_of, pass_of, token_of, visitor_of


async def signed_in(console: RunningConsole, *, kiosk: bool = False, person: str | None = None) -> str:
    """The cookie of somebody at the customer's, straight from the tables."""
    pool = console.desk.pool
    await pool.execute(
        "insert into accounts (id, login, name, past_salt, created_at, created_by)"
        " values ('a-1', 'zhang', 'Zhang', '', now(), 'test')"
    )
    roles = ["viewer"] if kiosk else ["customer.officer"]
    await pool.execute(
        "insert into grants (account_id, contract_id, roles, person_id) values ('a-1', 'c-1', $1, $2)", roles, person
    )
    return await sessions.begin(
        pool, console.desk.settings, "a-1", purpose="work", kiosk=kiosk, address="127.0.0.1", agent="test"
    )


async def test_a_cookie_says_who_visits_and_gets_a_token_that_services_accept(console: RunningConsole) -> None:
    visitor = await visitor_of(console.app.state, await signed_in(console))
    assert visitor is not None
    assert visitor.roles("c-1") == {Role.OFFICER}
    assert visitor.may("slip.sign", "c-1")
    assert not visitor.may("slip.sign", "c-2")
    principal = await console.app.state.keyring.principal(await token_of(console.app.state, visitor))
    assert (principal.subject, principal.contracts) == ("a-1", {"c-1": {Role.OFFICER}})


@pytest.mark.parametrize("cookie", [None, "", "x", "x" * 43, "é"])
async def test_another_cookie_is_nobody(console: RunningConsole, cookie: str | None) -> None:
    await signed_in(console)
    assert await visitor_of(console.app.state, cookie) is None


@pytest.mark.parametrize(
    "end",
    [
        "update sessions set ended_at = now()",
        "update sessions set seen_at = now() - interval '31 minutes'",
        "update sessions set expires_at = now() - interval '1 second'",
        "update accounts set closed_at = now()",
        "delete from grants",
    ],
)
async def test_a_session_that_is_over_gives_no_token(console: RunningConsole, end: str) -> None:
    cookie = await signed_in(console)
    visitor = await visitor_of(console.app.state, cookie)
    assert visitor is not None
    await console.desk.pool.execute(end)
    assert await visitor_of(console.app.state, cookie) is None
    with pytest.raises(SessionEnded):
        await token_of(console.app.state, visitor)


async def test_a_wall_does_not_time_out(console: RunningConsole) -> None:
    cookie = await signed_in(console, kiosk=True)
    await console.desk.pool.execute("update sessions set seen_at = now() - interval '40 days'")
    visitor = await visitor_of(console.app.state, cookie)
    assert visitor is not None
    assert visitor.kiosk


async def test_tokens_and_live_updates_do_not_keep_a_session_alive(console: RunningConsole) -> None:
    visitor = await visitor_of(console.app.state, await signed_in(console))
    assert visitor is not None
    await console.desk.pool.execute("update sessions set seen_at = $1", real_now() - timedelta(minutes=20))
    await token_of(console.app.state, visitor)
    assert await console.desk.pool.fetchval("select seen_at < now() - interval '19 minutes' from sessions")


async def test_who_acted_has_the_name_of_the_account_the_program_or_the_person(console: RunningConsole) -> None:
    await signed_in(console, person="vc-1")
    await console.desk.pool.execute(
        "insert into clients (id, name, contracts, created_at, created_by) values ('client-1', 'NMS', '{}', now(), 'test')"
    )
    asked = ["a-1", "client-1", "vc-1", "policy:propose"]
    assert await names_of(console.app.state, "c-1", asked) == {"a-1": "Zhang", "client-1": "NMS", "vc-1": "Zhang"}
    assert await names_of(console.app.state, "c-2", ["vc-1"]) == {}


async def test_a_token_serves_again_until_roles_or_keys_are_others(console: RunningConsole) -> None:
    visitor = await visitor_of(console.app.state, await signed_in(console))
    assert visitor is not None
    first, now = await pass_of(console.app.state, visitor)
    assert now.roles("c-1") == {Role.OFFICER}
    assert (await pass_of(console.app.state, visitor))[0] == first
    await console.desk.pool.execute("update grants set roles = '{viewer}'")
    second, now = await pass_of(console.app.state, visitor)
    assert second != first
    assert now.roles("c-1") == {Role.VIEWER}
    principal = await console.app.state.keyring.principal(second)
    assert principal.contracts == {"c-1": {Role.VIEWER}}
    await keys.replace_now(console.desk)
    assert await token_of(console.app.state, visitor) != second


async def test_a_token_is_made_anew_at_half_of_its_life(monkeypatch: pytest.MonkeyPatch) -> None:
    made, known, noon = iter("abc"), tokens.Tokens(), real_now()

    async def at(minutes: float) -> str:
        async def sign() -> str:
            return next(made)

        monkeypatch.setattr(tokens, "real_now", lambda: noon + timedelta(minutes=minutes))
        return await known.of("a-1", timedelta(minutes=5), sign)

    assert [await at(minutes) for minutes in (0, 2.4, 2.5, 4.9, 5)] == ["a", "a", "b", "b", "c"]
