"""How much is done in a run."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """`load_seconds` of load with faults, then `calm_seconds` without; at most `settle_seconds` until all is quiet.

    `stories_a_second` are begun whatever the answers do (open loop). `pause_seconds` lie between two faults. `away_seconds`
    is how long NATS stays away once. `commands`: go on until so many are acknowledged. `imported`: events of a backlog that
    is imported meanwhile. `at_once`: so many things are broken at a time, lest a slow machine only ever start processes.
    """

    name: str
    contracts: int
    load_seconds: float
    stories_a_second: float
    pause_seconds: float
    away_seconds: float
    settle_seconds: float
    calm_seconds: float = 2.0
    commands: int = 0
    replicas: int = 1
    restore: bool = True
    upgrade: bool = True
    imported: int = 0
    at_once: int = 3


PROFILES = {
    "smoke": Profile("smoke", 2, 12, 10, 0.5, 2, 40, replicas=1, restore=False, upgrade=False, at_once=5),
    "short": Profile("short", 4, 60, 14, 1.2, 8, 60, replicas=2),
    "long": Profile("long", 12, 1200, 30, 6, 150, 180, commands=100_000, replicas=2, imported=1_000_000),
}
