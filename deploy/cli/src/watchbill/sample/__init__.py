"""The sample contract (示例合同): on the first start it is played in through the APIs, up to the present moment.

Its services run on virtual time while it is played. Only afterwards, on the clock of the wall again, is the real
contract activated: what drives the clock for the sample never drives it for the real one.
"""

import os
from collections.abc import Callable
from datetime import date, datetime

from common.clock import real_now
from common.ledger.pool import open_pool
from common.ledger.verify import contracts
from watchbill.instance import Instance
from watchbill.sample.choosing import choice
from watchbill.sample.record import CONTRACT, Record, journal_file
from watchbill.stage.desk import Unexpected
from watchbill.stage.scene import ZONE
from watchbill.words import Say


async def start_with_sample(instance: Instance, say: Callable[[Say], object], present: Callable[[], datetime] = real_now) -> None:
    """Starts the services. On a first start the sample is played before; one that was interrupted is played on.

    A sample that cannot be finished is given up with a warning: it never keeps the real contract from starting.
    """
    record = Record.of(instance.place)
    chosen = choice(record, await _known_contracts(instance), empty=bool(os.environ.get("EMPTY")))
    if record and chosen == "give_up":
        Record(record.today, "given_up").keep(instance.place)
        say(Say("示例未演绎完, 已有其他合同, 不再继续。", "The sample stays unfinished: another contract is in force."))
    if chosen in ("nothing", "give_up"):
        await instance.start_services()
        return
    if not record or chosen == "begin":
        record = Record(present().astimezone(ZONE).date(), "playing")
        journal_file(instance.place).unlink(missing_ok=True)
    await instance.start_services("virtual")
    await _play(instance, record.today, say, present)
    if instance.clock != "virtual":
        say(Say("示例已到当前时刻, 各服务改用系统时间重新启动。", "The sample is at the present; services restart on real time."))
        await instance.stop_services()
        await instance.start_services()


def sample_stands(instance: Instance) -> bool:
    """Whether this data folder has a sample that was played to its end."""
    record = Record.of(instance.place)
    return record is not None and record.state == "played"


async def _play(instance: Instance, today: date, say: Callable[[Say], object], present: Callable[[], datetime]) -> None:
    from watchbill.sample.playing import play_sample  # noqa: PLC0415  (the terms' code is needed on a first start only)

    say(
        Say(
            "演绎示例合同 sample 至当前时刻 (EMPTY=1 则不演绎)…",
            "Playing the contract sample up to now (EMPTY=1 leaves it out) …",
        )
    )
    try:
        await play_sample(instance, today, say, present)
    except Unexpected as unexpected:
        Record(today, "given_up").keep(instance.place)
        say(Say(f"示例未能演绎完: {unexpected.args[0]}", f"The sample could not be finished: {unexpected.args[0]}"))


async def _known_contracts(instance: Instance) -> set[str]:
    """Those that billing has a ledger of."""
    pool = await open_pool(instance.addresses().application("billing"), max_size=1, name="watchbill up")
    try:
        return set(await contracts(pool))
    finally:
        await pool.close()


__all__ = ["CONTRACT", "sample_stands", "start_with_sample"]
