"""`watchbill token`: signs a token with the development key under `.watchbill/`. Services beyond loopback refuse it."""

import argparse
from datetime import timedelta
from pathlib import Path

from common.clock import real_now
from common.web.permissions import Role
from common.web.signing import read_private, sign
from watchbill.place import Place
from watchbill.secret import demand_dev_key

PEOPLE = tuple(role for role in Role if role is not Role.SERVICE)
"""The roles a person can have; services sign for themselves."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """`--role` may be given more than once."""
    parser.add_argument("--role", action="append", required=True, choices=[str(role) for role in PEOPLE])
    parser.add_argument("--contract", default="*", help="a contract id, or * for every contract")
    parser.add_argument("--subject", help="who it speaks for; the role's name when left out")
    parser.add_argument("--key", type=Path, help="another private key (JWK), as `watchbill secrets` makes it")
    parser.add_argument("--hours", type=int, default=12, help="how long it is valid")


def run(options: argparse.Namespace) -> int:
    """Prints the token alone, for scripts."""
    key = options.key or demand_dev_key(Place.chosen())
    print(signed(key, options.role, options.contract, options.subject, options.hours))
    return 0


def token(place: Place, roles: list[str], contract: str = "*", subject: str | None = None) -> str:
    """A development token of a local instance."""
    return signed(demand_dev_key(place), roles, contract, subject)


def signed(key: Path, roles: list[str], contract: str = "*", subject: str | None = None, hours: int = 12) -> str:
    """A token for a person with these roles. Its subject defaults to the first role, `customer-officer`."""
    return sign(
        read_private(key),
        subject or roles[0].replace(".", "-"),
        {contract: roles},
        issued_at=real_now(),
        lifetime=timedelta(hours=hours),
    )
