"""`make bench [NAME=append.ledger]`: measures, prints a table and writes `out/bench.json`, with `out/bench-conditions.json`.

WATCHBILL_BENCH_SIZE=0.1 makes everything smaller for a quick look, WATCHBILL_BENCH_ROUNDS=3 takes fewer rounds.
"""

import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import uvloop

from bench.conditions import Conditions, conditions, measured
from bench.figures import Figure
from bench.stage import SIZE
from bench.table import GROUPS, NAMES

OUT = Path(__file__).resolve().parents[2] / "out" / "bench.json"
CONDITIONS = OUT.with_name("bench-conditions.json")
"""Row by row, under which conditions it was measured: a run of some names replaces theirs only."""


def main(arguments: Sequence[str]) -> int:
    """0 when every goal was met, 1 when one was missed, 2 for an unknown name."""
    unknown = [name for name in arguments if name not in NAMES]
    if unknown:
        sys.stderr.write(f"no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}\n")
        return 2
    wanted = list(arguments) or list(NAMES)
    known = conditions()
    print("  ".join(f"{name} {value}" for name, value in known.items()))
    if SIZE < 1:
        print(f"A quick look at {SIZE:g} of the size: these figures prove nothing.")
    figures: list[Figure] = []
    under: dict[str, Conditions] = {}
    for names, measure in GROUPS:
        mine = [name for name in names if name in wanted]
        if mine:
            load, began = os.getloadavg()[0], time.monotonic()
            found = uvloop.run(measure(mine))
            shown = [one for one in found if any(one.name.startswith(name) for name in mine)]
            figures += shown
            mine_under = {**known, **measured(load, time.monotonic() - began)}
            under |= {one.name: mine_under for one in shown}
            _show(shown)
            _write(OUT, [one.row() for one in figures], whole=not arguments)
            _write(CONDITIONS, [{"name": name, **one} for name, one in under.items()], whole=not arguments)
    return 0 if all(one.met in (None, True) for one in figures) else 1


def _show(figures: Sequence[Figure]) -> None:
    for one in figures:
        base = "" if one.ratio is None else f"  = {one.ratio:.2f} x {one.baseline} ({_short(one.baseline_value or 0)})"
        spread = "" if one.lowest is None else f" ({_short(one.lowest)} - {_short(one.highest or 0)})"
        times = "" if one.p50_ms is None else f"  p50 {one.p50_ms:.2f} ms  p99 {one.p99_ms:.2f} ms"
        lost = "" if one.expected is None else f"  {one.expected} acknowledged, {one.arrived} arrived"
        goal = "" if one.met is None else f"  {'met' if one.met else 'MISSED'}: {one.goal}"
        print(f"{one.name:32} {_short(one.value)} {one.unit}{spread}{base}{times}{lost}{goal}  {one.note}".rstrip(), flush=True)


def _short(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _write(path: Path, rows: Sequence[Mapping[str, Any]], *, whole: bool) -> None:
    """A run of some names replaces their rows only."""
    path.parent.mkdir(exist_ok=True)
    known = {} if whole or not path.exists() else {row["name"]: row for row in json.loads(path.read_text())}
    known.update({row["name"]: row for row in rows})
    path.write_text(json.dumps(list(known.values()), indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
