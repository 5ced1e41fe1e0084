"""What sign-in works with in one process; stands in the app's state as `desk`."""

from collections.abc import Callable
from dataclasses import dataclass, field

from common.ledger.pool import Pool
from common.settings import Settings
from console.accounts import sessions
from console.accounts.hashing import Hasher
from console.accounts.looking import Looking
from console.accounts.pace import Pace
from console.accounts.provider import Provider
from console.accounts.tokens import Tokens
from console.accounts.wrapping import Wrapping
from console.settings import ConsoleSettings


@dataclass
class Desk:
    """Settings and tools."""

    pool_of: Callable[[], Pool] = field(repr=False)
    settings: ConsoleSettings
    shared: Settings
    hasher: Hasher
    wrapping: Wrapping
    """What signing keys are kept under."""
    provider: Provider | None = field(default=None, repr=False)
    """The organisation's sign-in, where one is configured."""
    tokens: Tokens = field(default_factory=Tokens, repr=False)
    looking: Looking = field(init=False, repr=False)
    """The sessions whose pages are open."""
    pace: Pace = field(init=False, repr=False)
    """What one address may ask without being signed in."""

    def __post_init__(self) -> None:
        self.looking = Looking(lambda ids: sessions.of_ids(self.pool, self.settings, ids))
        self.pace = Pace(self.settings.address_requests)

    @property
    def pool(self) -> Pool:
        """Connections to the console's database. Problem `unavailable` comes from using it while it is away."""
        return self.pool_of()

    @property
    def loopback(self) -> bool:
        """Whether this process listens on this machine only."""
        return self.shared.loopback
