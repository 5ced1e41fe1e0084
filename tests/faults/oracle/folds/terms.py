"""The terms' views, the same in every service."""

from faults.oracle.folds.fold import Fact, Folds, Row, by


def _contract(_row: Row | None, fact: Fact) -> Row:
    facts = fact.data["pack"]["contract"]
    return {
        "contract": fact.data["contract"],
        "zh": facts["zh"],
        "en": facts["en"],
        "starts": facts["term"]["starts"],
        "ends": facts["term"]["ends"],
        "sample": fact.data["sample"],
        "pack": facts["id"],
        "pack_hash": fact.data["pack_hash"],
        "position": fact.position,
    }


def _reading(row: Row | None, fact: Fact) -> Row:
    option = fact.data["option"]
    changes = row["changes"] if row else []
    return {"name": fact.data["name"], "option": option, "changes": [*changes, [option, fact.position]]}


def _rate(_row: Row | None, fact: Fact) -> Row:
    return {
        **{name: fact.data[name] for name in ("percent", "published_on", "source_document", "example")},
        "position": fact.position,
    }


def _year(row: Row | None, fact: Fact) -> Row:
    same = {name: fact.data[name] for name in ("year", "source_document", "example", "days")}
    return {**same, "position": fact.position, "replaced": [*row["replaced"], row["position"]] if row else []}


def _one(_fact: Fact) -> tuple[str]:
    return ("contract",)


FOLDS: Folds = {
    "terms-activated": (("terms_contract", _one, _contract),),
    "reading-chosen": (("terms_readings", by("name"), _reading),),
    "reference-rate-set": (("terms_rates", _one, _rate),),
    "calendar-year-published": (("terms_calendar_years", by("year"), _year),),
    "timer-lapsed": (),
}
