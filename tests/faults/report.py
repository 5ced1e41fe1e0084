"""What a run shows and writes down."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faults.oracle.finding import Finding

KINDS = ("lost", "duplicated", "reordered", "broken_chain", "diverged_views", "timers", "effects", "stuck", "other")


@dataclass
class Outcome:
    """One run."""

    profile: str
    seed: int
    seconds: float
    commands: int
    asked: int
    events: Mapping[str, int]
    faults: Mapping[str, int]
    missed: Mapping[str, int]
    findings: list[Finding] = field(default_factory=list)
    settled_seconds: float = 0.0
    p50_ms: float = 0.0
    p99_ms: float = 0.0

    @property
    def counted(self) -> Counter[str]:
        return Counter(finding.kind for finding in self.findings)

    @property
    def clean(self) -> bool:
        return not self.findings

    def content(self) -> dict[str, Any]:
        """The fields of `out/faults.json`."""
        return {
            "commands": self.commands,
            "asked": self.asked,
            "events": sum(self.events.values()),
            "faults": dict(self.faults),
            **{kind: self.counted[kind] for kind in KINDS},
            "seconds": round(self.seconds, 1),
            "settled_seconds": round(self.settled_seconds, 1),
            "p50_ms": round(self.p50_ms, 1),
            "p99_ms": round(self.p99_ms, 1),
            "seed": self.seed,
            "profile": self.profile,
            "findings": [f"{finding.kind}: {finding.what}" for finding in self.findings[:100]],
        }


def write(outcome: Outcome, path: Path) -> None:
    """Writes the JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(outcome.content(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def table(outcome: Outcome) -> list[str]:
    """What a person reads at the end."""
    lines = ["", f"faults · profile {outcome.profile} · seed {outcome.seed} · {outcome.seconds:.0f} s", ""]
    lines += _rows("injected", outcome.faults)
    if outcome.missed:
        lines += _rows("not possible just then", outcome.missed)
    lines += _rows("events", outcome.events)
    lines += [
        f"  {outcome.commands} commands acknowledged of {outcome.asked}",
        f"  p50 {outcome.p50_ms:.0f} ms, p99 {outcome.p99_ms:.0f} ms; quiet {outcome.settled_seconds:.1f} s after the load",
        "",
    ]
    lines += [f"  {kind:<16} {outcome.counted[kind]:>6}" for kind in KINDS]
    lines += ["", *(f"  BREACH {finding.kind}: {finding.what}" for finding in outcome.findings[:30])]
    return [*lines, "clean" if outcome.clean else f"{len(outcome.findings)} breaches", ""]


def _rows(title: str, counts: Mapping[str, int]) -> list[str]:
    return [f"  {title}:", *(f"    {name:<20} {count:>7}" for name, count in sorted(counts.items())), ""]
