"""Every page that is declared, and somebody who may see it: what is looked at when every page is looked at."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from playwright.sync_api import Page

import console.pages  # noqa: F401 - declares the pages
from common.web.permissions import ACTIONS, Role
from console.shell.registry import PAGES, Card

GUIDES = {
    "desk": Role.DESK,
    "roster": Role.MANAGER,
    "inspection": Role.MANAGER,
    "audit": Role.AUDITOR,
    "system": Role.AUDITOR,
}
"""Who has most to do in a group of pages; an officer everywhere else, or whoever may see the page."""

BEGINNINGS = {"/audit/events/{service}/{seq}": "/audit/ledger"}
"""Where the way to a page begins that is not below its list's path."""

NOT_IN_THE_SAMPLE = {"/system/parked/{service}/{number}", "/system/clients/{client_id}"}
"""Pages of what the sample never has: an event that nobody could handle, a program with a secret of its own."""


@dataclass(frozen=True)
class Stop:
    """A page of the navigation, who looks at it, and the pages that are reached from it and have no entry of their own."""

    login: str
    path: str
    beyond: Sequence[str] = ()

    def __str__(self) -> str:
        return self.path

    def links(self, page: Page) -> Iterator[tuple[str, str]]:
        """(declared path, path of the first link to such a page), of those that this page leads to."""
        links = page.locator(".wb-main a[href]").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
        for declared in self.beyond:
            wanted = re.compile("/c/sample" + re.sub(r"\\\{\w+\\\}", "[^/?]+", re.escape(declared)) + "$")
            found = next((str(link) for link in links if wanted.match(str(link)) and not _declared(str(link), declared)), None)
            if found is not None:
                yield declared, found.removeprefix("/c/sample")


def stops() -> list[Stop]:
    """All pages of the navigation. `LookupError` for a page that nobody of the sample may see or that is below no list."""
    beyond: dict[str, list[str]] = {card.path: [] for card in PAGES if card.listed}
    for card in PAGES:
        if not card.listed and card.path not in NOT_IN_THE_SAMPLE:
            beyond[BEGINNINGS.get(card.path) or card.path.rpartition("/")[0]].append(card.path)
    return [Stop(_guide(card), card.path, beyond[card.path]) for card in PAGES if card.listed]


def _guide(card: Card) -> str:
    may = ACTIONS[card.action] if card.action else frozenset(Role)
    wanted = [GUIDES.get(card.group, Role.OFFICER), Role.OFFICER, Role.MANAGER, Role.AUDITOR, *sorted(may - {Role.ADMIN})]
    found = [role for role in wanted if role in may]
    if not found:
        raise LookupError(card.path)
    return found[0].replace(".", "-")


def _declared(link: str, other: str) -> bool:
    """Whether the link is a declared page's own path, where another one's pattern would take it, too (`…/plans/new`)."""
    path = link.removeprefix("/c/sample")
    return path != other and any(card.path == path for card in PAGES)
