"""Free disk space while running."""

import asyncio

from watchbill.instance.preflight import free_megabytes, needed_megabytes
from watchbill.place import Place
from watchbill.words import Stop, warn

EVERY_SECONDS = 10.0
LAST_RESERVE = 4
"""A server that cannot write its log falls over; at this part of the threshold we stop in order instead."""


async def disk_ran_out(place: Place) -> None:
    """Says once when free space falls below the threshold; a `Stop` at a quarter of it."""
    told = False
    needed = needed_megabytes()
    while True:
        free = free_megabytes(place)
        if free < needed // LAST_RESERVE:
            raise Stop(
                f"磁盘仅剩 {free} MB, 为保护数据而停止。", f"Only {free} MB of disk are left; stopping to keep the data safe."
            )
        if free < needed and not told:
            warn(f"磁盘仅剩 {free} MB, 请清理。", f"Only {free} MB of disk are left; make room.")
        told = free < needed
        await asyncio.sleep(EVERY_SECONDS)
