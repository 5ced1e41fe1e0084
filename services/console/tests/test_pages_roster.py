"""What the roster's pages work out before they ask: shifts over days, an earlier pattern on other days, steps of a chart."""

from datetime import date, datetime, timedelta, timezone

from console.pages.roster.coverage_chart import steps_of
from console.pages.roster.planning import days_of, over_days, repeated, shift_on

ZONE = "Asia/Shanghai"
EAST = timezone(timedelta(hours=8))
FORM = {"person_id": "vc-1", "post": "VC", "from": "09:00", "to": "18:00", "first": "2026-10-09", "last": "2026-10-12"}


def shown(on: str, person: str) -> dict[str, object]:
    return {
        "shift_id": f"{on}-{person}",
        "person_id": person,
        "post": {"code": "VC"},
        "planned_from": f"{on}T18:00:00+08:00",
        "planned_to": f"{date.fromisoformat(on) + timedelta(days=1)}T09:00:00+08:00",
    }


def test_a_shift_whose_end_is_not_after_its_beginning_ends_on_the_next_day() -> None:
    day = shift_on(date(2026, 12, 31), "vc-1", "VC", "09:00", "18:00", ZONE)
    assert (day["planned_from"], day["planned_to"]) == ("2026-12-31T09:00:00+08:00", "2026-12-31T18:00:00+08:00")
    night = shift_on(date(2026, 12, 31), "vc-1", "VC", "18:00", "09:00", ZONE)
    assert night["planned_to"] == "2027-01-01T09:00:00+08:00"
    around = shift_on(date(2026, 12, 31), "vc-1", "VC", "09:00", "09:00", ZONE)
    assert around["planned_to"] == "2027-01-01T09:00:00+08:00"


def test_shifts_fall_on_every_day_or_only_where_people_work_or_are_free_by_the_contracts_calendar() -> None:
    # Saturday 2026-10-10 is a swapped working day, Sunday the 11th is free.
    kinds = {date(2026, 10, 10): "makeup_workday", date(2026, 10, 11): "rest_day"}
    begun = {
        which: [shift["planned_from"][8:10] for shift in over_days({**FORM, "which": which}, kinds, ZONE)]
        for which in ("every", "working", "free")
    }
    assert begun == {"every": ["09", "10", "11", "12"], "working": ["09", "10", "12"], "free": ["11"]}


def test_a_pattern_of_a_week_and_more_keeps_its_weekdays() -> None:
    of_days = days_of(date(2026, 11, 16), date(2026, 11, 24))
    pattern = [shown("2026-11-16", "old"), shown("2026-11-22", "sunday"), shown("2026-11-23", "monday")]
    made = repeated(pattern, of_days, days_of(date(2026, 11, 29), date(2026, 12, 1)))
    assert [(one["person_id"], one["planned_from"], one["planned_to"]) for one in made] == [
        ("sunday", "2026-11-29T18:00:00+08:00", "2026-11-30T09:00:00+08:00"),
        ("monday", "2026-11-30T18:00:00+08:00", "2026-12-01T09:00:00+08:00"),
    ]
    assert all("shift_id" not in one for one in made)


def test_a_pattern_shorter_than_a_week_goes_round() -> None:
    of_days = days_of(date(2026, 11, 22), date(2026, 11, 23))
    made = repeated([shown("2026-11-22", "a"), shown("2026-11-23", "b")], of_days, days_of(date(2026, 12, 1), date(2026, 12, 3)))
    assert [one["person_id"] for one in made] == ["a", "b", "a"]


def test_a_step_line_begins_with_what_held_before_the_day_and_lasts_until_its_end() -> None:
    opens = datetime(2026, 11, 22, tzinfo=EAST)
    steps = [
        {"at": "2026-11-21T18:00:00+08:00", "value": 1},
        {"at": "2026-11-22T09:00:00+08:00", "value": 3},
        {"at": "2026-11-22T18:00:00+08:00", "value": 1},
    ]
    assert steps_of(steps, opens, 24) == [(0.0, 1), (9.0, 3), (18.0, 1), (24, 1)]
    assert steps_of(steps, opens, 10.5) == [(0.0, 1), (9.0, 3), (10.5, 3)]
    assert steps_of(steps, opens, -3.0) == []
