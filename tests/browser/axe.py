"""axe-core's judgement of a page: what keeps people with a screen reader, a keyboard or weak eyes from using it."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SOURCE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
"""Installed by deploy/browser from package-lock.json; not part of this repository."""

RUN = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
    .filter((one) => one.impact === "serious" || one.impact === "critical")
    .map((one) => ({id: one.id, nodes: one.nodes.map((node) => [node.html, node.failureSummary])}))"""


def problems(page: Page) -> list[str]:
    """Its serious and critical findings: the rule, how often, the first place and what is wrong there."""
    # Evaluated, not added as a script: the page's own policy for scripts stays as it is.
    page.evaluate(SOURCE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate(RUN)
    return [f"{one['id']} x{len(one['nodes'])}: {one['nodes'][0][0][:200]} | {one['nodes'][0][1]}" for one in found]
