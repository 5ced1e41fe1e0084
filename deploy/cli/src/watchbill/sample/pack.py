"""The sample's pack: the Beijing pack with its term laid around a day, and the years that its calendars lack."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from pydantic import JsonValue

from common.working_days import add_months

DAY_OF_TERM = 160
"""Which day of the term `today` is."""
MONTHS = 12
YEARS_AFTER_TERM = 1
"""Deadlines reach into the year after the term."""

_FIXED = (("元旦", "01-01", "01-01"), ("劳动节", "05-01", "05-02"), ("国庆节", "10-01", "10-03"))
_SOURCE = "示例推算: 仅含公历日期固定的法定节假日, 不含农历节日与调休"


def laid_around(pack: Mapping[str, JsonValue], today: date) -> dict[str, JsonValue]:
    """The pack as a sample whose term has `today` as its day 160; it says in its title that it is one."""
    document: dict[str, Any] = deepcopy(dict(pack))
    starts = today - timedelta(days=DAY_OF_TERM - 1)
    ends = add_months(starts, MONTHS) - timedelta(days=1)
    contract = document["contract"]
    contract.update(id="beijing-ecc-sample", zh=f"示例: {contract['zh']}", en=f"Sample: {contract['en']}")
    signed = starts + timedelta(days=1)
    contract["term"].update(starts=starts.isoformat(), ends=ends.isoformat(), signed=signed.isoformat())
    known = {year["year"] for year in document["calendars"]}
    wanted = range(starts.year, ends.year + YEARS_AFTER_TERM + 1)
    document["calendars"] += [projected(year) for year in wanted if year not in known]
    return document


def projected(year: int) -> dict[str, JsonValue]:
    """A year that the pack does not know: the statutory days with a fixed date, marked as a projection."""
    holidays: list[JsonValue] = [{"zh": zh, "starts": f"{year}-{first}", "ends": f"{year}-{last}"} for zh, first, last in _FIXED]
    return {"year": year, "status": "projected", "source": _SOURCE, "holidays": holidays}
