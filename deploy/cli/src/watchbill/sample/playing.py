"""Playing the sample on an instance whose services run on virtual time, up to the present moment."""

from collections.abc import Callable
from datetime import date, datetime

from common.clock import real_now
from watchbill.instance import Instance
from watchbill.sample.journal import Journal, RememberingDesk, RememberingDriver
from watchbill.sample.record import CONTRACT, Record, journal_file
from watchbill.sample.setting import Setting
from watchbill.sample.story import play
from watchbill.stage.desk import Desk
from watchbill.stage.people import tokens
from watchbill.stage.scene import Scene
from watchbill.words import Say


async def play_sample(
    instance: Instance, today: date, say: Callable[[Say], object], present: Callable[[], datetime] = real_now
) -> None:
    """Begins the sample, or goes on with it. Afterwards every service has come to the present moment and all is heard.

    Unexpected when a service answers what the story does not expect; what was played until then stays.
    """
    Record(today, "playing").keep(instance.place)
    journal = Journal(journal_file(instance.place))
    story = RememberingDesk(CONTRACT, instance.url, tokens(instance, CONTRACT), _nobody)
    clocks = Desk(CONTRACT, instance.url, tokens(instance, CONTRACT), _nobody)
    driver = RememberingDriver(clocks)
    story.journal = driver.journal = journal
    try:
        await play(Scene(story, driver, say), Setting.laid(today), present)
        await driver.go_to(present())
    finally:
        await story.close()
        await clocks.close()
        journal.close()
    Record(today, "played").keep(instance.place)
    journal_file(instance.place).unlink()


async def _nobody(_step: int) -> None:
    """Nobody kills anything while the sample is played."""
