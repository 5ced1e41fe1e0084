"""What can come back instead of an answer: a refusal in a sentence, or nobody."""

from collections.abc import Mapping
from typing import Any

from console.remote.answer import Answer

CONFLICTS = frozenset({"stale_version", "conflict"})
"""Codes that say: somebody else changed it in the meantime."""


class Away(Exception):
    """The service does not answer, or not in time. It comes back by itself; a page greys what it shows of it."""

    def __init__(self, service: str) -> None:
        super().__init__(service)
        self.service = service


class Refusal(Exception):
    """A problem document: its sentence in the reader's language, its stable code, the clause where one applies.

    `fields` maps the name of a field in the request body to the sentence about it; `year` is which one the sentence means.
    """

    def __init__(
        self, status: int, sentence: str, code: str, clause: str | None, fields: Mapping[str, str], year: int | None = None
    ) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.code = code
        self.clause = clause
        self.fields = fields
        self.year = year

    @property
    def conflict(self) -> bool:
        """Whether somebody else changed it in the meantime: look again, then decide again."""
        return self.code in CONFLICTS

    @classmethod
    def of(cls, answer: Answer) -> "Refusal":
        """The refusal in an answer; one that is no problem document is told as it is, without its body."""
        problem = _problem(answer)
        fields = {
            str(one["pointer"]).removeprefix("#/").split("/")[0]: str(one["message"])
            for one in problem.get("errors") or ()
            if one.get("pointer")
        }
        title = str(problem.get("title") or f"HTTP {answer.status}")
        year = (problem.get("details") or {}).get("year")
        return cls(answer.status, title, str(problem.get("code", "")), problem.get("clause"), fields, year)


def _problem(answer: Answer) -> Mapping[str, Any]:
    if "json" not in answer.headers.get("content-type", ""):
        return {}
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
