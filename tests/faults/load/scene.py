"""One contract as the load sees it."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Scene:
    """`now` is the virtual moment; `shifts` wait to be worked, `working` to be ended, `faults` to be closed."""

    contract: str
    now: Callable[[], datetime]
    shifts: deque[str] = field(default_factory=deque)
    working: deque[str] = field(default_factory=deque)
    people: int = 0
    days: int = 0
    funded: bool = False
