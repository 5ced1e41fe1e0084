"""The base models of request bodies and answers."""

import inspect
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from typing import Annotated, Any, get_args

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints, field_validator

SAMPLE_MARK = "示例"
"""What every answer under a sample contract carries as `sample`."""

answer_zone: ContextVar[tzinfo] = ContextVar("answer_zone", default=UTC)
"""The zone of the contract a request is about; `Call` sets it, `Answer` shows times in it."""

_EARLIEST, _LATEST = date(2000, 1, 1), date(2099, 12, 31)


def _within_the_century(value: Any) -> Any:
    day = value.date() if isinstance(value, datetime) else value
    if not _EARLIEST <= day <= _LATEST:
        raise ValueError("must lie between 2000 and 2099")
    return value


Moment = Annotated[AwareDatetime, AfterValidator(_within_the_century)]
"""A time in a request body: RFC 3339 with offset, between 2000 and 2099."""

Day = Annotated[date, AfterValidator(_within_the_century)]
"""A date in a request body, between 2000 and 2099."""

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,79}$")]
"""An id in a request body or path: up to 80 letters, digits, `.`, `_`, `:` and `-`."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
"""What a person typed: kept through `Call.keep_text`, never put into an event."""

ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
"""A title, a place, a document number."""


def _mention_sample(schema: dict[str, Any]) -> None:
    """Documents the mark; it stands at the top level of an answer only."""
    mark = {"type": "string", "const": SAMPLE_MARK, "description": "Only under a sample contract."}
    schema.setdefault("properties", {})["sample"] = mark


class Body(BaseModel):
    """The base of every request body: unknown fields are refused, so a misspelt one is never silently dropped."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Answer(BaseModel):
    """The base of every answer. Times are shown with the contract's offset.

    Under a sample contract every JSON answer carries `"sample": "示例"`; the web layer adds it, models do not.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra=_mention_sample)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Only the fields that hold times are looked at: a list has thousands of others, and each look is a call of Python."""
        super().__init_subclass__(**kwargs)
        hints = [hint for kind in cls.__mro__ for hint in inspect.get_annotations(kind).items() if issubclass(kind, Answer)]
        times = [name for name, hint in hints if _holds_time(hint)]
        if times:
            cls._shown_in_the_contracts_zone = field_validator(*times, mode="after")(_in_the_contracts_zone)  # type: ignore[attr-defined]


def _holds_time(hint: Any) -> bool:
    if isinstance(hint, str) and "datetime" in hint:
        raise TypeError(f"write {hint} without quotes: times are found by their type")
    return datetime in (hint, *get_args(hint))


def _in_the_contracts_zone(value: Any) -> Any:
    return value.astimezone(answer_zone.get()) if isinstance(value, datetime) and value.tzinfo else value


class Labelled(Answer):
    """A code with its Chinese and English label: every enum value that a person may see is answered so."""

    code: str
    zh: str
    en: str

    @classmethod
    def of(cls, code: str, labels: Mapping[str, tuple[str, str]]) -> "Labelled":
        """The label of `code` from a table code -> (zh, en)."""
        return _labelled(cls, code, *labels[code])


@lru_cache(maxsize=4096)
def _labelled(cls: type[Labelled], code: str, zh: str, en: str) -> Labelled:
    """Made once: a page of a list shows the same few labels again and again."""
    return cls(code=code, zh=zh, en=en)
