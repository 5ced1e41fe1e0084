"""What is wrong with a request's fields, told by pointer and rule. What was sent is never echoed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from common.web.language import Language

MOST_ERRORS = 20
LONGEST_POINTER = 200
LONGEST_MESSAGE = 200

_SENTENCES: Mapping[str, tuple[str, str]] = {
    "missing": ("缺少此项。", "This is required."),
    "extra_forbidden": ("没有这一项。", "There is no such field."),
    "string_type": ("应为文字。", "This should be text."),
    "string_too_short": ("内容过短。", "This is too short."),
    "string_too_long": ("内容过长。", "This is too long."),
    "string_pattern_mismatch": ("格式不符合要求。", "This does not have the required form."),
    "string_unicode": ("含有无效字符。", "This contains invalid characters."),
    "int_type": ("应为整数。", "This should be a whole number."),
    "int_parsing": ("应为整数。", "This should be a whole number."),
    "bool_type": ("应为是或否。", "This should be true or false."),
    "bool_parsing": ("应为是或否。", "This should be true or false."),
    "greater_than": ("数值过小。", "This is too small."),
    "greater_than_equal": ("数值过小。", "This is too small."),
    "less_than": ("数值过大。", "This is too large."),
    "less_than_equal": ("数值过大。", "This is too large."),
    "literal_error": ("不在允许的取值之内。", "This is not one of the permitted values."),
    "enum": ("不在允许的取值之内。", "This is not one of the permitted values."),
    "timezone_aware": ("时间须带时区偏移, 例如 +08:00。", "The time needs an offset, for example +08:00."),
    "datetime_parsing": ("不是有效的时间。", "This is not a valid time."),
    "datetime_from_date_parsing": ("不是有效的时间。", "This is not a valid time."),
    "date_parsing": ("不是有效的日期。", "This is not a valid date."),
    "date_from_datetime_parsing": ("不是有效的日期。", "This is not a valid date."),
    "too_long": ("项目过多。", "These are too many."),
    "too_short": ("项目过少。", "These are too few."),
}


def field_errors(errors: Sequence[Mapping[str, Any]], language: Language) -> Iterator[dict[str, str]]:
    """`{"pointer": "#/points", "rule": "less_than_equal", "message": …}`, at most `MOST_ERRORS` of them.

    Query, path and header parameters are named by `parameter` instead of `pointer`.
    """
    for error in errors[:MOST_ERRORS]:
        rule = str(error["type"])
        place, *path = error["loc"] or ("body",)
        yield {**_where(str(place), path), "rule": rule, "message": _message(rule, str(error.get("msg", "")), language)}


def _where(place: str, path: Sequence[object]) -> dict[str, str]:
    if place == "body":
        return {"pointer": printable("#" + "".join(f"/{_escaped(str(step))}" for step in path))[:LONGEST_POINTER]}
    return {"parameter": printable(".".join(str(step) for step in path))[:LONGEST_POINTER]}


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")


def _message(rule: str, message: str, language: Language) -> str:
    if rule in _SENTENCES:
        return _SENTENCES[rule][language == "en"]
    return printable(message)[:LONGEST_MESSAGE] if language == "en" else "格式或取值不符合要求。"


def printable(text: str) -> str:
    """The text without lone surrogates and control characters, so that it can be answered and logged."""
    clean = text.encode("utf-8", "replace").decode()
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in clean)
