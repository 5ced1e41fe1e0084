"""What must hold before anything starts: one clear sentence each."""

import asyncio
import os
import shutil
from collections.abc import Sequence
from importlib.util import find_spec

from common.servers.ports import is_taken
from watchbill.place import Place, Ports
from watchbill.words import Stop

MEGABYTE = 1024 * 1024
NEEDED_MEGABYTES = 512
PATIENCE_SECONDS = 5.0


def demand_modules(parts: Sequence[str]) -> None:
    """The services are installed in this interpreter."""
    missing = [name for name in ("common", "uvicorn", *parts) if find_spec(name) is None]
    if missing:
        names = ", ".join(missing)
        raise Stop(f"缺少模块 {names}, 请运行 make run。", f"This environment lacks {names}; start with `make run`.", code=2)


def needed_megabytes() -> int:
    """The least free space, from WATCHBILL_MIN_FREE_MB."""
    return int(os.environ.get("WATCHBILL_MIN_FREE_MB") or NEEDED_MEGABYTES)


def free_megabytes(place: Place) -> int:
    """The free space where the data are; the smaller one of the two places."""
    return min(shutil.disk_usage(folder).free for folder in (place.data, place.servers)) // MEGABYTE


def demand_disk(place: Place) -> None:
    """There is room to work in."""
    free, needed = free_megabytes(place), needed_megabytes()
    if free < needed:
        raise Stop(
            f"磁盘空间不足: {place.data} 仅剩 {free} MB, 至少需要 {needed} MB。",
            f"Too little disk space: {place.data} has {free} MB left and needs {needed} MB.",
        )


async def demand_ports(ports: Ports, parts: list[str]) -> None:
    """Nobody listens on our ports; what a killed runner left has a moment to go."""
    wanted = {ports.of(part): part for part in parts}
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PATIENCE_SECONDS
    while taken := [port for port in wanted if is_taken(port)]:
        if loop.time() > deadline:
            port = taken[0]
            raise Stop(
                f"端口 {port} ({wanted[port]}) 已被占用, 请停止占用者或设置 WATCHBILL_PORT_BASE。",
                f"Port {port} ({wanted[port]}) is taken; stop who uses it or set WATCHBILL_PORT_BASE.",
            )
        await asyncio.sleep(0.1)
