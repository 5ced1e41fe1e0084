"""Why a number is what it is: a tree of clauses, inputs, readings and sub-results."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReadingUsed:
    """A choice made where the contract's text is open (reading.md section 8)."""

    name: str
    option: str
    ambiguity: str


@dataclass(frozen=True)
class Explanation:
    """One number or fact with everything it rests on.

    `inputs` are ledger positions (`roster:bj-2026:17`): service, contract, number in that service's ledger.
    """

    code: str
    zh: str
    en: str
    value: str
    clause: str | None = None
    readings: tuple[ReadingUsed, ...] = ()
    inputs: tuple[str, ...] = ()
    parts: tuple["Explanation", ...] = ()
    rounding: str | None = None
    provisional: bool = False
