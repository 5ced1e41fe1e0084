"""Roles by contract, as administrators choose and read them."""

from collections.abc import Iterable, Sequence

from common.web.permissions import Role
from console.shell.here import Here
from console.signin.words import ROLES


def role(here: Here, name: str) -> str:
    """A role's name as people say it."""
    return ROLES[Role(name)][1 if here.language == "en" else 0]


def options(here: Here, roles: Iterable[Role]) -> Sequence[tuple[str, str]]:
    """Roles to choose from."""
    return [(one.value, role(here, one.value)) for one in sorted(roles)]


def by_contract(here: Here) -> Sequence[tuple[str, str]]:
    """The contracts to choose from."""
    return [(one.id, one.title(here.language)) for one in here.contracts]


def words_of(here: Here, granted: Iterable[tuple[str, Iterable[str]]]) -> list[str]:
    """Contract and role, a line for each."""
    return [f"{contract}: {role(here, one)}" for contract, roles in granted for one in roles]
