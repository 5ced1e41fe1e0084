"""What must hold inside a pack beyond the shape of its parts: references, sums, bands, codes, readings."""

from common.terms.checks.codes import double_codes
from common.terms.checks.finding import Finding
from common.terms.checks.money import amounts_that_do_not_add_up, bands_with_gaps
from common.terms.checks.people import people_that_do_not_add_up
from common.terms.checks.points import points_out_of_range
from common.terms.checks.readings import readings_not_followed
from common.terms.checks.references import dead_references
from common.terms.pack import Pack

CHECKS = (
    double_codes,
    dead_references,
    amounts_that_do_not_add_up,
    bands_with_gaps,
    people_that_do_not_add_up,
    points_out_of_range,
    readings_not_followed,
)


def findings(pack: Pack) -> tuple[Finding, ...]:
    """Every defect of a well-formed pack."""
    return tuple(found for check in CHECKS for found in check(pack))


__all__ = ["CHECKS", "Finding", "findings"]
