"""Columns that line up in a terminal where a Chinese character takes two cells."""

from collections.abc import Sequence
from unicodedata import combining, east_asian_width

WIDE = frozenset("WF")


def cells(text: str) -> int:
    """How many terminal cells a text takes."""
    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in WIDE else 1 for letter in text)


def fill(text: str, width: int, *, right: bool = False) -> str:
    """The text padded to `width` cells."""
    blank = " " * max(0, width - cells(text))
    return blank + text if right else text + blank


def table(rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset(), indent: str = "  ") -> list[str]:
    """Rows as lines with aligned columns; the columns in `right` are flush right."""
    widths = [max(cells(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        indent + "  ".join(fill(text, widths[column], right=column in right) for column, text in enumerate(row)).rstrip()
        for row in rows
    ]
