"""Head counts and hours."""

from collections.abc import Iterator

from common.terms.checks.finding import Finding
from common.terms.pack import Pack, WindowFacts
from common.terms.staffing import hours_of


def people_that_do_not_add_up(pack: Pack) -> Iterator[Finding]:
    """Posts against the team, minima against posts, windows against their readings."""
    staffing = pack.staffing
    together = sum(post.headcount for post in staffing.posts)
    if together != staffing.headcount:
        yield Finding(("staffing", "headcount"), "headcount_sum", str(together))
    heads = {post.code: post.headcount for post in staffing.posts}
    for n, row in enumerate(staffing.requirements):
        if row.minimum > heads.get(row.post, row.minimum):
            yield Finding(("staffing", "requirements", n, "minimum"), "minimum_over_headcount", row.id)
    for name, window in staffing.windows.items():
        yield from _hours(pack, name, window)


def _hours(pack: Pack, name: str, window: WindowFacts) -> Iterator[Finding]:
    other = pack.staffing.windows.get(window.complement_of or "")
    if other is not None and (other.complement_of is not None or (other.starts is None and other.reading is None)):
        yield Finding(("staffing", "windows", name, "complement_of"), "window_complement", name)
    for reading in pack.readings:
        if reading.name == window.reading:
            yield from (
                Finding(("staffing", "windows", name, "reading"), "window_hours", option)
                for option in reading.options
                if not _is_hours(option)
            )


def _is_hours(option: str) -> bool:
    try:
        starts, ends = hours_of(option)
    except ValueError:
        return False
    return starts < ends
