"""The sample without an instance: its pack, its days, when it is played, and how an interrupted one is told again."""

import json
from contextlib import closing
from copy import deepcopy
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import JsonValue

from common.terms.accepting import accepted
from watchbill.activation import shipped
from watchbill.pack.folder import document_of
from watchbill.place import Place
from watchbill.sample.choosing import Choice, choice
from watchbill.sample.journal import Journal
from watchbill.sample.pack import laid_around
from watchbill.sample.record import Record
from watchbill.sample.setting import Setting
from watchbill.stage.desk import Unexpected

DAY = date(2026, 11, 22)


@cache
def beijing() -> dict[str, JsonValue]:
    return document_of(shipped())


def setting(today: date) -> Setting:
    return Setting(today, laid_around(beijing(), today))


@pytest.mark.parametrize(
    ("today", "starts", "ends", "signed"),
    [
        (date(2026, 11, 22), "2026-06-16", "2027-06-15", "2026-06-17"),
        (date(2027, 6, 8), "2026-12-31", "2027-12-30", "2027-01-01"),
        (date(2028, 8, 6), "2028-02-29", "2029-02-27", "2028-03-01"),
    ],
)
def test_today_is_day_160_of_a_term_of_one_year(today: date, starts: str, ends: str, signed: str) -> None:
    laid = setting(today)
    term = laid.terms.term
    assert [day.isoformat() for day in (term.starts, term.ends, term.signed)] == [starts, ends, signed]
    assert laid.day(160) == today
    assert [quarter.no for quarter in laid.terms.quarters] == [1, 2, 3, 4]


@pytest.mark.parametrize("today", [date(2024, 6, 1), date(2026, 11, 22), date(2031, 2, 3), date(2098, 12, 31)])
def test_its_pack_is_accepted_and_knows_every_year_it_counts_in(today: date) -> None:
    document = laid_around(beijing(), today)
    accepted(document)
    terms = setting(today).terms
    assert terms.sample
    assert set(range(terms.term.starts.year, terms.term.ends.year + 2)) <= set(terms.calendar.years)
    assert terms.calendar.day(date(terms.term.ends.year, 10, 1)).kind == "holiday"


def test_the_packs_own_years_stay_official_and_a_projected_one_is_provisional() -> None:
    terms = setting(date(2031, 2, 3)).terms
    assert not terms.calendar.is_provisional(2026)
    assert terms.calendar.is_provisional(2031)


def test_the_real_pack_is_left_as_it_is() -> None:
    before = deepcopy(beijing())
    laid_around(beijing(), DAY)
    assert beijing() == before


def test_a_workday_is_found_by_the_contracts_calendar() -> None:
    laid = setting(date(2027, 2, 20))
    assert laid.workday(date(2026, 10, 1)) == date(2026, 10, 8)
    assert laid.workday(date(2026, 10, 10)) == date(2026, 10, 10), "a makeup Saturday"


@pytest.mark.parametrize(
    ("state", "known", "empty", "expected"),
    [
        (None, set(), False, "begin"),
        (None, set(), True, "nothing"),
        (None, {"bj-2026"}, False, "nothing"),
        (None, {"sample"}, False, "nothing"),
        ("playing", set(), False, "begin"),
        ("playing", {"sample"}, False, "go_on"),
        ("playing", {"sample"}, True, "nothing"),
        ("playing", {"sample", "bj-2026"}, False, "give_up"),
        ("played", {"sample", "bj-2026"}, False, "nothing"),
        ("played", {"sample"}, False, "nothing"),
        ("given_up", {"sample"}, False, "nothing"),
    ],
)
def test_a_sample_is_played_on_a_first_start_only(state: Any, known: set[str], empty: bool, expected: Choice) -> None:
    record = Record(DAY, state) if state else None
    assert choice(record, known, empty=empty) == expected


def test_a_record_is_read_as_it_was_kept(tmp_path: Path) -> None:
    place = Place(tmp_path, tmp_path, None)
    assert Record.of(place) is None
    Record(DAY, "playing").keep(place)
    assert Record.of(place) == Record(DAY, "playing")


def test_what_was_answered_is_told_again_then_the_story_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    first = Journal(path)
    assert first.left == 0
    first.keep("POST roster /people", {"person_id": "vc-1"})
    first.keep("GET roster /people", {"items": []})
    first.close()
    with path.open("a") as file:
        file.write('{"asked": "POST roster /peo')  # the machine stopped here
    again = Journal(path)
    assert again.recall("POST roster /people") == {"person_id": "vc-1"}
    assert again.left == 1
    assert again.recall("GET roster /people") == {"items": []}
    assert again.left == 0
    again.keep("POST roster /rosters", {"roster_id": "r"})
    again.close()
    assert [json.loads(line)["asked"] for line in path.read_text().splitlines()] == [
        "POST roster /people",
        "GET roster /people",
        "POST roster /rosters",
    ]


def test_another_story_than_the_one_that_was_begun_is_not_mixed_into_it(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    journal.keep("POST roster /people", {})
    journal.close()
    with closing(Journal(tmp_path / "journal")) as again, pytest.raises(Unexpected) as changed:
        again.recall("POST roster /rosters")
    assert changed.value.args[1] == "story_changed"
