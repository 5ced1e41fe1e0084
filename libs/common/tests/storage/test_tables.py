from dataclasses import dataclass, replace
from typing import Any

import pytest

from common.kernel import Tables
from common.ledger.facts import Recorded
from common.projection import View
from common.projection.projector import Projector, Unprojected
from common.projection.table import table_of
from common.testing.kernels import MORNING
from common.testing.lamps import LAMPS, Dimmed


@dataclass(frozen=True)
class Odd:
    """A row with a field that no column can hold."""

    parts: tuple[str, ...]


@pytest.mark.parametrize("table", ["projects", "publishes"])
def test_a_service_that_forgets_an_event_type_does_not_start(table: str) -> None:
    shorter: dict[str, Any] = {table: {cls: entry for cls, entry in getattr(LAMPS, table).items() if cls is not Dimmed}}
    with pytest.raises(ValueError, match=rf"lamps: {table} forgets Dimmed"):
        Tables.of(replace(LAMPS, **shorter))


def test_an_unnamed_event_is_an_error_and_none_is_an_answer() -> None:
    assert Projector({Dimmed: None}).changes([_fact(Dimmed(1))]) == {}
    with pytest.raises(Unprojected, match="dimmed"):
        Projector({}).changes([_fact(Dimmed(1))])


def _fact(event: Dimmed) -> Recorded[Dimmed]:
    return Recorded("lamps", "c1", 1, "lamp/l1", 1, "dimmed", event, "a", "c", "r", None, MORNING, MORNING)


def test_a_column_must_be_a_field_that_can_be_compared() -> None:
    with pytest.raises(ValueError, match="has no field missing"):
        table_of(View("odd", 1, Odd, columns=("missing",)))
    with pytest.raises(ValueError, match="column parts"):
        table_of(View("odd", 1, Odd, columns=("parts",)))
