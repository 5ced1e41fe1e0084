"""Private keys in the database: encrypted, carried over from where they lay open, under one secret and then another."""

import base64
from collections.abc import Iterator
from pathlib import Path
from secrets import token_urlsafe

import asyncpg
import orjson
import pytest
from joserfc.jwk import OKPKey

from common.settings import SettingsError
from common.testing.plugin import MakeDatabase
from common.testing.servers import Database
from common.web.signing import make_key
from console.accounts import keys
from console.accounts.wrapping import CannotUnwrap, Wrapping
from console.new_keys import renew
from console.testing import RunningConsole, console_on, migrated


def secret_file(folder: Path, *secrets: str) -> Path:
    """A file with these secrets, one a line."""
    file = folder / f"{token_urlsafe(6)}.key"
    file.write_text("".join(f"{secret}\n" for secret in secrets or (token_urlsafe(32),)), encoding="ascii")
    return file


async def everything(database: Database) -> str:
    """Every row of every table, as a dump has it."""
    owner = await asyncpg.connect(database.owner_url)
    try:
        tables = await owner.fetch("select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = 'public'")
        return "\n".join([row[0] for table in tables for row in await owner.fetch(f"select t::text from {table[0]} t")])  # noqa: S608
    finally:
        await owner.close()


async def private_half(console: RunningConsole) -> str:
    """The `d` of the key that signs."""
    one = (await keys._all(console.desk.pool))[0]
    return str(console.desk.wrapping.unwrap(one.kid, one.wrapped).as_dict(private=True)["d"])


def forms(secret: str) -> Iterator[str]:
    """How 32 bytes may be written down."""
    raw = base64.urlsafe_b64decode(secret + "=")
    yield from (secret, base64.b64encode(raw).decode().rstrip("="), raw.hex())


async def test_a_dump_of_the_database_holds_no_key_that_signs(console: RunningConsole) -> None:
    dump, secret = await everything(console.database), await private_half(console)
    assert "console:" in dump
    for form in forms(secret):
        assert form not in dump


async def test_keys_that_lay_open_are_wrapped_at_the_start_and_go_on_signing(database: MakeDatabase, tmp_path: Path) -> None:
    stored, old = await database("console", migrated), make_key("console:old")
    owner = await asyncpg.connect(stored.owner_url)
    await owner.execute(
        "insert into signing_keys (kid, private_jwk, created_at, signs_from) values ('console:old', $1, now(), now())",
        orjson.dumps(old.as_dict(private=True)).decode(),
    )
    await owner.close()
    secret = str(old.as_dict(private=True)["d"])
    assert secret in await everything(stored)
    async with console_on(stored, tmp_path) as console:
        assert secret not in await everything(stored)
        token = await keys.sign(console.desk, "a-1", {})
        assert (await console.app.state.keyring.principal(token)).subject == "a-1"
        assert [one.kid for one in await keys._all(console.desk.pool)] == ["console:old"]
        assert await private_half(console) == secret


async def test_one_secret_is_put_before_another_and_the_old_line_can_go(database: MakeDatabase, tmp_path: Path) -> None:
    stored, first, second = await database("console", migrated), token_urlsafe(32), token_urlsafe(32)
    files = [secret_file(tmp_path, *lines) for lines in ((first,), (second, first), (second,))]
    kids, halves, wrapped = set(), set(), []
    for file in files:
        async with console_on(stored, tmp_path, wrapping_file=file) as console:
            one = (await keys._all(console.desk.pool))[0]
            kids.add(one.kid)
            halves.add(await private_half(console))
            wrapped.append(one.wrapped)
    assert (len(kids), len(halves)) == (1, 1)
    assert wrapped[0] != wrapped[1] == wrapped[2]


async def test_a_console_with_another_secret_says_so_and_does_not_start(database: MakeDatabase, tmp_path: Path) -> None:
    stored = await database("console", migrated)
    async with console_on(stored, tmp_path):
        pass
    with pytest.raises(
        SettingsError, match=r"WATCHBILL_CONSOLE_WRAPPING_FILE: none of its secrets opens the signing key console:"
    ):
        async with console_on(stored, tmp_path):
            pass


async def test_who_lost_the_secret_begins_anew_with_another_key(database: MakeDatabase, tmp_path: Path) -> None:
    stored, file = await database("console", migrated), secret_file(tmp_path)
    async with console_on(stored, tmp_path) as console:
        lost = await keys.sign(console.desk, "a-1", {})
        shared, own = console.desk.shared, console.desk.settings.model_copy(update={"wrapping_file": file})
    kid = await renew(shared, own)
    async with console_on(stored, tmp_path, wrapping_file=file) as console:
        assert [one.kid for one in await keys._all(console.desk.pool)] == [kid]
        with pytest.raises(Exception, match="unauthenticated"):
            await console.app.state.keyring.principal(lost)
        assert await console.desk.pool.fetchval("select actor from trail where kind = 'keys_replaced'") == "console"


async def test_a_key_that_is_over_or_withdrawn_is_forgotten(console: RunningConsole) -> None:
    await console.desk.pool.execute("update signing_keys set signs_from = now() - interval '31 days'")
    await keys.keep(console.desk)  # or the console's own upkeep, a moment before
    first = (await keys._all(console.desk.pool))[0].kid
    await console.desk.pool.execute("update signing_keys set signs_from = now() - interval '1 hour' where kid = $1", first)
    await keys.keep(console.desk)
    assert [one.kid for one in await keys._all(console.desk.pool)] == [first]
    await keys.replace_now(console.desk)
    assert await console.desk.pool.fetchval("select count(*) from signing_keys where wrapped is not null") == 1
    assert await console.desk.pool.fetchval("select count(*) from signing_keys") == 3


def test_a_key_in_another_ones_place_or_changed_by_a_hand_is_refused(tmp_path: Path) -> None:
    wrapping = Wrapping.of(secret_file(tmp_path))
    wrapped = wrapping.wrap(make_key("console:a"))
    assert isinstance(wrapping.unwrap("console:a", wrapped), OKPKey)
    head, middle, start, body, tag = wrapped.split(".")
    changed = body[:-2] + ("AA" if body[-2:] != "AA" else "BB")
    for kid, content in (
        ("console:b", wrapped),
        ("console:a", f"{head}.{middle}.{start}.{changed}.{tag}"),
        ("console:a", "nonsense"),
        ("console:a", ""),
    ):
        with pytest.raises(CannotUnwrap, match=kid):
            wrapping.unwrap(kid, content)


@pytest.mark.parametrize("content", ["", "short", "x" * 43 + "!", base64.b64encode(bytes(31)).decode(), "\u00e9" * 43])
def test_a_file_without_such_a_secret_is_named_and_what_is_in_it_is_not(tmp_path: Path, content: str) -> None:
    file = tmp_path / "wrapping.key"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match="WATCHBILL_CONSOLE_WRAPPING_FILE") as told:
        Wrapping.of(file)
    assert not content or content not in str(told.value)
    for missing in (None, tmp_path / "nowhere"):
        with pytest.raises(SettingsError, match="WATCHBILL_CONSOLE_WRAPPING_FILE"):
            Wrapping.of(missing)


def test_what_openssl_makes_is_taken(tmp_path: Path) -> None:
    raw = bytes(range(224, 256))
    both = (base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode().rstrip("="))
    assert Wrapping.of(secret_file(tmp_path, both[0])).first == Wrapping.of(secret_file(tmp_path, both[1])).first
