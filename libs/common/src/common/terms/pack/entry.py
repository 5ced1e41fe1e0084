"""What every entry of a contract pack has in common."""

from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints


class Entry(BaseModel):
    """One frozen part of a pack; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True)
class RefersTo:
    """Marks a field whose value must name an entry of the pack's table `table`."""

    table: str


def _no_float(value: object) -> object:
    if isinstance(value, float | bool):
        raise ValueError("write a fraction in quotes: it is a decimal, never a float")  # noqa: TRY004 - pydantic wants it
    return value


def _quoted_time(value: object) -> object:
    if not isinstance(value, str | time):
        raise ValueError("write a time in quotes: YAML reads 16:00 as a number")  # noqa: TRY004 - pydantic wants it
    return value


Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
Exact = Annotated[Decimal, BeforeValidator(_no_float)]
Percent = Annotated[Decimal, BeforeValidator(_no_float), Field(ge=0, le=100)]
TimeOfDay = Annotated[time, BeforeValidator(_quoted_time)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=600)]
ClauseRef = Annotated[str, StringConstraints(min_length=1, max_length=60), RefersTo("clauses")]
ClockRef = Annotated[str, RefersTo("clocks")]
PostRef = Annotated[str, RefersTo("staffing.posts")]
WindowRef = Annotated[str, RefersTo("staffing.windows")]
ReadingRef = Annotated[str, RefersTo("readings")]
