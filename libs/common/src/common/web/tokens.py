"""Who is calling: JWTs signed with Ed25519 by a known key, checked against real time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from common.web.permissions import CONTRACTOR, CUSTOMER, Role

Party = Literal["customer", "contractor"]

EVERY_CONTRACT = "*"


@dataclass(frozen=True)
class Principal:
    """The bearer of a valid token: a subject and its roles under each contract (`*`: under every one).

    `dev` says that a development key signed it: fit for loopback only.
    """

    subject: str
    contracts: Mapping[str, frozenset[Role]]
    dev: bool = False

    def roles_under(self, contract: str) -> frozenset[Role]:
        """The roles under one contract, those under every contract included."""
        return self.contracts.get(contract, frozenset()) | self.contracts.get(EVERY_CONTRACT, frozenset())

    def roles_anywhere(self) -> frozenset[Role]:
        """Every role under any contract, for routes that belong to none."""
        return frozenset[Role]().union(*self.contracts.values())


def party_of(roles: frozenset[Role]) -> Party | None:
    """The party that the roles act for; `None` for neither, and for a token that claims both (it may act for none)."""
    customer, contractor = bool(roles & CUSTOMER), bool(roles & CONTRACTOR)
    if customer == contractor:
        return None
    return "customer" if customer else "contractor"
