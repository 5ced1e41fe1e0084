"""A proposal (考核建议): a machine holds an observed fact against a clause. A person accepts it or says why not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, assert_never

from common.aggregate import Aggregate
from common.errors import Refused
from common.terms import AnnualRule, Terms
from scoring.domain import clauses

State = Literal["absent", "open", "accepted", "dismissed"]
Kind = Literal["slip", "finding"]


@dataclass(frozen=True, slots=True)
class ProposedRule:
    """A rule that fits, with the points it permits for these units. Positive for slips, signed for annual findings."""

    code: str
    points_min: int
    points_max: int


@dataclass(frozen=True, slots=True)
class ProposalRaised:
    """A fact was told that a rule may be held against. `corrected` by a later fact it stays, marked, for people."""

    kind: Kind
    rules: tuple[ProposedRule, ...]
    sign: Literal[-1, 1]
    units: int
    event_at: datetime
    fact: str
    evidence: tuple[str, ...]
    subject: str | None
    quarter: int | None
    form2_due_on: date | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class ProposalFactCorrected:
    """The service that told the fact corrected it; `evidence` is the position of the correction."""

    evidence: str


@dataclass(frozen=True, slots=True)
class ProposalAccepted:
    """A person made a slip, or an annual finding, of it: `became` is its id."""

    became: str
    rule: str
    by: str


@dataclass(frozen=True, slots=True)
class ProposalDismissed:
    """A person decided not to pursue it, with a reason."""

    reason: str
    by: str


ProposalEvent = ProposalRaised | ProposalFactCorrected | ProposalAccepted | ProposalDismissed
EVENTS = (ProposalRaised, ProposalFactCorrected, ProposalAccepted, ProposalDismissed)


@dataclass(frozen=True, slots=True)
class RaiseProposal:
    """`rules` in order of fit; those that this contract's catalogue does not have are left out."""

    kind: Kind
    rules: tuple[str, ...]
    event_at: datetime
    fact: str
    evidence: tuple[str, ...]
    units: int = 1
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class MarkFactCorrected:
    evidence: str


@dataclass(frozen=True, slots=True)
class AcceptProposal:
    rule: str
    became: str
    by: str


@dataclass(frozen=True, slots=True)
class DismissProposal:
    reason: str
    by: str


ProposalCommand = RaiseProposal | MarkFactCorrected | AcceptProposal | DismissProposal


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where a proposal stands."""

    state: State = "absent"
    kind: Kind = "slip"
    rules: tuple[str, ...] = ()
    corrected: bool = False


def decide(command: ProposalCommand, proposal: Proposal, terms: Terms) -> Sequence[ProposalEvent]:
    """Raising twice, or correcting what was never proposed, changes nothing: facts may be told more than once.

    A fact that was corrected and then told again opens its proposal anew.
    """
    match command:
        case RaiseProposal():
            told_anew = proposal.state == "open" and proposal.corrected
            return _raise(command, terms) if proposal.state == "absent" or told_anew else ()
        case MarkFactCorrected(evidence):
            return () if proposal.state == "absent" or proposal.corrected else (ProposalFactCorrected(evidence),)
        case AcceptProposal(rule, became, by):
            only_open(proposal)
            if rule not in proposal.rules:
                raise Refused("rule_not_proposed", rule=rule)
            return (ProposalAccepted(became, rule, by),)
        case DismissProposal(reason, by):
            only_open(proposal)
            return (ProposalDismissed(reason, by),)
        case _:
            assert_never(command)


def only_open(proposal: Proposal) -> None:
    """Decided once. Refused `proposal_unknown` or `proposal_already_decided`."""
    if proposal.state == "absent":
        raise Refused("proposal_unknown")
    if proposal.state != "open":
        raise Refused("proposal_already_decided")


def _raise(command: RaiseProposal, terms: Terms) -> Sequence[ProposalEvent]:
    """Nothing is proposed where no rule of the catalogue fits, or for a fact before or after the service term."""
    day = terms.local_date(command.event_at)
    fitting = _slip_rules(command, terms) if command.kind == "slip" else _annual_rules(command, terms)
    if not fitting or not terms.term.starts <= day <= terms.term.ends:
        return ()
    rules, sign = fitting
    due = clauses.form2_due(command.event_at, terms) if command.kind == "slip" else None
    raised = ProposalRaised(
        command.kind,
        rules,
        sign,
        command.units,
        command.event_at,
        command.fact,
        command.evidence,
        command.subject,
        quarter=clauses.quarter_at(command.event_at, terms) if due else None,
        form2_due_on=due.on if due else None,
        provisional=due.provisional if due else False,
    )
    return (raised,)


Fitting = tuple[tuple[ProposedRule, ...], Literal[-1, 1]] | None


def _slip_rules(command: RaiseProposal, terms: Terms) -> Fitting:
    found = [rule for code in command.rules for rule in terms.rules if rule.code == code]
    units = command.units
    rules = tuple(ProposedRule(rule.code, rule.points_min * units, rule.points_max * units) for rule in found)
    return (rules, found[0].sign) if found else None


def _annual_rules(command: RaiseProposal, terms: Terms) -> Fitting:
    found: list[AnnualRule] = [rule for code in command.rules for rule in terms.annual_rules if rule.code == code]
    rules = tuple(ProposedRule(rule.code, rule.points, rule.points) for rule in found)
    return (rules, -1 if found[0].points < 0 else 1) if found else None


def evolve(proposal: Proposal, event: ProposalEvent) -> Proposal:
    """Follows what happened; checks nothing."""
    match event:
        case ProposalRaised(kind=kind, rules=rules):
            return Proposal("open", kind, tuple(rule.code for rule in rules))
        case ProposalFactCorrected():
            return replace(proposal, corrected=True)
        case ProposalAccepted():
            return replace(proposal, state="accepted")
        case ProposalDismissed():
            return replace(proposal, state="dismissed")
        case _:
            assert_never(event)


PROPOSAL: Aggregate[ProposalCommand, Proposal, ProposalEvent] = Aggregate("proposal", Proposal(), decide, evolve)
