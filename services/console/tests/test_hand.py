"""What is read again waits for a finger on the page, and not for ever."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from console.shell import hand
from console.shell.hand import Hand


def said(pressed: object) -> Any:
    """What the page's script sends."""
    return SimpleNamespace(args=pressed)


async def test_what_is_read_again_waits_until_the_finger_is_lifted() -> None:
    one = Hand()
    await one.off()
    one.told(said(True))
    waiting = asyncio.create_task(one.off())
    done, _ = await asyncio.wait({waiting}, timeout=0.05)
    assert not done
    one.told(said(False))
    await waiting


async def test_a_finger_that_is_never_lifted_is_waited_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hand, "HELD_SECONDS", 0.01)
    one = Hand()
    one.told(said(True))
    await one.off()
    monkeypatch.setattr(hand, "HELD_SECONDS", 3600)
    await one.off()


async def test_whatever_else_is_said_presses_nothing() -> None:
    one = Hand()
    one.told(said({"pressed": True}))
    await one.off()


async def test_what_a_button_did_is_known_until_many_others_were_made() -> None:
    one, done = Hand(), list[int]()
    for number in range(hand.KEPT + 1):
        one.offer(number, lambda number=number: done.append(number))  # type: ignore[misc]
    assert one.late(0) is None
    assert one.late(hand.KEPT + 1) is None
    for number in (1, hand.KEPT):
        press = one.late(number)
        assert press is not None
        press()
    assert done == [1, hand.KEPT]
