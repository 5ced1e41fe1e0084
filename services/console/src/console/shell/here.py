"""Who is on a page, under which contract, in which language: what a page's function is given."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from nicegui import Client

from common.clock import real_now
from common.ids import new_id
from common.web.language import Language
from common.web.permissions import Role
from console import visitor as seam
from console.live import Live
from console.remote import Remote
from console.shell import words
from console.shell.hand import Hand
from console.visitor import Visitor

BY_RULE = ":"
"""What no id of a person or program has: a service's own rule acted, named itself (`policy:…`), or by the event it acted on."""
TIMER = "timer"
"""A time that came, as the contract's terms set it."""


@dataclass(frozen=True)
class Contract:
    """A contract as pages show it. `known` is False while billing is away and only the id is known."""

    id: str
    title_zh: str
    title_en: str
    zone: str
    sample: bool
    known: bool = True
    ends: date | None = None
    stands_at: datetime | None = None
    """Where the services' clock stands, if they run on virtual time."""

    def title(self, language: Language) -> str:
        """Its title in a language."""
        return self.title_en if language == "en" else self.title_zh

    @property
    def now(self) -> datetime:
        """The moment it is for the services, aware, in the contract's zone."""
        return (self.stands_at or real_now()).astimezone(ZoneInfo(self.zone))

    @property
    def today(self) -> date:
        """The day it is under the contract."""
        return self.now.date()

    @property
    def over(self) -> bool:
        """Whether the term has ended."""
        return self.ends is not None and self.ends < self.today


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
    dark: bool | None = None
    """None while this browser has not said yet: it is as its system prefers."""
    form: str = field(default="", repr=False)
    """What a plain form of ours carries, so that nobody else's is taken for it."""
    query: Mapping[str, str] = field(default_factory=dict)
    hand: Hand = field(default_factory=Hand, repr=False)
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

    async def names(self, subjects: Iterable[str]) -> dict[str, str]:
        """What to call those who acted, by the ids that records carry: who is not known here keeps the id."""
        wanted = set(subjects)
        known = await seam.names_of(self.state, self.contract.id, wanted)
        return {one: known.get(one) or self._unnamed(one) for one in wanted}

    async def named(self, rows: Sequence[Mapping[str, Any]], fields: Iterable[str]) -> list[dict[str, Any]]:
        """The rows with `<field>_name` beside each field that says who did something."""
        who = tuple(fields)
        names = await self.names(row[one] for row in rows for one in who if row.get(one))
        return [{**row, **{f"{one}_name": names.get(row.get(one) or "") for one in who}} for row in rows]

    def _unnamed(self, subject: str) -> str:
        return self.say("actor.policy") if BY_RULE in subject or subject == TIMER else subject

    def key(self) -> str:
        """A fresh idempotency key: one for each thing a person decides to do."""
        return f"console-{new_id()}"

    def _only_looks(self, action: str) -> bool:
        return self.visitor.kiosk and not action.endswith((".read", ".names", ".list"))
