"""`python -m cluster [--seed 1]`: see README.md."""

import argparse
import asyncio
import json
import sys
from pathlib import Path

from cluster.run import Played, run
from faults.report import table

OUT = Path(__file__).resolve().parents[2] / "out"


def main() -> int:
    """0 when nothing was lost, doubled, reordered or different."""
    parser = argparse.ArgumentParser(prog="cluster")
    parser.add_argument("--seed", type=int, default=1)
    seed = parser.parse_args().seed
    OUT.mkdir(exist_ok=True)
    record = OUT / f"cluster-{seed}.jsonl"
    record.unlink(missing_ok=True)
    outcome, played = asyncio.run(run(seed, record, _say))
    content = {**outcome.content(), **played.content()}
    (OUT / "cluster.json").write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    _say("\n".join([*_measured(played), *table(outcome)]))
    return 0 if outcome.clean else 1


def _measured(played: Played) -> list[str]:
    found = played.content()
    lease, restart = found["take_over_seconds"], found["rolling_restart"]
    return [
        "",
        f"  lease taken over after kill -9: median {lease['median']} s, worst {lease['worst']} s of {len(lease['all'])}",
        f"  rolling restart of all: {restart['seconds']} s, p99 {restart['p99_ms']} ms, longest answer {restart['worst_ms']} ms",
    ]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
