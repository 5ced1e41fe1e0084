"""What must hold inside a pack beyond the shape of its parts."""

from dataclasses import dataclass

from common.terms.pack import Pack


@dataclass(frozen=True)
class Finding:
    """One defect: where in the pack (keys and indexes), a stable code, and what it is about."""

    path: tuple[str | int, ...]
    code: str
    subject: str


def findings(pack: Pack) -> tuple[Finding, ...]:
    """Every defect of a well-formed pack, in the order of its parts."""
    return ()
