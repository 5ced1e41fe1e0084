from datetime import UTC, datetime, timedelta, timezone

import pytest

from common.web.answers import Answer, Labelled, answer_zone

MIDNIGHT = datetime(2026, 10, 14, 16, tzinfo=UTC)
SHOWN = "2026-10-15T00:00:00+08:00"


class Happened(Answer):
    """Something with a time."""

    at: datetime


class Ended(Happened):
    """The same with another, which may be missing."""

    until: datetime | None
    seen: int


def test_every_time_is_shown_in_the_contracts_zone_inherited_ones_too() -> None:
    answer_zone.set(timezone(timedelta(hours=8)))
    shown = Ended(at=MIDNIGHT, until=MIDNIGHT, seen=1).model_dump(mode="json")
    assert shown == {"at": SHOWN, "until": SHOWN, "seen": 1}
    assert Ended(at=MIDNIGHT, until=None, seen=1).model_dump(mode="json")["until"] is None


def test_a_time_that_could_not_be_found_by_its_type_is_refused_at_import() -> None:
    with pytest.raises(TypeError, match="without quotes"):
        type("Quoted", (Answer,), {"__annotations__": {"at": "datetime | None"}, "__module__": __name__})


def test_a_code_has_the_label_of_the_table_it_is_asked_from() -> None:
    assert Labelled.of("open", {"open": ("开", "open")}).zh == "开"
    assert Labelled.of("open", {"open": ("未结", "open")}).zh == "未结"
