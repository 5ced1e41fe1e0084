"""Whatever is wrong with a request: a problem with a stable code in both languages, and nothing is changed or told away."""

import base64
import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx
import pytest

from common.clock import real_now
from common.web.signing import make_key, read_private, sign
from e2e.together.answers import assert_problem
from e2e.together.shared import Site
from e2e.together.wrong import EVERY, HEAD, MANAGER, OFFICER, Bad
from watchbill.activation import CONTRACT
from watchbill.secret import DEV_KEY, key_file

pytestmark = [pytest.mark.asyncio(loop_scope="session")]

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize("bad", EVERY, ids=lambda bad: bad.what)
async def test_a_wrong_request_changes_nothing_and_is_answered_in_both_languages(site: Site, bad: Bad) -> None:
    before = await site.state()
    answers = [await _send(site, bad, language) for language in ("zh", "en")]
    for answer in answers:
        assert_problem(answer, bad.status, bad.code)
    chinese, english = (answer.json()["title"] for answer in answers)
    assert re.search("[\u4e00-\u9fff]", chinese)
    assert english.isascii()
    assert await site.state() == before


async def _send(site: Site, bad: Bad, language: str) -> httpx.Response:
    path = bad.path.format(pending=site.pending, signed=site.signed) if "{" in bad.path else bad.path
    raw = isinstance(bad.body, bytes)
    content: dict[str, Any] = {} if bad.body is None else {"content": bad.body} if raw else {"json": bad.body}
    headers = {**(JSON if raw else {}), **bad.headers, "Accept-Language": language}
    return await site.ask(bad.service, bad.method, path, site.token(bad.role, contract=bad.contract), headers, **content)


def _tokens(site: Site) -> Mapping[str, str | None]:
    key = read_private(key_file(site.instance.place, DEV_KEY))
    kid, now, hour = str(key.kid), real_now(), timedelta(hours=1)
    roles = {CONTRACT: [OFFICER]}
    good = site.token(OFFICER)
    head, body, signature = good.split(".")
    return {
        "none": None,
        "nonsense": "x.y.z",
        "forged": sign(make_key(kid), "officer-1", roles, issued_at=now, lifetime=hour),
        "of an unknown key": sign(make_key("somebody"), "officer-1", roles, issued_at=now, lifetime=hour),
        "expired": sign(key, "officer-1", roles, issued_at=now - 2 * hour, lifetime=hour),
        "for another service": sign(key, "officer-1", roles, issued_at=now, lifetime=hour, audience="another"),
        "with another's body": f"{head}.{site.token('customer.leader').split('.')[1]}.{signature}",
        "cut": f"{head}.{body}.",
        "a person as a service": sign(key, "service:roster", {"*": ["service"]}, issued_at=now, lifetime=hour),
        "without an algorithm": f"{_encoded({'alg': 'none', 'kid': kid})}.{body}.",
    }


def _encoded(part: Mapping[str, str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


async def test_only_a_valid_token_of_a_known_key_opens_a_service(site: Site) -> None:
    before = await site.state()
    for service, path in (
        ("billing", "bond"),
        ("roster", "people"),
        ("tickets", "calls"),
        ("inspection", "faults"),
        ("scoring", "slips"),
    ):
        for what, token in _tokens(site).items():
            answer = await site.ask(service, "GET", path, token)
            assert (what, answer.status_code) == (what, 401)
            assert_problem(answer, 401, "unauthenticated")
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert await site.state() == before


async def test_nobody_acts_for_both_parties(site: Site) -> None:
    before = await site.state()
    answer = await site.ask("scoring", "POST", f"slips/{site.pending}/sign", site.token(HEAD, MANAGER, subject="both"), json={})
    assert_problem(answer, 403, "forbidden")
    assert answer.json()["details"]["reason"] == "both_parties"
    assert await site.state() == before


async def test_a_key_is_carried_out_once_and_refused_with_other_content(site: Site) -> None:
    async def comment(text: str) -> httpx.Response:
        headers = {"Idempotency-Key": "once-1"}
        return await site.ask(
            "scoring", "POST", f"slips/{site.pending}/comment", site.token(MANAGER), headers, json={"text": text}
        )

    first = await comment("现场已整改")
    assert first.is_success, first.text
    assert "Idempotent-Replay" not in first.headers
    before = await site.state()
    again = await comment("现场已整改")
    assert (again.status_code, again.headers["Idempotent-Replay"]) == (first.status_code, "true")
    assert again.headers["Watchbill-Position"] == first.headers["Watchbill-Position"]
    assert_problem(await comment("别的内容"), 422, "idempotency_key_reused")
    assert await site.state() == before


async def test_of_two_who_changed_the_same_the_second_is_told(site: Site) -> None:
    seen = await site.ask("scoring", "GET", f"slips/{site.pending}", site.token(MANAGER))
    headers = {"If-Match": seen.headers["ETag"]}
    path, token = f"slips/{site.pending}/comment", site.token(MANAGER)
    assert (await site.ask("scoring", "POST", path, token, headers, json={"text": "第一人"})).is_success
    before = await site.state()
    assert_problem(await site.ask("scoring", "POST", path, token, headers, json={"text": "第二人"}), 412, "stale_version")
    assert await site.state() == before


async def test_a_cursor_of_another_list_is_refused(site: Site) -> None:
    token = site.token(OFFICER)
    page = (await site.ask("scoring", "GET", "slips?limit=1", token)).json()
    assert page["next"]
    assert_problem(
        await site.ask("scoring", "GET", f"slips?limit=1&state=pending&cursor={page['next']}", token), 422, "invalid_request"
    )
    assert_problem(await site.ask("roster", "GET", f"people?limit=1&cursor={page['next']}", token), 422, "invalid_request")
