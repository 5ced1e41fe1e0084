"""Every page there is, and the order of the navigation."""

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
    place: int = 50


PAGES: list[Card] = []


def listed() -> list[tuple[str, list[Card]]]:
    """The pages of the navigation by group."""
    shown = sorted((card for card in PAGES if card.listed), key=lambda card: card.place)
    return [(group, [card for card in shown if card.group == group]) for group in GROUPS]
