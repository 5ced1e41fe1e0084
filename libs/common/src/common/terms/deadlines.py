"""A deadline with its working: the date, whether it may still move, and every span counted or skipped."""

from dataclasses import dataclass
from datetime import date

from common.explanation import Explanation, ReadingUsed
from common.terms.calendar import Calendar
from common.terms.pack import ClockRule
from common.working_days import Count, MonthRule, Span, count_calendar_days, count_months, count_working_days

KINDS = {
    "workday": ("工作日", "working days"),
    "makeup_workday": ("调休工作日", "makeup working days"),
    "rest_day": ("公休日", "rest days"),
    "holiday": ("节假日", "holidays"),
    "calendar_day": ("日", "calendar days"),
    "month": ("按月计算", "counted in months"),
}


@dataclass(frozen=True)
class Deadline:
    """The last day on which something is in time, `on` included. `raw`: before it rolled off a day without work."""

    on: date
    provisional: bool
    counted: tuple[Span, ...]
    clause: str
    readings: tuple[ReadingUsed, ...]
    start: date
    raw: date
    zh: str
    en: str

    @property
    def explanation(self) -> Explanation:
        """Why it is this date: the clause, the start, each span, the readings."""
        return Explanation(
            code="deadline",
            zh=self.zh,
            en=self.en,
            value=self.on.isoformat(),
            clause=self.clause,
            readings=self.readings,
            parts=(
                Explanation("deadline.start", "起算日", "counted from", self.start.isoformat()),
                *map(_span_explained, self.counted),
            ),
            provisional=self.provisional,
        )


def deadline_of(clock: ClockRule, start: date, calendar: Calendar, readings: tuple[ReadingUsed, ...]) -> Deadline:
    """When a period that `start` sets off ends, under the readings in force (AMB-02, AMB-03, AMB-81)."""
    chosen = {used.name: used.option for used in readings}
    counted = counted_from(
        clock,
        start,
        calendar,
        start_day_counted=chosen["count.start_day"] == "included",
        roll=clock.rolls and chosen.get("deadline.roll") == "true",
        month_rule="corresponding_day" if chosen.get("month.rule", "corresponding_day") == "corresponding_day" else "30_days",
    )
    return Deadline(
        counted.on, counted.provisional, counted.spans, clock.clause, readings, start, counted.raw, clock.zh, clock.en
    )


def counted_from(
    clock: ClockRule, start: date, calendar: Calendar, *, start_day_counted: bool, roll: bool, month_rule: MonthRule
) -> Count:
    """Counts one clock in its unit."""
    match clock.unit:
        case "working_day":
            return count_working_days(calendar, start, clock.length, start_day_counted=start_day_counted)
        case "calendar_day":
            return count_calendar_days(calendar, start, clock.length, start_day_counted=start_day_counted, roll=roll)
        case "month":
            return count_months(calendar, start, clock.length, start_day_counted=start_day_counted, roll=roll, rule=month_rule)


def readings_of(clock: ClockRule) -> tuple[str, ...]:
    """The names of the readings that this clock's end depends on."""
    by_unit = {"working_day": (), "calendar_day": ("deadline.roll",), "month": ("deadline.roll", "month.rule")}
    rolling = by_unit[clock.unit]
    return ("count.start_day", *(name for name in rolling if clock.rolls or name != "deadline.roll"))


def _span_explained(span: Span) -> Explanation:
    zh, en = KINDS[span.kind]
    return Explanation(
        code="deadline.counted" if span.counted else "deadline.skipped",
        zh=f"{'计入' if span.counted else '不计'} {span.days} 天 ({span.name or zh})",
        en=f"{'counted' if span.counted else 'skipped'}: {span.days} ({en}{f', {span.name}' if span.name else ''})",
        value=f"{span.starts.isoformat()}/{span.ends.isoformat()}",
    )
