import gc

import pytest

from common.testing.plugin import pytest_runtest_makereport


def test_what_imports_have_made_is_left_alone_by_the_collector() -> None:
    assert gc.get_freeze_count() > len(gc.get_objects())


def test_nothing_is_collected_while_a_failure_is_told() -> None:
    telling = pytest_runtest_makereport()
    next(telling)
    assert not gc.isenabled()
    with pytest.raises(StopIteration):
        telling.send(None)
    assert gc.isenabled()
