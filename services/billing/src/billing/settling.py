"""The settlement's figures from what billing knows: gathered under the ledger row to decide, from views to preview."""

from collections.abc import Sequence

from billing.domain.clauses.set_off import Owed, SetOff, set_off
from billing.domain.explaining import Ground, Grounds, explain
from billing.projections import AnnualRow, BondRow, BreachRow
from common.errors import Refused
from common.explanation import Explanation
from common.terms import Terms


def figures_of(annual: AnnualRow, bond: BondRow, breaches: Sequence[BreachRow], terms: Terms) -> SetOff:
    """What would be settled now. Refused while the year is not assessed."""
    if annual.annual.score is None:
        raise Refused("year_not_assessed", clause="§4.2¶3")
    owed = [Owed(row.id, row.breach.amount_fen) for row in _confirmed(breaches)]
    return set_off(annual.annual.score, owed, bond.bond.held_fen, terms)


def explanation_of(figures: SetOff, annual: AnnualRow, bond: BondRow, breaches: Sequence[BreachRow], terms: Terms) -> Explanation:
    """Why: from the final payment to score, slips, breaches, events and clauses."""
    if annual.annual.explanation is None or annual.position is None:
        raise Refused("year_not_assessed", clause="§4.2¶3")
    grounds = Grounds(
        annual=annual.annual.explanation,
        annual_position=annual.position,
        bond_positions=bond.positions,
        breaches=[Ground(row.id, row.breach, (*row.positions, *row.evidence)) for row in _confirmed(breaches)],
    )
    return explain(figures, grounds, terms)


def _confirmed(breaches: Sequence[BreachRow]) -> list[BreachRow]:
    """In the order of confirmation."""
    return sorted((row for row in breaches if row.state == "confirmed"), key=lambda row: row.order)
