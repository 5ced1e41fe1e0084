from datetime import timedelta

from common.clock import real_now
from common.kernel import Kernel
from common.ledger.appending import Append, NewEvent, append_group
from common.ledger.verify import verify
from common.testing.kernels import MORNING, meta
from common.testing.lamps import LAMP, Light
from common.texts import digest_of


async def test_a_text_is_found_by_a_digest_that_nobody_can_guess(kernel: Kernel) -> None:
    one, two = [await kernel.texts.keep("c1", "张某迟到") for _ in range(2)]
    assert one != two
    assert await kernel.texts.read("c1", [one, None, "text:unknown"]) == {one: "张某迟到"}
    assert await kernel.texts.read("c2", [one]) == {}
    salt = await kernel.pool.fetchval("select salt from texts where digest = $1", one)
    assert digest_of(salt, "张某迟到") == one


async def test_an_erased_text_is_gone_and_the_chain_still_holds(kernel: Kernel) -> None:
    digest = await kernel.texts.keep("c1", "张某迟到")
    await kernel.handler.handle("c1", LAMP, digest, Light(MORNING), meta())
    assert await kernel.texts.erase("c1", digest)
    assert not await kernel.texts.erase("c1", digest)
    assert await kernel.texts.read("c1", [digest]) == {digest: None}
    assert await kernel.pool.fetchval("select count(*) from texts where salt is not null or body is not null") == 0
    assert (await verify(kernel.pool, "c1")).sound


async def test_only_old_texts_that_no_event_names_are_swept(kernel: Kernel) -> None:
    named, orphan = [await kernel.texts.keep("c1", text) for text in ("kept", "orphan")]
    await _mention(kernel, named)
    assert await kernel.texts.sweep() == 0
    assert await kernel.texts.sweep(real_now() + timedelta(days=2)) == 1
    assert set(await kernel.texts.read("c1", [named, orphan])) == {named}
    assert await kernel.texts.sweep(real_now() + timedelta(days=2)) == 0


async def _mention(kernel: Kernel, digest: str) -> None:
    """An event whose payload names the text."""
    event = NewEvent(None, "note/1", "dimmed", 1, f'{{"percent": 1, "text": "{digest}"}}')
    append = Append("c1", "note", b"", real_now(), "tester", "r", None, MORNING, (event,))
    async with kernel.ledger.connection() as connection:
        await append_group(connection, [append])
