"""Billing over HTTP, on a real database: terms, bond, payments, breaches, acceptance, settlement, refusals."""

from functools import partial
from typing import Any

from common.testing.processes import eventually
from common.testing.rebuilding import assert_rebuild_equals_live
from common.testing.terms import BEIJING, INVENTED, pack_document

Counter = Any
"""The fixture's class stands in conftest, which tests do not import."""

CONTRACT = "bj-2026"

BOND = {"amount": {"amount": "299370.00"}, "form": "cash", "lodged_on": "2026-06-17"}
INVOICE = {"number": "INV-1", "amount": {"amount": "1796220.00"}, "received_on": "2026-06-17"}
PAY = {"amount": {"amount": "1796220.00"}, "paid_on": "2026-06-17"}
BREACH = {"code": "BR-3", "fact": "遗漏服务内容", "occurred_on": "2026-06-17"}


async def test_a_contract_comes_into_force_once_and_on_one_pack(counter: Counter) -> None:
    again = await counter.done("admin", "/v1/contracts", {"contract_id": CONTRACT, "pack": pack_document(BEIJING)})
    assert (again["total"]["amount"], again["starts"], again["provisional_years"]) == ("2993700.00", "2026-06-15", [2027])
    other = {"contract_id": CONTRACT, "pack": pack_document(INVENTED)}
    assert await counter.refused("admin", "/v1/contracts", other) == (409, "terms_already_activated")
    listed = await counter.get("/v1/contracts", role="admin")
    assert [item["contract_id"] for item in listed["items"]] == [CONTRACT]


async def test_a_pack_that_is_none_changes_nothing(empty: Counter) -> None:
    status, code = await empty.refused("admin", "/v1/contracts", {"contract_id": "x-1", "pack": {"contract": []}})
    assert (status, code) == (422, "pack_invalid")
    assert await empty.runtime.pool.fetchval("select count(*) from events") == 0


async def test_another_reading_is_an_event_and_a_recorded_one_is_refused_by_name(counter: Counter) -> None:
    chosen = {"option": "ld_then_tier", "reason": "双方商定"}
    assert (await counter.done("customer.head", "/readings/p3.order", chosen))["option"] == "ld_then_tier"
    answer = await counter.post("customer.head", "/readings/ld.base", {"option": "T_plus_supplement", "reason": "x"})
    assert answer.status_code in {409, 422}
    assert "ld.base" in answer.text
    assert await counter.refused("customer.officer", "/readings/p3.order", chosen) == (403, "forbidden")


async def test_payment_1_waits_for_bond_and_invoice_and_is_made_once(counter: Counter) -> None:
    assert (await counter.get("/payments/1"))["status"]["code"] == "locked"
    assert await counter.refused("customer.finance", "/payments/1/pay", PAY) == (409, "payment_guard_unmet")
    await counter.done("contractor.company", "/bond/lodge", BOND)
    await counter.done("contractor.company", "/payments/1/invoice", INVOICE)
    assert (await counter.get("/payments/1"))["first_unmet"] == "invoice_accepted"
    payable = await counter.done("customer.finance", "/payments/1/invoice/accept")
    assert (payable["status"]["code"], payable["can_be_paid"]) == ("payable", True)
    assert (payable["invoice_amount"]["amount"], payable["invoice_accepted_on"]) == ("1796220.00", "2026-06-17")
    assert (payable["invoice_number"], payable["invoice_rejection"]) == ("INV-1", None)
    behind = {guard["code"]: guard["positions"] for guard in payable["guards"]}
    assert behind == {"bond_held": (await counter.get("/bond"))["positions"], "invoice_accepted": payable["positions"]}
    short = {**PAY, "amount": {"amount": "1796219.99"}}
    assert await counter.refused("customer.finance", "/payments/1/pay", short) == (422, "payment_amount_differs")
    paid = await counter.done("customer.finance", "/payments/1/pay", PAY)
    assert (paid["status"]["code"], paid["left"]["amount"]) == ("paid", "0.00")
    assert await counter.refused("customer.finance", "/payments/1/pay", PAY) == (409, "payment_already_made")
    balances = (await counter.get("/accounts"))["balances"]
    assert balances["contractor"]["amount"] == "1496850.00"
    assert sum(int(money["amount"].replace(".", "")) for money in balances.values()) == 0


async def test_a_rejected_invoice_says_which_one_and_why_until_another_comes(counter: Counter) -> None:
    assert (await counter.get("/payments/1"))["invoice_number"] is None
    await counter.done("contractor.company", "/payments/1/invoice", INVOICE)
    rejected = await counter.done("customer.finance", "/payments/1/invoice/reject", {"reason": "抬头不符"})
    assert (rejected["invoice"], rejected["invoice_number"], rejected["invoice_rejection"]) == ("rejected", "INV-1", "抬头不符")
    listed = (await counter.get("/payments"))["items"][0]
    assert (listed["invoice_number"], listed["invoice_rejection"]) == ("INV-1", "抬头不符")
    another = await counter.done("contractor.company", "/payments/1/invoice", {**INVOICE, "number": "INV-2"})
    assert (another["invoice"], another["invoice_number"], another["invoice_rejection"]) == ("received", "INV-2", None)
    await assert_rebuild_equals_live(counter.runtime)


async def test_dates_say_why_they_are_what_they_are(counter: Counter) -> None:
    bond = await counter.get("/bond")
    assert (bond["due_why"]["value"], bond["due_why"]["clause"]) == (bond["due_on"], "§4.2¶1")
    second = await counter.get("/payments/2")
    assert (second["opens_why"]["value"], second["opens_why"]["readings"][0]["name"]) == ("2027-02-15", "p2.opens")
    assert (await counter.get("/payments/1"))["opens_why"] is None


async def test_the_rates_that_were_entered_are_listed_the_one_in_force_last(counter: Counter) -> None:
    assert (await counter.get("/reference-rates"))["items"] == []
    for percent in ("3.10", "3.00"):
        rate = {"percent": percent, "published_on": "2026-05-20", "source_document": "公告"}
        await counter.done("customer.finance", "/reference-rates", rate)
    assert [rate["percent"] for rate in (await counter.get("/reference-rates"))["items"]] == ["3.10", "3.00"]


async def test_a_repeated_key_answers_the_same_and_other_content_is_refused(counter: Counter) -> None:
    key = {"Idempotency-Key": "bond-1"}
    first = await counter.post("contractor.company", "/bond/lodge", BOND, headers=key)
    head = await counter.head()
    again = await counter.post("contractor.company", "/bond/lodge", BOND, headers=key)
    assert again.headers["Idempotent-Replay"] == "true"
    assert (again.json(), again.headers["Watchbill-Position"]) == (first.json(), first.headers["Watchbill-Position"])
    other = await counter.post("contractor.company", "/bond/lodge", {**BOND, "form": "insurance"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert await counter.head() == head


async def test_who_saw_an_older_version_does_not_overwrite(counter: Counter) -> None:
    stale = {"If-Match": '"7"'}
    answer = await counter.post("contractor.company", "/bond/lodge", BOND, headers=stale)
    assert (answer.status_code, answer.json()["code"]) == (412, "stale_version")
    assert (await counter.get("/bond"))["lodged_on"] is None


WRONG_BONDS: tuple[tuple[dict[str, object], int, str], ...] = (
    ({"lodged_on": "2026-06-14"}, 422, "date_before_the_term"),
    ({"lodged_on": "2026-06-18"}, 422, "date_in_the_future"),
    ({"amount": {"amount": "299370.01"}}, 422, "bond_amount_differs"),
    ({"amount": {"amount": "1e5"}}, 422, "invalid_request"),
    ({"amount": {"amount": "299370.00", "currency": "USD"}}, 422, "invalid_request"),
    ({"lodged_on": "yesterday"}, 422, "invalid_request"),
    ({"surprise": True}, 422, "invalid_request"),
)


async def test_a_wrong_bond_is_refused_and_nothing_is_written(counter: Counter) -> None:
    head = await counter.head()
    for change, status, code in WRONG_BONDS:
        assert await counter.refused("contractor.company", "/bond/lodge", {**BOND, **change}) == (status, code), change
    assert await counter.head() == head


async def test_only_the_right_role_pays_confirms_or_decides(counter: Counter) -> None:
    assert await counter.refused("contractor.company", "/payments/1/pay", PAY) == (403, "forbidden")
    assert await counter.refused("admin", "/bond/lodge", BOND) == (403, "forbidden")
    breach = await counter.done("customer.officer", "/breaches", BREACH)
    assert await counter.refused("customer.officer", f"/breaches/{breach['id']}/confirm") == (403, "forbidden")
    assert await counter.refused("customer.leader", "/payments/9/pay", PAY) == (403, "forbidden")
    assert await counter.refused("customer.finance", "/payments/9/pay", PAY) == (404, "payment_unknown")


async def test_a_breach_is_proposed_notified_and_confirmed_by_different_people(counter: Counter) -> None:
    breach = await counter.done("customer.officer", "/breaches", BREACH, subject="both")
    path = f"/breaches/{breach['id']}"
    assert (breach["damages"]["amount"], breach["state"]["code"]) == ("29937.00", "proposed")
    assert await counter.refused("customer.leader", f"{path}/confirm") == (409, "breach_not_notified")
    notice = {"received_at": "2026-06-17T09:00:00+08:00", "channel": "hand"}
    notified = await counter.done("customer.officer", f"{path}/notify", notice)
    assert (notified["cure_why"]["value"], breach["cure_why"]) == (notified["cure_by"], None)
    assert (notified["cure_by"], notified["notified_in_paragraph"], notified["termination_right"]) == ("2026-06-29", 1, False)
    assert await counter.refused("customer.leader", f"{path}/confirm", subject="both") == (403, "proposer_may_not_confirm")
    await counter.done("contractor.company", f"{path}/dispute", {"reason": "不同意"})
    confirmed = await counter.done("customer.leader", f"{path}/confirm")
    assert (confirmed["state"]["code"], confirmed["disputed"], confirmed["fact"]) == ("confirmed", True, "遗漏服务内容")
    listed = await counter.get("/breaches?state=confirmed")
    assert [item["id"] for item in listed["items"]] == [breach["id"]]


async def confirmed_breach(counter: Counter, code: str) -> str:
    breach = await counter.done("customer.officer", "/breaches", {**BREACH, "code": code})
    path = f"/breaches/{breach['id']}"
    await counter.done("customer.officer", f"{path}/notify", {"received_at": "2026-06-17T09:00:00+08:00", "channel": "hand"})
    await counter.done("customer.leader", f"{path}/confirm")
    return str(breach["id"])


CALENDAR = {"year": 2027, "source_document": "notice", "days": {"2027-01-01": "holiday"}}


async def settled(counter: Counter) -> None:
    """The golden settlement GC-23: score 84, damages of 12 %, acceptance passed."""
    await counter.done("contractor.company", "/bond/lodge", BOND)
    for code in ("BR-2", "BR-3", "BR-7"):
        await confirmed_breach(counter, code)
    await counter.at("2027-07-20T09:00:00+08:00")
    await counter.year_assessed(84)
    await counter.done("contractor.company", "/acceptance/apply", {"applied_on": "2027-07-01"})
    await counter.done("customer.leader", "/acceptance/decide", {"passed": True, "decided_on": "2027-07-20", "opinion": "同意"})
    await counter.done("customer.finance", "/settlement")


async def test_gc_23_is_previewed_proposed_and_confirmed_only_on_a_published_calendar(counter: Counter) -> None:
    assert await counter.refused("customer.finance", "/settlement") == (409, "year_not_assessed")
    await settled(counter)
    early = await counter.post("customer.leader", "/settlement/confirm")
    assert (early.status_code, early.json()["code"], early.json()["details"]) == (409, "calendar_provisional", {"year": 2027})
    await counter.done("customer.officer", "/calendars", CALENDAR)
    confirmed = await counter.done("customer.leader", "/settlement/confirm")
    assert (confirmed["final_payment"]["amount"], confirmed["bond_refund"]["amount"]) == ("389181.00", "0.00")
    assert await counter.refused("customer.finance", "/settlement") == (409, "already_settled")
    tail = await counter.get("/payments/3")
    assert (tail["amount"]["amount"], tail["first_unmet"]) == ("389181.00", "invoice_accepted")
    tree = await counter.get("/settlement/explanation")
    assert (tree["value"], tree["clause"], len(tree["parts"])) == ("389181.00", "§4.2¶4", 2)
    balances = (await counter.get("/accounts"))["balances"]
    assert (balances["bond:held"]["amount"], balances["damages:open"]["amount"]) == ("0.00", "0.00")
    await assert_rebuild_equals_live(counter.runtime)


async def test_figures_that_changed_since_the_proposal_are_proposed_again(counter: Counter) -> None:
    await settled(counter)
    await counter.done("customer.officer", "/calendars", CALENDAR)
    waived = (await counter.get("/breaches?code=BR-7"))["items"][0]["id"]
    await counter.done("customer.leader", f"/breaches/{waived}/waive", {"reason": "免除"})
    assert await counter.refused("customer.leader", "/settlement/confirm") == (409, "settlement_outdated")
    await counter.done("customer.finance", "/settlement")
    confirmed = await counter.done("customer.leader", "/settlement/confirm")
    assert confirmed["final_payment"]["amount"] == "419118.00"


async def test_trap_i_damages_given_up_after_settlement_reopen_the_bond(counter: Counter) -> None:
    await settled(counter)
    await counter.done("customer.officer", "/calendars", CALENDAR)
    await counter.done("customer.leader", "/settlement/confirm")
    security = (await counter.get("/breaches?code=BR-2"))["items"][0]["id"]
    await counter.done("customer.leader", f"/breaches/{security}/waive", {"reason": "免除"})
    bond = await counter.get("/bond")
    assert (bond["state"]["code"], bond["owed_back"]["amount"]) == ("refund_due", "299370.00")
    refund = {"amount": {"amount": "299370.00"}, "refunded_on": "2027-07-20"}
    assert (await counter.done("customer.finance", "/bond/refund", refund))["state"]["code"] == "closed"


async def test_a_missing_bond_is_noted_when_its_day_has_ended(counter: Counter) -> None:
    await counter.at("2026-07-01T23:59:00+08:00")
    assert await counter.bond_state() == "required"
    await counter.at("2026-07-02T00:00:00+08:00")
    await eventually(partial(_is_late, counter), "the bond is noted late")
    assert (await counter.get("/payments/1"))["status"]["code"] == "locked"


async def _is_late(counter: Counter) -> bool:
    return bool(await counter.bond_state() == "late")
