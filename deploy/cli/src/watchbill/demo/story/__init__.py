"""The condensed contract year, chapter by chapter (reading.md GC-23 and GC-42)."""

from collections.abc import Mapping
from datetime import date

from watchbill.demo.story import closing, days, opening, quarter, seasons
from watchbill.stage.scene import Scene


async def play(scene: Scene, pack: Mapping[str, object]) -> None:
    """From signing to the final payment."""
    await opening.play(scene, pack)
    await days.eventful(scene)
    await quarter.close(scene, 1, date(2026, 9, 14), (12, 0))
    await seasons.autumn(scene)
    await closing.damages(scene, *closing.BREACHES[0])
    await closing.damages(scene, *closing.BREACHES[1])
    await quarter.close(scene, 2, date(2026, 12, 14), (21, 11))
    await seasons.winter(scene)
    await closing.damages(scene, *closing.BREACHES[2])
    await quarter.close(scene, 3, date(2027, 3, 14), (8, 15))
    await seasons.spring(scene)
    await quarter.close(scene, 4, date(2027, 6, 14), (20, 10))
    await closing.year(scene)
    await closing.settlement(scene)
