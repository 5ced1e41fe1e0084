"""What pages are made of besides tables and forms: facts, timelines, explanations, charts, grids."""

from console.shell.parts.chart import chart
from console.shell.parts.explanation import explanation
from console.shell.parts.facts import Fact, differing, facts, heading
from console.shell.parts.grid import Across, Down, grid, mark
from console.shell.parts.timeline import timeline

__all__ = ["Across", "Down", "Fact", "chart", "differing", "explanation", "facts", "grid", "heading", "mark", "timeline"]
