"""What the operator reads in the terminal, in the language of the terminal: Chinese where it is set, else English."""

import os
import sys
from dataclasses import dataclass


def in_chinese() -> bool:
    """Whether the terminal's locale is Chinese (WATCHBILL_LANG, LC_ALL, LC_MESSAGES, LANG in this order)."""
    for name in ("WATCHBILL_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value and not value.startswith(("C", "POSIX")):
            return value.startswith("zh")
    return False


@dataclass(frozen=True)
class Say:
    """One sentence in both languages."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh if in_chinese() else self.en


class Stop(Exception):
    """What keeps a command from going on: one clear sentence for the operator, and an exit code."""

    def __init__(self, zh: str, en: str, code: int = 1) -> None:
        super().__init__(en)
        self.sentence = Say(zh, en)
        self.code = code


def tell(zh: str, en: str) -> None:
    """Prints a sentence at once."""
    print(Say(zh, en), flush=True)


def warn(zh: str, en: str) -> None:
    """Prints a sentence to stderr at once."""
    print(f"watchbill: {Say(zh, en)}", file=sys.stderr, flush=True)
