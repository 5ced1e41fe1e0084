from collections.abc import Iterator

import pytest

from browser.attacks.somebody import Alone


@pytest.fixture(scope="session")
def alone() -> Iterator[Alone]:
    with Alone.of_its_own() as made:
        assert isinstance(made, Alone)
        yield made
        for program in made.programs:
            program.close()
