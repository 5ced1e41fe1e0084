"""What sign-in works with in one process; stands in the app's state as `desk`."""

from collections.abc import Callable
from dataclasses import dataclass, field

from common.ledger.pool import Pool
from common.settings import Settings
from console.accounts.hashing import Hasher
from console.accounts.provider import Provider
from console.settings import ConsoleSettings


@dataclass
class Desk:
    """Settings and tools."""

    pool_of: Callable[[], Pool] = field(repr=False)
    settings: ConsoleSettings
    shared: Settings
    hasher: Hasher
    provider: Provider | None = field(default=None, repr=False)
    """The organisation's sign-in, where one is configured."""

    @property
    def pool(self) -> Pool:
        """Connections to the console's database. Problem `unavailable` comes from using it while it is away."""
        return self.pool_of()

    @property
    def loopback(self) -> bool:
        """Whether this process listens on this machine only."""
        return self.shared.loopback
