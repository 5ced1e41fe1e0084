"""Everything is broken once under load, and nothing is lost, doubled, reordered or different."""

from pathlib import Path

from faults.profile import PROFILES
from faults.report import KINDS, table
from faults.run import run

SEED = 1


async def test_nothing_is_lost_while_everything_breaks(tmp_path: Path) -> None:
    outcome = await run(PROFILES["smoke"], SEED, tmp_path / "record.jsonl", lambda _line: None)
    assert outcome.clean, "\n".join(table(outcome))
    assert outcome.commands > 100
    assert len(outcome.faults) >= 5
    content = outcome.content()
    assert {"commands", "events", "faults", "seconds", "seed", *KINDS} <= content.keys()
    assert (content["seed"], content["lost"]) == (SEED, 0)
