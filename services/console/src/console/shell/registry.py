"""Every page there is, in the order of the navigation."""

from dataclasses import dataclass

GROUPS = ("today", "desk", "roster", "inspection", "scoring", "billing", "audit", "system")


@dataclass(frozen=True)
class Card:
    """What is known of a page without building it."""

    path: str
    title: str
    group: str
    action: str
    listed: bool
    bare: bool


PAGES: list[Card] = []


def listed() -> list[tuple[str, list[Card]]]:
    """The pages of the navigation by group."""
    return [(group, [card for card in PAGES if card.group == group and card.listed]) for group in GROUPS]
