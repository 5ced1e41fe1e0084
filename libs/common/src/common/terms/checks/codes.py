"""Codes that must be unique."""

from collections.abc import Iterable, Iterator

from common.terms.checks.finding import Finding, Path
from common.terms.pack import Pack


def double_codes(pack: Pack) -> Iterator[Finding]:
    """The second use of any code, with its place."""
    for coded in _families(pack):
        seen: set[str] = set()
        for path, code in coded:
            if code in seen:
                yield Finding(path, "duplicate_code", code)
            seen.add(code)


def _families(pack: Pack) -> Iterator[Iterable[tuple[Path, str]]]:
    scoring = pack.scoring
    yield [(("clauses", n, "at"), clause.at) for n, clause in enumerate(pack.clauses)]
    yield [(("clocks", n, "name"), clock.name) for n, clock in enumerate(pack.clocks)]
    yield [(("breaches", n, "code"), breach.code) for n, breach in enumerate(pack.breaches)]
    yield [(("money", "payments", n, "no"), str(payment.no)) for n, payment in enumerate(pack.money.payments)]
    yield [(("staffing", "posts", n, "code"), post.code) for n, post in enumerate(pack.staffing.posts)]
    yield [(("staffing", "requirements", n, "id"), row.id) for n, row in enumerate(pack.staffing.requirements)]
    yield [(("inspection", "items", n, "code"), item.code) for n, item in enumerate(pack.inspection.items)]
    yield [(("scoring", "indicators", n, "code"), indicator.code) for n, indicator in enumerate(scoring.indicators)]
    yield [
        (("scoring", "indicators", n, "rules", m, "code"), rule.code)
        for n, indicator in enumerate(scoring.indicators)
        for m, rule in enumerate(indicator.rules)
    ] + [(("scoring", "annual_rules", n, "code"), rule.code) for n, rule in enumerate(scoring.annual_rules)]
    yield [(("scoring", "tiers", n, "code"), tier.code) for n, tier in enumerate(scoring.tiers)]
    yield [(("readings", n, "name"), reading.name) for n, reading in enumerate(pack.readings)]
    yield [(("calendars", n, "year"), str(year.year)) for n, year in enumerate(pack.calendars)]
