"""`watchbill up`, which is `make run`: one whole instance on this machine, watched in this terminal until Ctrl-C."""

import argparse
import asyncio
from contextlib import suppress

from watchbill.activation import CONTRACT, activate, shipped
from watchbill.instance import Instance
from watchbill.place import Place, Ports
from watchbill.sample import start_with_sample
from watchbill.up.accounts import first_accounts
from watchbill.up.banner import banner
from watchbill.up.disk import disk_ran_out
from watchbill.up.events import show_events
from watchbill.up.signals import Interruption, own_terminal
from watchbill.up.warnings import show_warnings
from watchbill.words import Say, tell


def arguments(parser: argparse.ArgumentParser) -> None:
    """Everything is set by the environment, so that `make run` and a unit file say the same."""
    parser.epilog = (
        "Settings: WATCHBILL_PORT_BASE, WATCHBILL_DATA, WATCHBILL_POSTGRES_URL, WATCHBILL_NATS_URL, "
        "WATCHBILL_CLOCK=virtual, WATCHBILL_MIN_FREE_MB, EMPTY=1."
    )


def run(_: argparse.Namespace) -> int:
    """Runs until the first Ctrl-C (0), or until something stops it (1)."""
    with own_terminal():
        return asyncio.run(_run(Instance.chosen(Place.chosen(), Ports.chosen(), console=True)))


async def _run(instance: Instance) -> int:
    interruption = Interruption(on_second=instance.kill)
    interruption.listen()
    working = asyncio.create_task(_work(instance))
    waiting = asyncio.create_task(interruption.first.wait())
    await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if not working.done():
        tell("正在停止…", "Stopping …")
    working.cancel()
    try:
        with suppress(asyncio.CancelledError):
            await working
    finally:
        await instance.stop()
        tell("已停止。", "Stopped.")
    return 0


async def _work(instance: Instance) -> None:
    """Ends only with a `Stop`."""
    await instance.start_servers()
    await start_with_sample(instance, _say)
    print(await activate(instance.url("billing"), instance.token("admin"), CONTRACT, shipped()), flush=True)
    await instance.start_console()
    print(banner(instance, await first_accounts(instance)), flush=True)
    watching = [
        asyncio.create_task(show_events(instance)),
        asyncio.create_task(show_warnings(instance.place)),
        asyncio.create_task(disk_ran_out(instance.place)),
    ]
    try:
        await asyncio.gather(*watching)
    finally:
        for task in watching:
            task.cancel()


def _say(sentence: Say) -> None:
    print(sentence, flush=True)
