"""Readings: the named choices made where the text is open (reading.md section 8)."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from common.terms.pack.entry import ClauseRef, Entry, Words

ReadingName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$")]
OptionName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_:+.,() -]{1,60}$")]
Status = Literal["in_force", "recorded_only"]


class Option(Entry):
    """One way to read the text."""

    zh: Words
    en: Words


class Reading(Entry):
    """An open point with its options.

    `in_force`: the software computes with every option. `recorded_only`: it follows the default, and choosing another
    option is refused by name. `option` is the one the pack starts with.
    """

    name: ReadingName
    ambiguity: Annotated[str, StringConstraints(pattern=r"^[A-Z]+-[0-9]{1,3}$")]
    clause: ClauseRef
    zh: Words
    en: Words
    default: OptionName
    option: OptionName | None = None
    status: Status
    options: Mapping[OptionName, Option] = Field(min_length=1)

    @property
    def starts_with(self) -> str:
        return self.option or self.default

    @model_validator(mode="after")
    def _default_is_an_option(self) -> "Reading":
        if self.default not in self.options:
            raise ValueError(f"default {self.default} is not among the options")
        return self
