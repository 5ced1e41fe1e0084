"""Readings that the software can follow, and names it cannot do without."""

from collections.abc import Iterator

from common.terms.checks.finding import Finding
from common.terms.needed import CLOCKS_NEEDED, READINGS_CITED, READINGS_FOLLOWED
from common.terms.pack import Pack


def readings_not_followed(pack: Pack) -> Iterator[Finding]:
    """Unknown options, options of recorded-only readings, statuses that claim too much, names that are missing."""
    for n, reading in enumerate(pack.readings):
        path = ("readings", n)
        if reading.starts_with not in reading.options:
            yield Finding((*path, "option"), "option_unknown", reading.starts_with)
        elif reading.status == "recorded_only" and reading.starts_with != reading.default:
            yield Finding((*path, "option"), "reading_not_in_force", reading.name)
        if reading.status == "in_force" and reading.name not in READINGS_FOLLOWED and not _gives_hours(pack, reading.name):
            yield Finding((*path, "status"), "reading_not_followed", reading.name)
    declared = {reading.name for reading in pack.readings}
    for name in sorted((READINGS_FOLLOWED | READINGS_CITED) - declared):
        yield Finding(("readings",), "reading_missing", name)
    clocks = {clock.name for clock in pack.clocks}
    for name in sorted(CLOCKS_NEEDED - clocks):
        yield Finding(("clocks",), "clock_missing", name)


def _gives_hours(pack: Pack, name: str) -> bool:
    return any(window.reading == name for window in pack.staffing.windows.values())
