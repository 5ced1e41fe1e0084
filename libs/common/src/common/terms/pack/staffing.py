"""Who must be on site when (reading.md section 5), handover and attendance."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, model_validator

from common.terms.pack.entry import ClauseRef, Code, Entry, PostRef, ReadingRef, TimeOfDay, WindowRef, Words

DayType = Literal["workday", "rest_day", "holiday"]


class Post(Entry):
    """A post (岗位) with its head count and the experience it asks for. `aliases`: how other annexes call it."""

    code: Code
    zh: Words
    en: Words
    headcount: int = Field(ge=1)
    min_years: int | None = Field(default=None, ge=0)
    experience: Literal["industry", "specialty"] | None = None
    education_min: Words | None = None
    aliases: tuple[Words, ...] = ()
    clause: ClauseRef


class WindowFacts(Entry):
    """Hours of the day. Either fixed, or `reading` names the choice that holds them as `09:00-18:00`."""

    starts: TimeOfDay | None = None
    ends: TimeOfDay | None = None
    reading: ReadingRef | None = None
    complement_of: WindowRef | None = None
    zh: Words
    en: Words

    @model_validator(mode="after")
    def _says_its_hours_once(self) -> "WindowFacts":
        hours = self.starts is not None and self.ends is not None
        whole_day = self.starts is None and self.ends is None
        named = (self.reading is not None) + (self.complement_of is not None)
        if named > 1 or (named and not whole_day) or not (hours or whole_day):
            raise ValueError("a window has hours, or a reading, or a complement, or none of them: the whole day")
        return self


class Requirement(Entry):
    """At least `minimum` people of `post` at every instant of `window` on these types of day."""

    id: Code
    post: PostRef
    minimum: int = Field(ge=1)
    day_types: tuple[DayType, ...] = Field(min_length=1)
    window: WindowRef
    clause: ClauseRef


class HandoverTerms(Entry):
    """The daily handover (交接班): its time in the contract's zone and the posts that hand over."""

    time: TimeOfDay
    posts: tuple[PostRef, ...] = Field(min_length=1)
    tolerance_minutes: int = Field(ge=0)
    clause: ClauseRef


class AttendanceTerms(Entry):
    """Minutes after or before the set time. Whether the number itself counts is a reading (AMB-25, AMB-26)."""

    late_minutes: int = Field(ge=1)
    early_minutes: int = Field(ge=1)
    absent_minutes: int = Field(ge=1)
    clause: ClauseRef


class StaffingFacts(Entry):
    """The staffing part of a pack as written."""

    headcount: int = Field(ge=1)
    clause: ClauseRef
    posts: tuple[Post, ...] = Field(min_length=1)
    windows: Mapping[Code, WindowFacts]
    requirements: tuple[Requirement, ...] = Field(min_length=1)
    handover: HandoverTerms
    attendance: AttendanceTerms
