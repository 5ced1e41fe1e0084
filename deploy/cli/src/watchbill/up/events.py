"""One readable line per domain event, as NATS carries it."""

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from urllib.parse import unquote

import nats
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from watchbill.instance import Instance

WIDEST = 110
SHOWN = (str, int, float, bool)


async def show_events(instance: Instance, *, unseen: frozenset[str] = frozenset()) -> None:
    """Prints events until cancelled, those of the contracts in `unseen` left out; connects again when NATS was away."""

    async def show(message: Msg) -> None:
        contract = message.subject.split(".")[1]
        if contract not in unseen:
            print(line_of(message.subject, message.headers or {}, message.data), flush=True)

    while True:
        with suppress(NatsError, OSError, asyncio.TimeoutError):
            client = await nats.connect(
                instance.nats_url().split(","), error_cb=_quiet, allow_reconnect=True, max_reconnect_attempts=-1
            )
            await client.subscribe("wb.>", cb=show)
            try:
                await asyncio.Event().wait()
            finally:
                await client.close()
        await asyncio.sleep(1)


async def _quiet(_: Exception) -> None:
    """The supervisor says it when NATS goes away; a traceback adds nothing."""


def line_of(subject: str, headers: Mapping[str, str], data: bytes) -> str:
    """`09:30:12  bj-2026  roster      shift-started  S-1  post=…`, cut to a terminal's width."""
    _, contract, service, kind, *_ = subject.split(".")
    at = headers.get("ce-time")
    time = f"{datetime.fromisoformat(unquote(at)).astimezone():%m-%d %H:%M:%S}" if at else " " * 14
    about = unquote(headers.get("ce-subject", "")).partition("/")[2]
    return f"{time}  {contract:<10} {service:<10} {kind:<26} {about}  {_facts(data)}"[: WIDEST + 40].rstrip()


def _facts(data: bytes) -> str:
    try:
        content = json.loads(data or b"{}")
    except ValueError:
        return ""
    shown = (f"{name}={value}" for name, value in content.items() if isinstance(value, SHOWN) and len(str(value)) <= 40)  # noqa: PLR2004
    text = " ".join(shown)
    return text if len(text) <= WIDEST else f"{text[:WIDEST]}…"
