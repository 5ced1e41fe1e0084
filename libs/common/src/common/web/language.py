"""Which of the two languages an answer speaks: Chinese, unless the caller prefers English."""

from typing import Literal

Language = Literal["zh", "en"]

_LONGEST_HEADER = 300


def preferred(accept_language: str | None) -> Language:
    """`en` when English ranks above Chinese in `Accept-Language` (RFC 9110 §12.5.4), else `zh`."""
    weights = {"zh": 0.0, "en": 0.0}
    for part in (accept_language or "")[:_LONGEST_HEADER].split(","):
        tag, _, parameter = part.strip().partition(";")
        language = tag.strip().lower().partition("-")[0]
        if language in weights:
            weights[language] = max(weights[language], _weight(parameter))
    return "en" if weights["en"] > weights["zh"] else "zh"


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
