"""Errors as RFC 9457 problems: a stable `code`, a sentence in the caller's language, the clause where one applies."""

from typing import Any

CODES_KEY = "x-watchbill-problems"


def problems(*codes: str) -> dict[int | str, dict[str, Any]]:
    """Declares on a route which problems and refusals it answers: `responses=problems("shift_already_started")`.

    Every code needs its sentence in `PROBLEMS` or in the service's `REFUSALS`, or the service does not start.
    What every route may answer (401, 403, 404 of the contract, 422, 500, 503) needs no mention.
    """
    return {"4XX": {"description": "Refused.", CODES_KEY: codes}}
