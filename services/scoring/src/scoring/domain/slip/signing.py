"""Two signatures make a slip count; the recorder's own countersignature does not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from common.errors import Refused
from common.terms import Terms
from scoring.domain import clauses
from scoring.domain.slip.commands import SignSlip, UpholdSlip
from scoring.domain.slip.content import content_hash
from scoring.domain.slip.events import SlipEvent, SlipSigned, SlipTookEffect, SlipUpheld
from scoring.domain.slip.state import PendingSlip

BOTH = frozenset({"customer", "contractor"})


def sign(command: SignSlip, slip: PendingSlip, terms: Terms) -> Sequence[SlipEvent]:
    """「相关人员签字确认」. The second party's signature lets the points count."""
    _nobody_signs_for_the_other_party(command)
    _the_recorder_does_not_countersign(command, slip)
    if slip.stance == "dissented":
        raise Refused("dissent_undecided", clause=clauses.FORM_2)
    if command.by.party in slip.signed:
        raise Refused("already_signed", clause=clauses.FORM_2)
    present = content_hash(slip.content)
    if command.content_hash not in {None, present}:
        raise Refused("signed_content_differs", clause=clauses.FORM_2)
    by = command.by
    signed = SlipSigned(by.party, by.subject, by.role, command.now, present, command.head)
    both = slip.signed | {by.party} == BOTH
    if both or (by.party == "customer" and _refusal_is_overruled(slip, terms)):
        return (signed, _effect(slip, command.now, terms, signed_by_both=both))
    return (signed,)


def uphold(command: UpholdSlip, slip: PendingSlip, terms: Terms) -> Sequence[SlipEvent]:
    """The contractor does not sign: the deputy director decides whether the slip counts all the same (AMB-35)."""
    if command.by.party != "customer":
        raise Refused("wrong_party", clause=clauses.FORM_2)
    if slip.stance == "dissented":
        raise Refused("dissent_undecided", clause=clauses.FORM_2)
    if "customer" not in slip.signed:
        raise Refused("customer_signature_missing", clause=clauses.FORM_2)
    upheld = SlipUpheld(command.reason, command.by, command.now)
    return (upheld, _effect(slip, command.now, terms, signed_by_both=False))


def _nobody_signs_for_the_other_party(command: SignSlip) -> None:
    if command.for_party not in {None, command.by.party}:
        raise Refused("wrong_party", clause=clauses.FORM_2)


def _the_recorder_does_not_countersign(command: SignSlip, slip: PendingSlip) -> None:
    """Four eyes on the customer's side: who filled in Form 2 is not the one who confirms it for the customer.

    A bonus that the contractor proposes is signed by its proposer (驻场经理) and recognised by the customer.
    """
    if command.by.party == "customer" and command.by.subject == slip.recorded_by.subject:
        raise Refused("recorder_may_not_countersign", clause=clauses.FORM_2)


def _refusal_is_overruled(slip: PendingSlip, terms: Terms) -> bool:
    """Under the other reading of AMB-35 a refusal is recorded as such and the decided points count without it."""
    return slip.stance == "decided" and terms.reading("form2.unsigned") != "pending_not_counted"


def _effect(slip: PendingSlip, at: datetime, terms: Terms, *, signed_by_both: bool) -> SlipTookEffect:
    content, signed_hash = slip.content, content_hash(slip.content)
    if terms.reading("quarter.by") == "signature_time":
        content = replace(content, quarter=clauses.quarter_at_or_last(at, terms))
    return SlipTookEffect(content, signed_hash, at, signed_by_both)
