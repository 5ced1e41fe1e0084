"""What the oracle finds wrong."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["lost", "duplicated", "reordered", "broken_chain", "diverged_views", "timers", "effects", "stuck", "other"]


@dataclass(frozen=True)
class Finding:
    """One breach of what Watchbill promises. `what` says where and how, for a person."""

    kind: Kind
    what: str
