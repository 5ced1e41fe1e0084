"""Form 2 answered, decided and signed by both, withdrawn or corrected (A8S Art.7)."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any, TypeVar

from common.terms import Terms
from common.testing.scenario import Decided, Given, given
from common.testing.terms import beijing_terms
from scoring.domain.people import Person
from scoring.domain.slip import (
    SLIP,
    CommentOnSlip,
    ConcurWithSlip,
    CounterSlip,
    DecideSlip,
    DissentFromSlip,
    RecordSlip,
    SignSlip,
    SlipCommand,
    SlipEvent,
    SlipRecorded,
    SlipSigned,
    SlipTookEffect,
    SlipUpheld,
    UpholdSlip,
    WithdrawSlip,
    content_hash,
)
from scoring.domain.slip.state import PendingSlip, Slip

TERMS = beijing_terms()
BEIJING = timezone(timedelta(hours=8))
OFFICER = Person("officer-1", "customer", "customer.officer")
HEAD = Person("head-1", "customer", "customer.head")
LEADER = Person("leader-1", "customer", "customer.leader")
MANAGER = Person("manager-1", "contractor", "contractor.manager")
EVENT = datetime(2026, 9, 1, 9, 10, tzinfo=BEIJING)
NOW = EVENT + timedelta(days=1)


Story = Given[SlipCommand, Slip, SlipEvent]
E = TypeVar("E", bound=SlipEvent)


def pending(story: Story | Decided[SlipCommand, Slip, SlipEvent]) -> PendingSlip:
    """The slip of a story, which is pending."""
    assert isinstance(story.state, PendingSlip)
    return story.state


def last(decided: Decided[SlipCommand, Slip, SlipEvent], cls: type[E]) -> E:
    """What the last command of a story led to."""
    event = decided.events[-1]
    assert isinstance(event, cls), decided.refusal
    return event


def onwards(decided: Decided[SlipCommand, Slip, SlipEvent]) -> Story:
    """The story goes on after whatever was decided."""
    return decided.then(*decided.events)


def recording(**changes: Any) -> RecordSlip:
    fields: dict[str, Any] = {
        "number": "SLIP-0001",
        "rule": "1.1.1",
        "units": 1,
        "points": 5,
        "event_at": EVENT,
        "narrative": "text-1",
        "evidence": ("roster:bj:17",),
        "by": OFFICER,
        "now": NOW,
    }
    return RecordSlip(**(fields | changes))


def recorded(terms: Terms = TERMS, **changes: Any) -> Story:
    return onwards(given(SLIP, terms).when(recording(**changes)))


# --- signatures --------------------------------------------------------------------------------------------------------


def test_a_slip_counts_once_both_parties_signed_its_content() -> None:
    slip = recorded()
    content = pending(slip).content
    hash_ = content_hash(content)
    first = slip.when(SignSlip(HEAD, NOW, head="9:ab")).then(
        SlipSigned("customer", "head-1", "customer.head", NOW, hash_, "9:ab")
    )
    first.when(SignSlip(MANAGER, NOW, content_hash=hash_)).then(
        SlipSigned("contractor", "manager-1", "contractor.manager", NOW, hash_, None),
        SlipTookEffect(content, hash_, NOW, signed_by_both=True),
    )


def test_who_recorded_a_slip_does_not_countersign_it() -> None:
    recorded().when(SignSlip(OFFICER, NOW)).then_refused("recorder_may_not_countersign")


def test_the_manager_signs_the_bonus_it_proposed_and_the_customer_recognises_it() -> None:
    bonus = recorded(by=MANAGER, rule="4.3", points=10)
    signed = bonus.when(SignSlip(MANAGER, NOW))
    assert len(signed.events) == 1
    assert isinstance(onwards(signed).when(SignSlip(OFFICER, NOW)).events[-1], SlipTookEffect)


def test_nobody_signs_for_the_other_party() -> None:
    recorded().when(SignSlip(MANAGER, NOW, for_party="customer")).then_refused("wrong_party")


def test_a_party_signs_once() -> None:
    signed = recorded().when(SignSlip(MANAGER, NOW))
    onwards(signed).when(SignSlip(MANAGER, NOW)).then_refused("already_signed")


def test_what_was_signed_must_be_what_stands_there() -> None:
    recorded().when(SignSlip(HEAD, NOW, content_hash="0" * 64)).then_refused("signed_content_differs")


def test_the_hash_covers_the_content_and_not_the_form_of_a_time() -> None:
    content = pending(recorded()).content
    in_utc = pending(recorded(event_at=EVENT.astimezone(UTC))).content
    assert content_hash(content) == content_hash(in_utc)
    assert content_hash(content) != content_hash(pending(recorded(points=6)).content)


# --- dissent and decision ----------------------------------------------------------------------------------------------


def disputed(terms: Terms = TERMS, *, signed: bool = False) -> Story:
    slip = recorded(terms)
    if signed:
        first = slip.when(SignSlip(HEAD, NOW))
        slip = onwards(first)
    dissent = slip.when(DissentFromSlip("text-2", MANAGER, NOW))
    return onwards(dissent)


def test_a_dissent_stops_both_signatures_until_it_is_decided() -> None:
    disputed().when(SignSlip(HEAD, NOW)).then_refused("dissent_undecided")
    disputed().when(SignSlip(MANAGER, NOW)).then_refused("dissent_undecided")


def test_only_a_dissent_is_decided_and_within_the_range() -> None:
    recorded().when(DecideSlip(3, "text-3", HEAD, NOW)).then_refused("nothing_to_decide")
    disputed().when(DecideSlip(11, "text-3", HEAD, NOW)).then_refused("points_outside_range")


def test_a_decision_voids_the_signatures_given_before() -> None:
    decided = disputed(signed=True).when(DecideSlip(3, "text-3", HEAD, NOW))
    slip = onwards(decided)
    assert (pending(slip).content.points, pending(slip).signed) == (3, frozenset())
    manager = slip.when(SignSlip(MANAGER, NOW))
    assert len(manager.events) == 1  # the customer's earlier signature covered 5 points
    slip.when(DissentFromSlip("text-4", MANAGER, NOW)).then_refused("slip_already_decided")


def test_a_concurrence_is_no_signature_and_a_comment_no_position() -> None:
    agreed = recorded().when(ConcurWithSlip(None, MANAGER, NOW))
    assert pending(agreed).signed == frozenset()
    commented = recorded().when(CommentOnSlip("text-5", MANAGER, NOW))
    assert pending(commented).stance == "none"
    recorded().when(CommentOnSlip("text-5", OFFICER, NOW)).then_refused("wrong_party")


def test_amb_35_without_the_contractors_signature_nothing_counts_until_the_deputy_director_decides() -> None:
    decided = disputed().when(DecideSlip(3, "text-3", HEAD, NOW))
    slip = onwards(decided)
    slip.when(UpholdSlip("text-6", LEADER, NOW)).then_refused("customer_signature_missing")
    signed = slip.when(SignSlip(HEAD, NOW))
    assert len(signed.events) == 1
    upheld = onwards(signed).when(UpholdSlip("text-6", LEADER, NOW))
    assert isinstance(upheld.events[0], SlipUpheld)
    effect = last(upheld, SlipTookEffect)
    assert (effect.content.points, effect.signed_by_both) == (3, False)


def test_amb_35_under_the_other_reading_a_refusal_is_on_record_and_the_decided_points_count() -> None:
    terms = beijing_terms({"form2.unsigned": "counts_as_refusal"})
    decided = disputed(terms).when(DecideSlip(3, "text-3", HEAD, NOW))
    effect = last(onwards(decided).when(SignSlip(HEAD, NOW)), SlipTookEffect)
    assert not effect.signed_by_both


# --- giving up and correcting ------------------------------------------------------------------------------------------


def counting() -> Story:
    slip = recorded()
    for signer in (HEAD, MANAGER):
        signed = slip.when(SignSlip(signer, NOW))
        slip = onwards(signed)
    return slip


def test_a_slip_that_counts_is_neither_signed_again_nor_withdrawn() -> None:
    counting().when(SignSlip(HEAD, NOW)).then_refused("slip_already_counts")
    counting().when(WithdrawSlip("text-7", OFFICER, NOW)).then_refused("slip_already_counts")


def test_a_withdrawn_slip_stays_withdrawn() -> None:
    withdrawn = recorded().when(WithdrawSlip("text-7", OFFICER, NOW))
    onwards(withdrawn).when(SignSlip(HEAD, NOW)).then_refused("slip_withdrawn")


def test_the_contractor_takes_back_its_own_bonus_only() -> None:
    recorded().when(WithdrawSlip("text-7", MANAGER, NOW)).then_refused("wrong_party")
    assert recorded(by=MANAGER, rule="4.2", points=3).when(WithdrawSlip("text-7", MANAGER, NOW)).refusal is None


def countering(**changes: Any) -> CounterSlip:
    fields: dict[str, Any] = {
        "number": "SLIP-0002",
        "target_id": "S-1",
        "target_rule": "1.1.1",
        "target_points": 5,
        "target_quarter": 1,
        "target_in_effect": True,
        "points": 5,
        "narrative": "text-8",
        "by": OFFICER,
        "now": NOW,
        "target_event_at": EVENT,
        "target_position": "scoring:bj:12",
    }
    return CounterSlip(**(fields | changes))


def test_a_counter_slip_takes_back_no_more_than_the_slip_took() -> None:
    given(SLIP, TERMS).when(countering(points=6)).then_refused("points_outside_range")
    given(SLIP, TERMS).when(countering(target_in_effect=False)).then_refused("slip_does_not_count")


def test_a_counter_slip_counts_in_the_slips_quarter_or_flagged_in_the_present_one_once_that_is_frozen() -> None:
    same = last(given(SLIP, TERMS).when(countering()), SlipRecorded)
    assert (same.content.quarter, same.carried_from, same.content.counters) == (1, None, "S-1")
    october = datetime(2026, 10, 20, 9, tzinfo=BEIJING)
    carried = last(given(SLIP, TERMS).when(countering(noticed=(1,), now=october)), SlipRecorded)
    assert (carried.content.quarter, carried.carried_from) == (2, 1)
