"""Who acts, and for which party."""

from dataclasses import dataclass
from typing import Literal

Party = Literal["customer", "contractor"]


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in person: the token's subject, the party it acts for, and the role it acts in."""

    subject: str
    party: Party
    role: str
