"""axe-core's judgement of a page: what keeps people with a screen reader, a keyboard or weak eyes from using it."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SOURCE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
"""Installed by deploy/browser from package-lock.json; not part of this repository."""

RUN = """async (part) => (await axe.run(part, {resultTypes: ["violations"], preload: false, selectors: false})).violations
    .filter((one) => one.impact === "serious" || one.impact === "critical")
    .map((one) => ({id: one.id, nodes: one.nodes.map((node) => [node.html, node.failureSummary])}))"""


def problems(page: Page, part: str = "html") -> list[str]:
    """The serious and critical findings in a part of the page: the rule, how often, the first place and what is wrong there.

    Nothing where axe-core is not installed; a test of its own says so.
    """
    if not SOURCE.is_file():
        return []
    # Evaluated, not added as a script: the page's own policy for scripts stays as it is.
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(_source())
    found: list[dict[str, Any]] = page.evaluate(RUN, part)
    return [f"{one['id']} x{len(one['nodes'])}: {one['nodes'][0][0][:200]} | {one['nodes'][0][1]}" for one in found]


@cache
def _source() -> str:
    return SOURCE.read_text(encoding="utf-8")
