"""Tickets over HTTP, on a real database: roles, versions, keys, refusals in two languages, texts, filters."""

from collections.abc import Mapping
from datetime import datetime

import httpx

from common.testing.apps import RunningApp
from common.testing.kernels import meta
from tickets.domain.duty import DUTY, BeginDuty, EndDuty

BASE = "/v1/contracts/bj-2026"
TICKET = {"kind": "request", "description": "麦克风没有声音"}


async def post(
    app: RunningApp, role: str, path: str, json: object = None, headers: Mapping[str, str] | None = None, language: str = "en"
) -> httpx.Response:
    async with app.client(role, language=language) as caller:
        return await caller.post(BASE + path, json=json or {}, headers=headers or {})


async def get(app: RunningApp, path: str, role: str = "viewer") -> httpx.Response:
    async with app.client(role) as caller:
        return await caller.get(BASE + path)


async def on_duty(app: RunningApp, person: str, post_: str, shift: str) -> None:
    since = datetime.fromisoformat("2026-10-14T09:00:00+08:00")
    handler = app.app.state.runtime.handler
    await handler.handle("bj-2026", DUTY, person, BeginDuty(shift, person, post_, since, f"roster:bj-2026:{shift}"), meta())


async def opened(app: RunningApp, **more: object) -> str:
    answer = await post(app, "contractor.desk", "/tickets", {**TICKET, **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_a_ticket_shows_what_was_typed_and_its_labels(desk: RunningApp) -> None:
    answer = await post(desk, "contractor.desk", "/tickets", TICKET)
    body = answer.json()
    assert answer.status_code == 201
    assert body["description"] == "麦克风没有声音"
    assert body["state"] == {"code": "opened", "zh": "待派工", "en": "to be dispatched"}
    assert body["opened_at"] == "2026-10-14T09:30:00+08:00"
    assert answer.headers["ETag"] == '"1"'


async def test_what_was_typed_never_reaches_the_ledger(desk: RunningApp) -> None:
    await opened(desk)
    rows = await desk.app.state.runtime.pool.fetch("select payload, published from events where stream like 'ticket/%'")
    assert all("麦克风" not in row["payload"] and "麦克风" not in (row["published"] or "") for row in rows)
    assert rows


async def test_the_queue_has_urgent_work_first_then_what_was_asked_for_first_and_what_is_done_last(desk: RunningApp) -> None:
    await on_duty(desk, "V1", "VC", "S-1")
    nine = "2026-10-14T09:00:00+08:00"
    at_nine = await opened(desk, at=nine)
    as_soon = await opened(desk, at=nine)
    before = await opened(desk, at="2026-10-14T08:59:59.999+08:00")
    after = await opened(desk, at="2026-10-14T09:00:00.001+08:00")
    urgent_later = await opened(desk, urgent=True, at="2026-10-14T09:20:00+08:00")
    urgent = await opened(desk, urgent=True, at="2026-10-14T09:10:00+08:00")
    queue = [urgent, urgent_later, before, at_nine, as_soon, after]
    assert await queued(desk) == queue
    assert await queued(desk, limit=2) == queue
    await post(desk, "contractor.desk", f"/tickets/{urgent}/dispatch", {"person_id": "V1"})
    assert await queued(desk) == queue  # under way is not done
    await post(desk, "contractor.manager", f"/tickets/{urgent}/resolve")
    assert await queued(desk) == [*queue[1:], urgent]
    await post(desk, "customer.officer", f"/tickets/{urgent}/reopen", {"reason": "仍无声音"})
    assert await queued(desk) == queue


async def queued(desk: RunningApp, limit: int = 50) -> list[str]:
    """The tickets as the queue has them, page by page."""
    ids = list[str]()
    cursor: str | None = ""
    while cursor is not None:
        page = (await get(desk, f"/tickets?sort=turn&limit={limit}{cursor and f'&cursor={cursor}'}")).json()
        ids, cursor = ids + [one["id"] for one in page["items"]], page["next"]
    return ids


async def test_a_ticket_goes_only_to_somebody_on_duty(desk: RunningApp) -> None:
    ticket = await opened(desk)
    refused = await post(desk, "contractor.desk", f"/tickets/{ticket}/dispatch", {"person_id": "V1"})
    assert (refused.status_code, refused.json()["code"]) == (409, "person_not_on_duty")
    assert refused.json()["clause"] == "A8S-1 2.6.4"
    await on_duty(desk, "V1", "VC", "S-1")
    given = await post(desk, "contractor.desk", f"/tickets/{ticket}/dispatch", {"person_id": "V1"})
    assert given.status_code == 200, given.text
    assert (given.json()["state"]["code"], given.json()["person_id"], given.json()["shift_id"]) == ("dispatched", "V1", "S-1")


async def test_with_nobody_on_duty_nothing_is_dispatched(desk: RunningApp) -> None:
    refused = await post(desk, "contractor.desk", f"/tickets/{await opened(desk)}/dispatch", language="zh")
    assert (refused.json()["code"], refused.json()["title"]) == ("nobody_on_duty", "当前无人在岗, 不能派工。")


async def test_the_suggestion_prefers_the_wanted_post_and_then_the_least_busy(desk: RunningApp) -> None:
    for person, post_, shift in (("V1", "VC", "S-1"), ("I1", "IM", "S-2"), ("I2", "IM", "S-3")):
        await on_duty(desk, person, post_, shift)
    first = await opened(desk)
    await post(desk, "contractor.desk", f"/tickets/{first}/dispatch", {"person_id": "I1"})
    second = await opened(desk, post="IM")
    suggested = await get(desk, f"/tickets/{second}/suggestion", "contractor.desk")
    assert [one["person_id"] for one in suggested.json()["candidates"]] == ["I2", "I1", "V1"]
    given = await post(desk, "contractor.desk", f"/tickets/{second}/dispatch")
    assert given.json()["person_id"] == "I2"


async def test_a_person_whose_shift_ended_gets_no_ticket(desk: RunningApp) -> None:
    await on_duty(desk, "V1", "VC", "S-1")
    ended = EndDuty("S-1", datetime.fromisoformat("2026-10-14T09:10:00+08:00"), "roster:bj-2026:9")
    await desk.app.state.runtime.handler.handle("bj-2026", DUTY, "V1", ended, meta())
    refused = await post(desk, "contractor.desk", f"/tickets/{await opened(desk)}/dispatch", {"person_id": "V1"})
    assert refused.json()["code"] == "person_not_on_duty"


async def test_an_urgent_ticket_walks_to_its_end_and_is_told(desk: RunningApp) -> None:
    await on_duty(desk, "V1", "VC", "S-1")
    ticket = await opened(desk, urgent=True)
    await post(desk, "contractor.desk", f"/tickets/{ticket}/dispatch")
    resolved = await post(desk, "contractor.engineer", f"/tickets/{ticket}/resolve", {"note": "已更换"})
    assert (resolved.json()["state"]["code"], resolved.json()["note"]) == ("resolved", "已更换")
    closed = await post(desk, "customer.officer", f"/tickets/{ticket}/close")
    assert closed.json()["state"]["code"] == "closed"
    assert await told(desk) == ["ticket-opened", "ticket-dispatched", "ticket-closed", "urgent-task-completed"]


async def test_a_reopened_ticket_is_told_as_open_again(desk: RunningApp) -> None:
    await on_duty(desk, "V1", "VC", "S-1")
    ticket = await opened(desk)
    await post(desk, "contractor.desk", f"/tickets/{ticket}/dispatch")
    await post(desk, "contractor.engineer", f"/tickets/{ticket}/resolve")
    reopened = await post(desk, "customer.officer", f"/tickets/{ticket}/reopen", {"reason": "仍有杂音"})
    assert (reopened.json()["state"]["code"], reopened.json()["reopen_reason"]) == ("opened", "仍有杂音")
    assert await told(desk) == ["ticket-opened", "ticket-dispatched", "ticket-opened"]


async def told(app: RunningApp) -> list[str]:
    rows = await app.app.state.runtime.pool.fetch(
        "select type, payload, published from events where public_no is not null order by seq"
    )
    names = {"ticket-reopened": "ticket-opened"}
    return [names.get(row["type"], row["type"]) for row in rows]


WRONG_ROLES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("contractor.engineer", "/tickets/T/dispatch", {}),
    ("contractor.engineer", "/tickets/T/close", {}),
    ("customer.finance", "/tickets", TICKET),
    ("auditor", "/tickets", TICKET),
    ("admin", "/tickets", TICKET),
    ("customer.officer", "/calls", {}),
    ("viewer", "/complaints", {"text": "x"}),
    ("contractor.engineer", "/meetings/M/cancel", {}),
)


async def test_a_wrong_role_is_refused(desk: RunningApp) -> None:
    for role, path, json in WRONG_ROLES:
        refused = await post(desk, role, path, json)
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden"), (role, path)


async def test_admin_sees_no_ticket(desk: RunningApp) -> None:
    assert (await get(desk, "/tickets", "admin")).status_code == 403


BAD_INPUT = {
    "unknown kind": {"kind": "holiday", "description": "x"},
    "no words": {"kind": "request"},
    "empty words": {"kind": "request", "description": ""},
    "no offset": {"kind": "request", "description": "x", "at": "2026-10-14T09:00:00"},
    "unknown field": {"kind": "request", "description": "x", "more": 1},
}


async def test_bad_input_is_refused(desk: RunningApp) -> None:
    for what, json in BAD_INPUT.items():
        refused = await post(desk, "contractor.desk", "/tickets", json)
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request"), what


async def test_times_outside_what_can_have_happened_are_refused(desk: RunningApp) -> None:
    cases = {"2026-06-14T23:59:59+08:00": "date_before_the_term", "2026-10-14T09:30:01+08:00": "date_in_the_future"}
    for at, code in cases.items():
        refused = await post(desk, "contractor.desk", "/tickets", {**TICKET, "at": at})
        assert (refused.status_code, refused.json()["code"]) == (422, code)


async def test_a_stale_version_is_refused_by_single_commands_and_by_dispatch(desk: RunningApp) -> None:
    await on_duty(desk, "V1", "VC", "S-1")
    ticket = await opened(desk)
    stale = {"If-Match": '"0"'}
    for path in ("dispatch", "resolve"):
        refused = await post(desk, "contractor.manager", f"/tickets/{ticket}/{path}", headers=stale)
        assert (refused.status_code, refused.json()["code"]) == (412, "stale_version")
    given = await post(desk, "contractor.manager", f"/tickets/{ticket}/dispatch", headers={"If-Match": '"1"'})
    assert (given.status_code, given.headers["ETag"]) == (200, '"2"')


async def test_a_repeated_key_answers_with_the_first_ticket(desk: RunningApp) -> None:
    key = {"Idempotency-Key": "k-1"}
    first = await post(desk, "contractor.desk", "/tickets", TICKET, key)
    again = await post(desk, "contractor.desk", "/tickets", TICKET, key)
    assert again.headers["Idempotent-Replay"] == "true"
    assert again.json() == first.json()
    other = await post(desk, "contractor.desk", "/tickets", {**TICKET, "urgent": True}, key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_tickets_are_filtered_and_paged(desk: RunningApp) -> None:
    for number in range(3):
        await opened(desk, description=f"第{number}件", urgent=number == 2)
    urgent = (await get(desk, "/tickets?urgent=true")).json()
    assert [one["description"] for one in urgent["items"]] == ["第2件"]
    page = (await get(desk, "/tickets?limit=2&sort=opened_at")).json()
    rest = (await get(desk, f"/tickets?limit=2&sort=opened_at&cursor={page['next']}")).json()
    assert [one["description"] for one in page["items"] + rest["items"]] == ["第0件", "第1件", "第2件"]
    assert rest["next"] is None


async def test_a_missed_call_is_told_and_an_answered_one_is_not(desk: RunningApp) -> None:
    ringing = await post(desk, "contractor.desk", "/calls", {"rang_at": "2026-10-14T03:00:00+08:00"})
    call = ringing.json()["id"]
    missed = await post(desk, "contractor.desk", f"/calls/{call}/hang-up", {"at": "2026-10-14T03:00:42+08:00"})
    assert (missed.json()["state"]["code"], missed.json()["waited_seconds"]) == ("missed", 42)
    whole = {
        "rang_at": "2026-10-14T09:00:00+08:00",
        "answered_at": "2026-10-14T09:00:05+08:00",
        "ended_at": "2026-10-14T09:01:05+08:00",
    }
    ended = await post(desk, "contractor.desk", "/calls", whole)
    assert ended.json()["state"]["code"] == "ended"
    assert await told(desk) == ["call-missed"]
    assert len((await get(desk, "/calls?state=missed")).json()["items"]) == 1


async def test_a_complaint_is_registered_and_told(desk: RunningApp) -> None:
    answer = await post(desk, "customer.officer", "/complaints", {"text": "电话无人应答"})
    assert (answer.status_code, answer.json()["text"]) == (201, "电话无人应答")
    assert await told(desk) == ["complaint-received"]


async def test_a_complaint_about_a_ticket_that_is_not_there_is_refused_and_nothing_is_written(desk: RunningApp) -> None:
    answer = await post(desk, "customer.officer", "/complaints", {"text": "迟到", "ticket_id": "nothing"})
    assert (answer.status_code, answer.json()["code"]) == (404, "ticket_unknown")
    assert (await get(desk, "/complaints")).json()["items"] == []
    ticket = (await post(desk, "contractor.desk", "/tickets", {"kind": "request", "description": "换电池"})).json()["id"]
    about = await post(desk, "customer.officer", "/complaints", {"text": "迟到", "ticket_id": ticket})
    assert (about.status_code, about.json()["ticket_id"]) == (201, ticket)


async def test_who_is_on_duty_is_listed_with_the_posts_name(desk: RunningApp) -> None:
    await on_duty(desk, "V1", "VC", "S-1")
    (row,) = (await get(desk, "/on-duty")).json()["items"]
    assert (row["person_id"], row["post"]["code"], row["since"]) == ("V1", "VC", "2026-10-14T09:00:00+08:00")
    assert row["post"]["zh"] != "VC"


async def test_an_unknown_contract_and_an_unknown_ticket_are_not_found(desk: RunningApp) -> None:
    async with desk.client("viewer") as viewer:
        unknown = await viewer.get("/v1/contracts/nowhere/tickets")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "contract_unknown")
    assert (await get(desk, "/tickets/nothing")).json()["code"] == "not_found"
    assert (await post(desk, "contractor.desk", "/tickets/nothing/dispatch")).json()["code"] == "ticket_unknown"


async def test_a_call_and_its_ticket_are_written_down_in_one(desk: RunningApp) -> None:
    ticket = await opened(desk, call={"rang_at": "2026-10-14T09:29:30+08:00"})
    call_id = (await get(desk, f"/tickets/{ticket}")).json()["call_id"]
    call = (await get(desk, f"/calls/{call_id}")).json()
    assert (call["state"]["code"], call["about"]) == ("answered", TICKET["description"])
    assert call["waited_seconds"] == 30


async def test_a_repeated_ticket_with_its_call_is_there_once(desk: RunningApp) -> None:
    body, key = {**TICKET, "call": {}}, {"Idempotency-Key": "ring-1"}
    first, again = [await post(desk, "contractor.desk", "/tickets", body, key) for _ in range(2)]
    assert first.json()["id"] == again.json()["id"]
    assert len((await get(desk, "/calls")).json()["items"]) == 1


async def test_a_call_that_cannot_have_been_leaves_no_ticket_either(desk: RunningApp) -> None:
    refused = await post(desk, "contractor.desk", "/tickets", {**TICKET, "call": {"rang_at": "2026-10-14T23:00:00+08:00"}})
    assert (refused.status_code, refused.json()["code"]) == (422, "date_in_the_future")
    assert (await get(desk, "/tickets")).json()["items"] == []


async def test_who_logs_no_calls_opens_a_ticket_without_one(desk: RunningApp) -> None:
    refused = await post(desk, "customer.officer", "/tickets", {**TICKET, "call": {}})
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    twice = await post(desk, "contractor.desk", "/tickets", {**TICKET, "call": {}, "call_id": "c-1"})
    assert twice.status_code == 422
