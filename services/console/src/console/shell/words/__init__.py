"""Every word a person sees on a page, Chinese first. One table; `say` is the only way to it."""

from collections.abc import Mapping

from common.web.language import Language
from console.shell.words.accounts import WORDS as ACCOUNTS
from console.shell.words.billing import WORDS as BILLING
from console.shell.words.desk import WORDS as DESK
from console.shell.words.events import WORDS as EVENTS
from console.shell.words.fields import WORDS as FIELDS
from console.shell.words.home import WORDS as HOME
from console.shell.words.inspection import WORDS as INSPECTION
from console.shell.words.nothing import WORDS as NOTHING
from console.shell.words.pages import WORDS as PAGES
from console.shell.words.roster import WORDS as ROSTER
from console.shell.words.scoring import WORDS as SCORING
from console.shell.words.shell import WORDS as SHELL
from console.shell.words.system import WORDS as SYSTEM

Words = Mapping[str, tuple[str, str]]


def _joined(*tables: Words) -> Words:
    joined: dict[str, tuple[str, str]] = {}
    for table in tables:
        twice = joined.keys() & table.keys()
        if twice:
            raise ValueError(f"words given twice: {sorted(twice)}")
        joined.update(table)
    return joined


WORDS = _joined(SHELL, PAGES, FIELDS, EVENTS, HOME, SYSTEM, DESK, ACCOUNTS, INSPECTION, SCORING, ROSTER, BILLING, NOTHING)


def say(language: Language, key: str, **values: object) -> str:
    """The words of a key, with `{names}` filled in. KeyError for a key that is not in the table: tests find those."""
    zh, en = WORDS[key]
    return (en if language == "en" else zh).format(**values)


def knows(key: str) -> bool:
    """Whether the table has this key."""
    return key in WORDS
