"""`python -m faults [--profile smoke|short|long] [--seed 7|1-20]`: see README.md."""

import argparse
import asyncio
import json
import os
import sys
from pathlib import Path

from faults.profile import PROFILES, profile
from faults.report import table, write
from faults.run import run

OUT = Path(__file__).resolve().parents[2] / "out"


def main() -> int:
    """0 when nothing was lost, doubled, reordered or different."""
    parser = argparse.ArgumentParser(prog="faults")
    parser.add_argument("--profile", choices=sorted(PROFILES), default="short")
    parser.add_argument("--seed", default="1", help="7, or 1-20: then those that ran clean before are left out")
    options = parser.parse_args()
    OUT.mkdir(exist_ok=True)
    first, _, last = options.seed.partition("-")
    seeds = range(int(first), int(last or first) + 1)
    breaches = 0
    for seed in seeds:
        if len(seeds) == 1 or not _ran_clean(options.profile, seed):
            breaches += not _run(options.profile, seed)
    return 1 if breaches else 0


def _ran_clean(name: str, seed: int) -> bool:
    result = OUT / f"faults-{name}-{seed}.json"
    clean = result.exists() and not json.loads(result.read_text(encoding="utf-8"))["findings"]
    if clean:
        _say(f"seed {seed} ran clean before: {result.name}")
    return clean


def _run(name: str, seed: int) -> bool:
    record = OUT / f"faults-{name}-{seed}.jsonl"
    for before in (record, record.with_suffix(".imported.jsonl")):
        before.unlink(missing_ok=True)
    size = float(os.environ.get("WATCHBILL_FAULTS_SIZE", "1"))
    outcome = asyncio.run(run(profile(name, size), seed, record, _say))
    write(outcome, OUT / "faults.json")
    write(outcome, OUT / f"faults-{name}-{seed}.json")
    _say("\n".join(table(outcome)))
    return outcome.clean


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
