from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from browser.attacks import further, hostile
from browser.attacks.somebody import OTHER, Harmed
from browser.outside import Outside
from browser.past import PastYear
from browser.people import People
from watchbill.stage.desk import Desk


@pytest.fixture(scope="session")
def harmed(chromium: Browser, outside: Outside) -> Iterator[Harmed]:
    with ExitStack() as stack:
        with pytest.MonkeyPatch.context() as patch:  # over before anybody else's sample is played
            patch.setattr(Desk, "_ask", hostile.marking(Desk._ask))
            made = stack.enter_context(Harmed.of_its_own())
            assert isinstance(made, Harmed)
            made.activate(OTHER)
            year = PastYear(People(made, chromium, outside, {}), made)
            made.over = year.id
            further.when_the_year_is_over(year)
            for part in (further.on_site, further.on_paper, further.by_the_administrator):
                part(made)
        yield made
    for program in Harmed.programs:
        program.close()
