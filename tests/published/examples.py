"""Examples of any event: the first has every field filled, the others take each other choice a field leaves."""

import types
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from itertools import chain
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import AwareDatetime, BaseModel, JsonValue

from published.words import MOMENT, PACK, word

DEEPEST = 2
"""So often a type may contain itself."""


def examples(cls: type, within: tuple[type, ...] = ()) -> list[Any]:
    """As many as the field with the most choices needs: each member of each Literal, each None, each empty tuple once."""
    hints = _hints(cls)
    choices = {name: tuple(_choices(name, hint, (*within, cls))) for name, hint in hints.items()}
    count = max(map(len, choices.values()), default=1)
    return [cls(**{name: values[index % len(values)] for name, values in choices.items()}) for index in range(count)]


def _hints(cls: Any) -> dict[str, Any]:
    hints = get_type_hints(cls)
    names = cls.model_fields if issubclass(cls, BaseModel) else [field.name for field in fields(cls)]
    return {name: hints[name] for name in names}


def _choices(name: str, hint: Any, within: tuple[type, ...]) -> Iterator[Any]:
    """The first is a filled one; None comes last."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        yield from arguments
    elif origin in (Union, types.UnionType):
        for argument in (one for one in arguments if one is not type(None)):
            yield from _choices(name, argument, within)
        if type(None) in arguments:
            yield None
    elif origin is tuple:
        yield from _tuples(name, arguments[0], within)
    elif origin is dict:
        yield dict(PACK) if arguments[1] is JsonValue else dict(_pairs(name, arguments, within))
        yield {}
    elif hint is AwareDatetime:
        yield MOMENT
    elif origin is Annotated:
        yield from _choices(name, arguments[0], within)
    elif hint is bool:
        yield from (True, False)
    elif isinstance(hint, type) and (is_dataclass(hint) or issubclass(hint, BaseModel)):
        yield from examples(hint, within)
    else:
        yield word(name, hint)


def _tuples(name: str, hint: Any, within: tuple[type, ...]) -> Iterator[tuple[Any, ...]]:
    """All choices of an element at once, and nothing."""
    if within.count(hint) < DEEPEST:
        yield tuple(_choices(name, hint, within))
    yield ()


def _pairs(name: str, arguments: Sequence[Any], within: tuple[type, ...]) -> Iterator[tuple[Any, Any]]:
    (key,) = _choices(name, arguments[0], within)
    values = list(_choices(name, arguments[1], within))
    keys = chain((key,), (type(key).fromordinal(key.toordinal() + later) for later in range(1, len(values))))
    return zip(keys, values, strict=True)
