"""考核指标: every rule that gives or takes points, and a clause picker that offers the valid points only."""

from collections.abc import Mapping, Sequence
from typing import Any

from console.shell.cells import Column
from console.shell.form import Field
from console.shell.here import Here
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import heading
from console.shell.table import plain_rows

Json = dict[str, Any]

COUNTABLE = frozenset({"person", "place", "occurrence_or_place"})
MOST_UNITS = 100
QUARTERLY = (
    Column("code"),
    Column("title", wide=True),
    Column("direction"),
    Column("range", "number", title="scoring.range"),
    Column("unit", title="scoring.unit"),
    Column("cumulative", "flag", title="scoring.cumulative"),
    Column("header_range", title="scoring.header"),
    Column("clause"),
)
ANNUAL = (
    *(Column("code"), Column("title", wide=True), Column("points", "number"), Column("unit", title="scoring.unit")),
    *(Column("derived", "flag", title="scoring.derived"), Column("clause")),
)


@page("/scoring/rules", title="scoring.rules", group="scoring", action="rules.read", place=60)
async def rules(here: Here) -> None:
    """The whole catalogue as the contract pack has it."""
    heading(here.say("scoring.rules"))

    def quarterly(found: Json) -> None:
        rows = [_row(here, rule) for rule in found["quarterly"]]
        plain_rows(here, "scoring.rules_quarterly", QUARTERLY, rows, opens="/scoring/slips?rule={code}")

    def annual(found: Json) -> None:
        plain_rows(here, "scoring.rules_annual", ANNUAL, [_named(here, rule) for rule in found["annual"]])

    Panel(here, "scoring.rules_quarterly", lambda: load(here), quarterly, classes="is-list")
    Panel(here, "scoring.rules_annual", lambda: load(here), annual, classes="is-list")


async def load(here: Here) -> Json:
    """The catalogue in force."""
    return await here.remote.get("scoring", "/rules")


def title_of(here: Here, rule: Mapping[str, Any]) -> str:
    """A rule's title in the reader's language."""
    return str(rule["title_en" if here.language == "en" else "title_zh"])


def span(low: int, high: int) -> str:
    """1–10, or 2 where there is no choice."""
    return str(low) if low == high else f"{low}–{high}"


def picker(here: Here, rules: Sequence[Json], *, units: int = 1, rule: str = "") -> tuple[Field, ...]:
    """Which rule, for how many persons, places or times, and the points it permits: fixed, a range, or some values."""
    chosen = rule or (rules[0]["code"] if len(rules) == 1 else None)
    options = [(one["code"], f"{one['code']} {title_of(here, one)}") for one in rules]
    return (
        Field("rule", "choice", title="scoring.rule", required=True, value=chosen, options=options),
        Field("units", "number", value=units, low=1, high=MOST_UNITS, by="rule", cases=unit_cases(here, rules)),
        points(here, rules, required=True),
    )


def points(here: Here, rules: Sequence[Json], *, required: bool) -> Field:
    """The points of a slip: whatever the chosen rule permits for so many units."""
    cases = {one["code"]: case(here, one) for one in rules}
    return Field("points", "number", required=required, by="rule", times="units", cases=cases)


def unit_cases(here: Here, rules: Sequence[Json]) -> dict[str, Json]:
    """Only a rule that counts persons or places, or adds up by its words, takes more than one unit."""
    return {one["code"]: {"low": 1, "high": MOST_UNITS if countable(one) else 1, "help": _unit(here, one)} for one in rules}


def countable(rule: Mapping[str, Any]) -> bool:
    """Whether one slip may cover several persons, places or times."""
    return bool(rule["cumulative"]) or rule["unit"]["code"] in COUNTABLE


def case(here: Here, rule: Mapping[str, Any]) -> Json:
    """What the field of points is under this rule."""
    values = rule["values"] or ()
    return {
        "low": rule["points_min"],
        "high": rule["points_max"],
        "options": [(str(value), str(value)) for value in values],
        "help": sentence(here, rule),
    }


def sentence(here: Here, rule: Mapping[str, Any]) -> str:
    """The rule's points in words: deduction or bonus, the range, and the range of the item that it stands under."""
    said = [
        f"{_label(here, rule['direction'])} {span(rule['points_min'], rule['points_max'])}",
        here.say("scoring.cumulative") if rule["cumulative"] else "",
        here.say("scoring.header_of", header=rule["header"], range=span(rule["header_min"], rule["header_max"])),
        rule["paraphrase_zh"],
    ]
    return " · ".join(filter(None, said))


def _unit(here: Here, rule: Mapping[str, Any]) -> str:
    return _label(here, rule["unit"])


def _label(here: Here, value: Mapping[str, Any]) -> str:
    return str(value["en" if here.language == "en" else "zh"])


def _named(here: Here, rule: Json) -> Json:
    return {**rule, "title": title_of(here, rule)}


def _row(here: Here, rule: Json) -> Json:
    header = f"{rule['header']}: {span(rule['header_min'], rule['header_max'])}"
    values = "、".join(map(str, rule["values"] or ()))
    return {**_named(here, rule), "range": values or span(rule["points_min"], rule["points_max"]), "header_range": header}
