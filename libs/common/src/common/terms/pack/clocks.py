"""How long the parties have for what (reading.md 1.3)."""

from typing import Literal

from pydantic import Field

from common.terms.pack.entry import ClauseRef, Code, Entry, Words

ClockUnit = Literal["working_day", "calendar_day", "month"]


class ClockRule(Entry):
    """One period. `rolls`: its end moves off a day without work; false for intervals and for earliest dates."""

    name: Code
    length: int = Field(ge=1, le=3660)
    unit: ClockUnit
    clause: ClauseRef
    zh: Words
    en: Words
    starts_zh: Words
    starts_en: Words
    rolls: bool = True
