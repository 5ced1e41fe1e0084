"""Who is on a page, under which contract, in which language: what a page's function is given."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nicegui import Client

from common.ids import new_id
from common.web.language import Language
from common.web.permissions import Role
from console import visitor as seam
from console.live import Live
from console.remote import Remote
from console.shell import words
from console.visitor import Visitor


@dataclass(frozen=True)
class Contract:
    """A contract as pages show it. `known` is False while billing is away and only the id is known."""

    id: str
    title_zh: str
    title_en: str
    zone: str
    sample: bool
    known: bool = True

    def title(self, language: Language) -> str:
        """Its title in a language."""
        return self.title_en if language == "en" else self.title_zh


@dataclass
class Here:
    """One open page: the visitor, the contract, the services as the visitor may ask them."""

    visitor: Visitor
    contract: Contract
    contracts: Sequence[Contract]
    remote: Remote
    live: Live
    client: Client = field(repr=False)
    state: Any = field(repr=False)
    dark: bool = False
    form: str = field(default="", repr=False)
    """What a plain form of ours carries, so that nobody else's is taken for it."""
    query: Mapping[str, str] = field(default_factory=dict)
    pending: "list[asyncio.Task[None]]" = field(default_factory=list, repr=False)
    """What the page is still reading; its first answer waits for it a little, so that it comes filled."""

    @property
    def language(self) -> Language:
        """What this person reads."""
        return self.visitor.language

    @property
    def roles(self) -> frozenset[Role]:
        """What this person is under the contract."""
        return self.visitor.roles(self.contract.id)

    def say(self, key: str, **values: object) -> str:
        """The words of a key."""
        return words.say(self.language, key, **values)

    def service(self, name: str) -> str:
        """A service's name as people say it."""
        return self.say(f"service.{name}")

    def may(self, action: str) -> bool:
        """Whether to show what needs this action. The service decides again."""
        return self.visitor.may(action, self.contract.id) and not self._only_looks(action)

    def link(self, path: str) -> str:
        """The address of a page under this contract."""
        return f"/c/{self.contract.id}{path}"

    def go(self, path: str) -> None:
        """Sends the browser to another page under this contract."""
        self.client.open(self.link(path))

    async def names(self, accounts: Iterable[str]) -> dict[str, str]:
        """The names of those who acted, by the ids that records carry; who has no account here is left out."""
        return await seam.names_of(self.state, accounts)

    def key(self) -> str:
        """A fresh idempotency key: one for each thing a person decides to do."""
        return f"console-{new_id()}"

    def _only_looks(self, action: str) -> bool:
        return self.visitor.kiosk and not action.endswith((".read", ".names", ".list"))
