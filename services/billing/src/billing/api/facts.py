"""What a payment's guards look at, gathered from billing's own streams or views."""

from billing.domain.acceptance import ACCEPTANCE, ACCEPTANCE_ID
from billing.domain.annual import ANNUAL, ANNUAL_ID
from billing.domain.bond import BOND, BOND_ID
from billing.domain.guards import Facts
from billing.domain.settlement import SETTLEMENT, SETTLEMENT_ID
from billing.projections import ACCEPTANCES, ANNUALS, BONDS, SETTLEMENTS, AcceptanceRow, AnnualRow, BondRow
from common.handling import Transaction
from common.web.call import Call


async def facts_to_show(call: Call) -> Facts:
    """From the views, for an answer."""
    settlement = await call.find(SETTLEMENTS, SETTLEMENT_ID)
    return Facts(
        bond=(await call.find(BONDS, BOND_ID) or BondRow()).bond,
        annual_score=(await call.find(ANNUALS, ANNUAL_ID) or AnnualRow()).annual.score,
        acceptance_passed=(await call.find(ACCEPTANCES, ACCEPTANCE_ID) or AcceptanceRow()).acceptance.passed,
        settlement_confirmed=settlement is not None and settlement.state == "confirmed",
        today=call.terms.local_date(call.now),
    )


async def behind_guards(call: Call) -> dict[str, tuple[str, ...]]:
    """The events that made each guard of a payment what it is, by its code; those on the payment itself are left out."""
    bond = await call.find(BONDS, BOND_ID) or BondRow()
    annual = await call.find(ANNUALS, ANNUAL_ID) or AnnualRow()
    acceptance = await call.find(ACCEPTANCES, ACCEPTANCE_ID) or AcceptanceRow()
    settlement = await call.find(SETTLEMENTS, SETTLEMENT_ID)
    return {
        "bond_held": bond.positions,
        "months_served": (),
        "year_assessed": (annual.position,) if annual.position else (),
        "acceptance_passed": acceptance.positions,
        "settlement_confirmed": (settlement.position,) if settlement else (),
    }


async def facts_to_decide(tx: Transaction, call: Call) -> Facts:
    """From the streams under the contract's ledger row, for a decision."""
    return Facts(
        bond=await tx.state(BOND, BOND_ID),
        annual_score=(await tx.state(ANNUAL, ANNUAL_ID)).score,
        acceptance_passed=(await tx.state(ACCEPTANCE, ACCEPTANCE_ID)).passed,
        settlement_confirmed=(await tx.state(SETTLEMENT, SETTLEMENT_ID)).confirmed is not None,
        today=call.terms.local_date(call.now),
    )
