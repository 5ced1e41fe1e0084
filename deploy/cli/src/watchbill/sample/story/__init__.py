"""The sample, chapter by chapter: from signing to whatever time it is on the day it is laid for."""

from collections.abc import Callable
from datetime import datetime

from watchbill.sample.setting import Setting
from watchbill.sample.story import first_quarter, incident_day, opening, second_quarter, today, week, yesterday
from watchbill.stage.scene import Scene


async def play(scene: Scene, setting: Setting, present: Callable[[], datetime]) -> None:
    """Every chapter. What lies after the present moment has not happened."""
    await opening.play(scene, setting)
    await incident_day.play(scene, setting)
    await first_quarter.play(scene, setting)
    await second_quarter.play(scene, setting)
    await week.play(scene, setting)
    await yesterday.play(scene, setting)
    await today.play(scene, setting, present)
