"""The base of everything services tell each other."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from common.ledger.facts import kebab


class Published(BaseModel):
    """A published event. Never changed after its landing: a new version is a new class with `VERSION` raised."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    SERVICE: ClassVar[str]
    VERSION: ClassVar[int] = 1

    @classmethod
    def type_name(cls) -> str:
        """`ShiftStarted` -> `shift-started`; the class of version 2 is `ShiftStartedV2`, its name the same."""
        return kebab(cls.__name__.removesuffix(f"V{cls.VERSION}") if cls.VERSION > 1 else cls.__name__)
