from common.testing.together import group_of


def test_tests_below_a_folder_called_together_are_one_group_and_others_go_anywhere() -> None:
    assert group_of("tests/e2e/together/test_a.py::test_x[together/1]") == "tests/e2e/together"
    assert group_of("tests/e2e/together/deep/test_b.py::test_y") == "tests/e2e/together"
    assert group_of("tests/e2e/test_c.py::test_z[a/together/b]") == "tests/e2e/test_c.py::test_z[a/together/b]"
