"""`python -m faults [--profile smoke|short|long] [--seed n]`: see README.md."""

import argparse
import asyncio
import sys
from pathlib import Path

from faults.profile import PROFILES
from faults.report import table, write
from faults.run import run

OUT = Path(__file__).resolve().parents[2] / "out"


def main() -> int:
    """0 when nothing was lost, doubled, reordered or different."""
    parser = argparse.ArgumentParser(prog="faults")
    parser.add_argument("--profile", choices=sorted(PROFILES), default="short")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    OUT.mkdir(exist_ok=True)
    record = OUT / f"faults-{options.profile}-{options.seed}.jsonl"
    record.unlink(missing_ok=True)
    outcome = asyncio.run(run(PROFILES[options.profile], options.seed, record, _say))
    write(outcome, OUT / "faults.json")
    write(outcome, OUT / f"faults-{options.profile}-{options.seed}.json")
    _say("\n".join(table(outcome)))
    return 0 if outcome.clean else 1


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
