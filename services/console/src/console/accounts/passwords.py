"""What a password must be: the contract's annex A6 §1, as pure rules, and passwords made here that keep them.

A6 §1: upper and lower case letters, digits and special characters, at least 18 of them, nothing that is easily guessed
"such as birthdays, telephone numbers, consecutive digits or letters". A6 §3: the same password nowhere twice.
"""

import re
import secrets
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from common.errors import Sentence

SHORTEST = 18
LONGEST = 128
FEWEST_DIFFERENT = 8
LONGEST_RUN = 3
"""`abc`, `321` and `aaa` may stand in a password, `abcd`, `4321` and `aaaa` may not."""
SHORTEST_WORD = 3
SHORTEST_CHUNK = 4

COMMON = frozenset(Path(__file__).with_name("common_words.txt").read_text(encoding="utf-8").split())
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "!@#$%^&*()")
_DISGUISES = str.maketrans({"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})
_TELEPHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8}")
_DAY = re.compile(r"(?=((?:19|20)\d{2})[-./]?(\d{2})[-./]?(\d{2}))")
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_CAPITALS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_DIGITS = "23456789"

WEAKNESSES: Mapping[str, Sentence] = {
    "password_too_short": Sentence("口令至少 18 个字符。", "A password has at least 18 characters.", 422),
    "password_too_long": Sentence("口令最多 128 个字符。", "A password has at most 128 characters.", 422),
    "password_kinds": Sentence(
        "口令须同时包含大写字母、小写字母、数字和特殊字符。",
        "A password has upper case letters, lower case letters, digits and special characters.",
        422,
    ),
    "password_unprintable": Sentence("口令含有无法输入的字符。", "The password contains characters that nobody can type.", 422),
    "password_names_you": Sentence(
        "口令不得包含登录名、姓名或合同编号。", "A password does not contain your login, your name or a contract's id.", 422
    ),
    "password_sequence": Sentence(
        "口令不得包含连续或重复的字符, 如 1234、abcd、aaaa。", "A password has no runs such as 1234, abcd or aaaa.", 422
    ),
    "password_repeats": Sentence("口令重复的内容过多。", "The password repeats itself too much.", 422),
    "password_date_or_number": Sentence(
        "口令不得包含生日等日期或电话号码。", "A password contains no date, such as a birthday, and no telephone number.", 422
    ),
    "password_common": Sentence("口令包含常见词, 容易被猜到。", "The password contains a common word and can be guessed.", 422),
    "password_used_before": Sentence("该口令以前用过。", "This password was used before.", 422),
}
"""What is wrong with a password, as codes with their sentences."""


def weaknesses(password: str, *, login: str, name: str, contracts: Iterable[str] = ()) -> list[str]:
    """Codes of `WEAKNESSES`, none for a password that keeps the rules; whether it was used before is not seen here."""
    return list(_weaknesses(password, [login, *_words(name), *_words(" ".join(contracts))]))


def _weaknesses(password: str, own_words: Iterable[str]) -> Iterator[str]:
    if len(password) < SHORTEST:
        yield "password_too_short"
    if len(password) > LONGEST:
        yield "password_too_long"
        return
    if not all(letter.isprintable() for letter in password):
        yield "password_unprintable"
    if not all(any(kind(letter) for letter in password) for kind in (str.isupper, str.islower, str.isdecimal, _special)):
        yield "password_kinds"
    plain = unicodedata.normalize("NFKC", password).lower()
    spelt = plain.translate(_DISGUISES)
    if any(word in plain or word in spelt for word in (own.lower() for own in own_words if _telling(own))):
        yield "password_names_you"
    if _runs(plain):
        yield "password_sequence"
    if len(set(plain)) < FEWEST_DIFFERENT or _echoes(plain):
        yield "password_repeats"
    if _TELEPHONE.search(plain) or any(_is_day(*found) for found in _DAY.findall(plain)):
        yield "password_date_or_number"
    if any(word in plain or word in spelt for word in COMMON):
        yield "password_common"


def _special(letter: str) -> bool:
    return not letter.isalnum()


def _words(text: str) -> list[str]:
    """The parts of a name or of contract ids."""
    return [part for part in re.split(r"[^\w]+|_", text) if part]


def _telling(word: str) -> bool:
    """Whether a word is long enough to be recognised; Chinese is from two characters on."""
    return len(word) >= (SHORTEST_WORD if word.isascii() else SHORTEST_WORD - 1)


def _runs(text: str) -> bool:
    """Whether more than three neighbours follow each other on a row of the keyboard, forth or back, or are the same."""
    pieces = {text[start : start + LONGEST_RUN + 1] for start in range(len(text) - LONGEST_RUN)}
    return any(len(set(piece)) == 1 or piece in row or piece[::-1] in row for piece in pieces for row in _ROWS)


def _echoes(text: str) -> bool:
    """Whether two chunks of four or more that are the same make up half of it or more."""
    for size in range(len(text) // 2, SHORTEST_CHUNK - 1, -1):
        for start in range(len(text) - size):
            again = text.count(text[start : start + size])
            if again > 1 and again * size * 2 >= len(text):
                return True
    return False


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def generated() -> str:
    """A password of four groups of five, easily read aloud and typed: about 110 bits, and it keeps the rules."""
    while True:
        groups = ["".join(secrets.choice(_LETTERS + _CAPITALS + _DIGITS) for _ in range(5)) for _ in range(4)]
        password = "-".join(groups)
        if not weaknesses(password, login="", name=""):
            return password
