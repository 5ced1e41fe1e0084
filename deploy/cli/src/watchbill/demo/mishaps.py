"""Servers and services that die in the middle of the story, which must end the same."""

from collections.abc import Callable, Sequence

from watchbill.instance import Instance
from watchbill.place import SERVICES
from watchbill.words import Say

WIPE = "nats-wipe"
VICTIMS = (*SERVICES, "nats", "postgres", WIPE)
"""Every service, the broker, the database, and the broker's whole store."""

FIRST, STRIDE = 40, 25


class Mishaps:
    """Before certain steps of the story a victim is killed, each once, evenly over the first part of the year."""

    def __init__(self, instance: Instance, victims: Sequence[str], say: Callable[[Say], object]) -> None:
        self._instance = instance
        self._waiting = {FIRST + STRIDE * place: victim for place, victim in enumerate(victims)}
        self._say = say

    @property
    def all_happened(self) -> bool:
        """Whether the story was long enough for every victim."""
        return not self._waiting

    async def before(self, step: int) -> None:
        """Called before each step; returns when the victim is dead, not when it is back."""
        victim = self._waiting.pop(step, None)
        if victim is None:
            return
        if victim == WIPE:
            await self._instance.wipe_nats()
            self._say(Say("NATS 的全部数据已清除", "NATS has lost all its data"))
        else:
            self._instance.child(victim).kill()
            self._say(Say(f"{victim} 被强制终止", f"{victim} was killed"))
