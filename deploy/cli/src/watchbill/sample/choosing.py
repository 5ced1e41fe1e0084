"""Whether this start plays a sample."""

from collections.abc import Set as AbstractSet
from typing import Literal

from watchbill.sample.record import CONTRACT, Record

Choice = Literal["nothing", "begin", "go_on", "give_up"]


def choice(record: Record | None, known: AbstractSet[str], *, empty: bool) -> Choice:
    """What to do about a sample, from what this data folder and billing know.

    Virtual time is only for an instance without another contract; so a sample that was left unfinished when the real
    one came into force stays so.
    """
    if record and record.state != "playing":
        return "nothing"
    if known - {CONTRACT}:
        return "give_up" if record else "nothing"
    if empty:
        return "nothing"
    if not known:
        return "begin"
    return "go_on" if record else "nothing"
