"""An instance of its own, the story on it, the account at the end."""

import asyncio
from collections.abc import Sequence

from common.clock import real_now
from watchbill.activation import CONTRACT, shipped
from watchbill.demo.account import account, explanation, figures
from watchbill.demo.mishaps import Mishaps
from watchbill.demo.story import play
from watchbill.instance import Instance
from watchbill.instance.passing import passing_instance
from watchbill.pack.folder import document_of
from watchbill.place import SERVICES
from watchbill.stage.desk import Desk
from watchbill.stage.driving import Driver
from watchbill.stage.people import tokens
from watchbill.stage.scene import Scene
from watchbill.words import Say, tell


async def play_demo(victims: Sequence[str] = (), *, keep: bool = False) -> int:
    """Plays the year, prints the account; 0 when every figure is the one worked out by hand, else 1."""
    began = real_now()
    async with passing_instance("demo", _quiet) as instance:
        tell(
            f"演示实例已启动, 账单服务 {instance.url('billing')}",
            f"The demo's instance is up, billing at {instance.url('billing')}",
        )
        mishaps = Mishaps(instance, victims, _print)
        desk = Desk(CONTRACT, instance.url, tokens(instance, CONTRACT), mishaps.before)
        try:
            await play(Scene(desk, Driver(desk), _print), document_of(shipped()))
            agrees = await _print_account(desk)
        finally:
            await desk.close()
        tell(f"用时 {(real_now() - began).seconds} 秒", f"Took {(real_now() - began).seconds} s")
        if keep:
            await _leave_up(instance)
    return 0 if agrees and mishaps.all_happened else 1


async def _print_account(desk: Desk) -> bool:
    found = await figures(desk)
    print()
    print("\n".join(account(found)))
    print()
    print("\n".join(await explanation(desk)), flush=True)
    return all(figure.agrees for figure in found)


async def _leave_up(instance: Instance) -> None:
    tell("实例保留运行, Ctrl-C 结束。", "The instance stays up; Ctrl-C ends it.")
    for service in SERVICES:
        tell(f"{service}: {instance.url(service)}/docs", f"{service}: {instance.url(service)}/docs")
    auditor = tokens(instance, CONTRACT)("auditor")
    tell(f"审计员令牌: {auditor}", f"auditor's token: {auditor}")
    await asyncio.Event().wait()


def _print(sentence: Say) -> None:
    print(sentence, flush=True)


def _quiet(_sentence: Say) -> None:
    """What the runner says while it starts is not part of the story."""
