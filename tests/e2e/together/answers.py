"""What an answer looks like that refuses."""

import re

import httpx

LEAKS = re.compile(
    r"Traceback|File \"|asyncpg|sqlalchemy|pydantic|site-packages|\.py\b|/(?:home|root|tmp|work|usr)/|\bselect\b|\binsert\b",
    re.IGNORECASE,
)


def assert_problem(answer: httpx.Response, status: int, code: str) -> None:
    """A problem document as it should be, that tells nothing of what is inside."""
    assert (answer.status_code, answer.json().get("code")) == (status, code), answer.text[:500]
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["type"] == f"urn:watchbill:problem:{code}"
    assert body["request_id"] == answer.headers["X-Request-Id"]
    assert not LEAKS.search(answer.text), answer.text
