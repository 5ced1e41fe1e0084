"""What the system's pages make of what is typed before billing hears of it."""

import pytest

from console.pages.system.calendars import arranged


def test_a_stretch_of_holidays_is_each_of_its_days_with_its_name() -> None:
    given = {"year": 2027, "days": ["2027-05-01 2027-05-03 劳动节", "2027-01-01 元旦", "2027-06-09"], "makeup": ["2027-02-20"]}
    assert arranged(given) == {
        "year": 2027,
        "days": {
            "2027-05-01": "holiday",
            "2027-05-02": "holiday",
            "2027-05-03": "holiday",
            "2027-01-01": "holiday",
            "2027-06-09": "holiday",
            "2027-02-20": "makeup_workday",
        },
        "names": {
            "2027-05-01": "劳动节",
            "2027-05-02": "劳动节",
            "2027-05-03": "劳动节",
            "2027-01-01": "元旦",
        },
    }


@pytest.mark.parametrize("line", ["2027-13-45 元旦", "2027-05-01 2027-5-3 劳动节", "2027-10-07 2027-10-01", "元旦"])
def test_a_line_that_names_no_days_is_left_for_billing_to_refuse(line: str) -> None:
    assert arranged({"days": ["2027-01-01", line]})["days"] == {"2027-01-01": "holiday", line: "holiday"}


def test_a_slip_of_the_pen_in_a_year_names_no_more_days_than_a_year_has() -> None:
    days = arranged({"days": ["2027-10-01 9027-10-07"]})["days"]
    assert len(days) == 367
