"""What pages are made of besides tables and forms: facts, timelines, explanations, charts."""

from console.shell.parts.chart import chart
from console.shell.parts.explanation import explanation
from console.shell.parts.facts import Fact, facts, heading
from console.shell.parts.timeline import timeline

__all__ = ["Fact", "chart", "explanation", "facts", "heading", "timeline"]
