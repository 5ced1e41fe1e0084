"""How times, dates and money are written. Times come from the services with the contract's offset and keep it."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from common.web.language import Language

_SPAN = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:/([0-9]{4}-[0-9]{2}-[0-9]{2}))?")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = (
    ("周一", "Mon"),
    ("周二", "Tue"),
    ("周三", "Wed"),
    ("周四", "Thu"),
    ("周五", "Fri"),
    ("周六", "Sat"),
    ("周日", "Sun"),
)


def moment(value: str | datetime | None, language: Language) -> str:
    """2026年10月14日 09:30, or 14 Oct 2026 09:30. Empty for `None`."""
    if value is None:
        return ""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{day(at.date(), language)} {at:%H:%M}"


def local(value: str | None, zone: str) -> datetime | None:
    """A moment in a zone, for what a service tells without a contract and so in UTC."""
    return datetime.fromisoformat(value).astimezone(ZoneInfo(zone)) if value else None


def short_moment(value: str | datetime | None, language: Language) -> str:
    """The same without the year, for dense tables: 10月14日 09:30."""
    if value is None:
        return ""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{at.day} {_MONTHS[at.month - 1]} {at:%H:%M}" if language == "en" else f"{at.month}月{at.day}日 {at:%H:%M}"


def clock(value: str | datetime | None) -> str:
    """09:30. Empty for `None`."""
    if value is None:
        return ""
    return f"{datetime.fromisoformat(value) if isinstance(value, str) else value:%H:%M}"


def day(value: str | date | None, language: Language) -> str:
    """2026年10月14日, or 14 Oct 2026. Empty for `None`."""
    if value is None:
        return ""
    on = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}" if language == "en" else f"{on.year}年{on.month}月{on.day}日"


def span(value: Any, language: Language) -> Any:
    """A day, or the first and the last of several (`2026-06-19/2026-06-21`); any other value as it is."""
    found = _SPAN.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return value
    first, last = day(found[1], language), day(found[2] or found[1], language)
    if first == last:
        return first
    if found[1][:4] == found[2][:4]:  # a year is said once
        first, last = (first[:-5], last) if language == "en" else (first, last.partition("年")[2])
    return f"{first} – {last}" if language == "en" else f"{first}–{last}"


def weekday(on: date, language: Language) -> str:
    """周三, or Wed."""
    return _WEEKDAYS[on.weekday()][1 if language == "en" else 0]


def money(value: dict[str, str] | None, language: Language) -> str:
    """1,796,220.00 元, or CNY 1,796,220.00, of `{"amount": "1796220.00", "currency": "CNY"}`. Empty for `None`."""
    if value is None:
        return ""
    amount = Decimal(value["amount"])
    written = f"{'−' if amount < 0 else ''}{abs(amount):,.2f}"
    return f"{written} 元" if value["currency"] == "CNY" and language == "zh" else f"{value['currency']} {written}"


def label(value: Any, language: Language) -> str:
    """What a `{"code", "zh", "en"}` of a service says, or the value itself as text."""
    if isinstance(value, dict) and "zh" in value and "en" in value:
        return str(value["en" if language == "en" else "zh"])
    return "" if value is None else str(value)
