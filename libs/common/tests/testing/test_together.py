import pytest

from common.testing.together import group_of, pytest_collection_modifyitems


def test_tests_below_a_folder_called_together_are_one_group_and_others_go_anywhere() -> None:
    assert group_of("tests/e2e/together/test_a.py::test_x[together/1]") == "tests/e2e/together"
    assert group_of("tests/e2e/together/deep/test_b.py::test_y") == "tests/e2e/together"
    assert group_of("tests/e2e/test_c.py::test_z[a/together/b]") == "tests/e2e/test_c.py::test_z[a/together/b]"


def test_long_tests_begin_first_and_others_keep_their_order(request: pytest.FixtureRequest) -> None:
    first, second, long = (
        pytest.Function.from_parent(request.node.parent, name=name, callobj=lambda: None) for name in ("first", "second", "long")
    )
    long.add_marker("long")
    items: list[pytest.Item] = [first, second, long]
    pytest_collection_modifyitems(items)
    assert items == [long, first, second]
