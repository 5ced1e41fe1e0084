"""How much is done in a run."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Profile:
    """`load_seconds` of load with faults, then a little without; at most `settle_seconds` until all is quiet.

    `stories_a_second` are begun whatever the answers do (open loop). `pause_seconds` lie between two faults. `away_seconds`
    is how long NATS stays away once. `commands`: go on until so many are acknowledged. `imported`: events of a backlog that
    is imported meanwhile. `at_once`: so many things are broken at a time, lest a slow machine only ever start processes.
    `calls`: so many times as many plain calls among the stories, where the number of commands matters.
    `replicas`: a further process of a service for each time that it is named.
    `settle_seconds` is patience, not a measure: a quiet machine needs seconds of it, a loaded one may need all.
    """

    name: str
    contracts: int
    load_seconds: float
    stories_a_second: float
    pause_seconds: float
    away_seconds: float
    settle_seconds: float
    commands: int = 0
    replicas: tuple[str, ...] = ()
    restore: bool = True
    upgrade: bool = True
    imported: int = 0
    at_once: int = 3
    calls: int = 1


PROFILES = {
    "smoke": Profile("smoke", 2, 12, 10, 0.5, 2, 180, replicas=("tickets",), restore=False, upgrade=False, at_once=5),
    "short": Profile(
        "short", 4, 60, 14, 1.2, 8, 240, replicas=("tickets", "tickets", "roster", "scoring", "billing", "inspection")
    ),
    "long": Profile(
        "long",
        12,
        720,
        55,
        12,
        150,
        600,
        commands=100_000,
        calls=15,
        replicas=("tickets", "tickets", "roster", "scoring"),
        imported=1_000_000,
    ),
}


def profile(name: str, size: float = 1.0) -> Profile:
    """The profile of that name, its times and counts cut to `size` (the length of a try-out: WATCHBILL_FAULTS_SIZE)."""
    whole = PROFILES[name]
    return replace(
        whole,
        load_seconds=whole.load_seconds * size,
        away_seconds=whole.away_seconds * size,
        commands=int(whole.commands * size),
        imported=int(whole.imported * size),
    )
