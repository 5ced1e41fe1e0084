"""The sample contract (示例合同): on the first start it is played in through the APIs, up to the present moment.

Its services run on virtual time while it is played. Only afterwards, on the clock of the wall again, is the real
contract activated: no instance ever has both a driven clock and a real contract.
"""

import os
from collections.abc import Callable
from datetime import date

from common.clock import real_now
from common.ledger.pool import open_pool
from common.ledger.verify import contracts
from watchbill.instance import Instance
from watchbill.sample.record import Record, journal_file
from watchbill.stage.desk import Unexpected
from watchbill.stage.scene import ZONE
from watchbill.words import Say

CONTRACT = "sample"


async def start_with_sample(instance: Instance, say: Callable[[Say], object]) -> None:
    """Starts the services. On a first start the sample is played before; one that was interrupted is played on.

    A sample that cannot be finished is given up with a warning: it never keeps the real contract from starting.
    """
    today = await _day_to_play(instance, say)
    if today is None:
        await instance.start_services()
        return
    await instance.start_services("virtual")
    await _play(instance, today, say)
    if instance.clock != "virtual":
        say(
            Say(
                "示例已到当前时刻, 各服务改用系统时间重新启动。",
                "The sample is at the present; services restart on real time.",
            )
        )
        await instance.stop_services()
        await instance.start_services()


async def _play(instance: Instance, today: date, say: Callable[[Say], object]) -> None:
    from watchbill.sample.playing import play_sample  # noqa: PLC0415  (the terms' code is needed on a first start only)

    say(
        Say(
            "首次启动: 演绎示例合同 sample (EMPTY=1 不演绎)…",
            "First start: playing the sample contract (EMPTY=1 leaves it out) …",
        )
    )
    try:
        await play_sample(instance, today, say)
    except Unexpected as unexpected:
        Record(today, "given_up").keep(instance.place)
        say(Say(f"示例未能演绎完: {unexpected.args[0]}", f"The sample could not be finished: {unexpected.args[0]}"))


async def _day_to_play(instance: Instance, say: Callable[[Say], object]) -> date | None:
    """The day to lay the sample for; None when there is nothing to play."""
    record = Record.of(instance.place)
    if record and record.state != "playing":
        return None
    known = await _known_contracts(instance)
    if known - {CONTRACT}:
        if record:
            Record(record.today, "given_up").keep(instance.place)
            say(Say("示例未演绎完, 已有其他合同, 不再继续。", "The sample stays unfinished: another contract is in force."))
        return None
    if os.environ.get("EMPTY") or (known and not record):
        return None
    if known and record:
        return record.today
    journal_file(instance.place).unlink(missing_ok=True)
    return real_now().astimezone(ZONE).date()


async def _known_contracts(instance: Instance) -> set[str]:
    """Those that billing has a ledger of."""
    pool = await open_pool(instance.addresses().application("billing"), max_size=1, name="watchbill up")
    try:
        return set(await contracts(pool))
    finally:
        await pool.close()
