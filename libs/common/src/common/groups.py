"""Contracts divided among groups: each group of contracts has databases and processes of its own.

One table says which group a contract belongs to. It is the same for every process and for whatever routes requests, and
the contract is the unit of order, so nothing is ever decided across groups.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

_GROUP = re.compile(r"[a-z0-9]+")
_PATTERN = re.compile(r"[a-z0-9*-]+")


@dataclass(frozen=True)
class Groups:
    """(pattern, group): a contract belongs to the group of the first pattern that its id matches, `*` for any characters."""

    table: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Groups":
        """From `north=bj-*,tj-2026 south=*`. ValueError that shows what is wrong."""
        table = []
        for word in text.split():
            group, _, patterns = word.partition("=")
            for pattern in patterns.split(","):
                if not _GROUP.fullmatch(group) or not _PATTERN.fullmatch(pattern):
                    raise ValueError(f"{word} is not like north=bj-*,tj-2026")
                table.append((pattern, group))
        return cls(tuple(table))

    @property
    def names(self) -> frozenset[str]:
        """Every group."""
        return frozenset(group for _, group in self.table)

    def of(self, contract: str) -> str | None:
        """The contract's group; `None` where no pattern fits: nobody holds it."""
        return next((group for pattern, group in self.table if fnmatchcase(contract, pattern)), None)


@dataclass(frozen=True)
class Share:
    """What a process's database holds: the contracts of its group, or all where there is none."""

    group: str = ""
    groups: Groups = Groups()

    def holds(self, contract: str) -> bool:
        """Whether this contract is ours."""
        return not self.group or self.groups.of(contract) == self.group

    def named(self, name: str) -> str:
        """A name on the message bus, which all groups share."""
        return f"{name}-{self.group}" if self.group else name


def addresses(text: str) -> Mapping[str, str]:
    """Group -> address, from `north=http://a south=http://b`; one address alone stands under no group.

    ValueError for anything else.
    """
    words = text.split()
    if len(words) == 1 and not _GROUP.fullmatch(words[0].partition("=")[0]):
        return {"": words[0].rstrip("/")}
    found = {group: address.rstrip("/") for group, _, address in (word.partition("=") for word in words)}
    if not found or not all(_GROUP.fullmatch(group) and address for group, address in found.items()):
        raise ValueError(f"{text} is neither an address nor like north=http://a south=http://b")
    return found
