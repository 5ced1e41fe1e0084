"""The final settlement over HTTP: preview, proposal, confirmation, explanation (clause 4.2 paragraphs 3 and 4)."""

from typing import Annotated

from fastapi import APIRouter, Depends

from billing.domain.acceptance import ACCEPTANCE, ACCEPTANCE_ID
from billing.domain.annual import ANNUAL_ID
from billing.domain.bond import BOND, BOND_ID, DrawBond, OweRefund
from billing.domain.breach import BREACH, SettleDamages
from billing.domain.clauses.set_off import SetOff, tail_payment
from billing.domain.payment import PAYMENT, FixAmount
from billing.domain.settlement import SETTLEMENT, SETTLEMENT_ID, ConfirmSettlement, ProposeSettlement
from billing.labels import SETTLEMENT_STATE
from billing.projections import ACCOUNTS, ALL_ACCOUNTS, ANNUALS, BONDS, BREACHES, SETTLEMENTS, AccountsRow, AnnualRow, BondRow
from billing.settling import explanation_of, figures_of
from common.errors import Refused
from common.explanation import Explanation
from common.handling import Transaction
from common.money import Money
from common.terms import Terms
from common.web.answers import Answer, Labelled
from common.web.call import Call, call
from common.web.problems import problems

router = APIRouter(prefix="/v1/contracts/{contract_id}", tags=["settlement 结算"])


class SettlementAnswer(Answer):
    """The settlement's figures. A preview moves with the facts; confirmed figures are frozen."""

    state: Labelled
    tail: Money
    tail_percent: str
    gross: Money
    damages: Money
    bond_held: Money
    from_bond: Money
    bond_refund: Money
    from_payment: Money
    final_payment: Money
    receivable: Money
    proposed_by: str | None = None
    confirmed_by: str | None = None
    position: str | None = None

    @classmethod
    def of(
        cls,
        state: str,
        figures: SetOff,
        proposed_by: str | None = None,
        confirmed_by: str | None = None,
        position: str | None = None,
    ) -> "SettlementAnswer":
        """Figures in fen as amounts."""
        return cls(
            state=Labelled.of(state, SETTLEMENT_STATE),
            tail=Money.of_fen(figures.tail_fen),
            tail_percent=str(figures.tail_percent),
            gross=Money.of_fen(figures.gross_fen),
            damages=Money.of_fen(figures.damages_fen),
            bond_held=Money.of_fen(figures.bond_held_fen),
            from_bond=Money.of_fen(figures.from_bond_fen),
            bond_refund=Money.of_fen(figures.bond_refund_fen),
            from_payment=Money.of_fen(figures.from_payment_fen),
            final_payment=Money.of_fen(figures.final_payment_fen),
            receivable=Money.of_fen(figures.receivable_fen),
            proposed_by=proposed_by,
            confirmed_by=confirmed_by,
            position=position,
        )


class AccountsAnswer(Answer):
    """Every account's balance; over all of them the sum is zero."""

    balances: dict[str, Money]


@router.get("/settlement", responses=problems("year_not_assessed"))
async def show_settlement(call: Annotated[Call, Depends(call("settlement.read"))]) -> SettlementAnswer:
    """The settlement as confirmed or proposed, or what it would be now."""
    row = await call.find(SETTLEMENTS, SETTLEMENT_ID)
    if row:
        return SettlementAnswer.of(row.state, row.figures, row.proposed_by, row.confirmed_by, row.position)
    annual, bond = await _annual_and_bond(call)
    return SettlementAnswer.of("preview", figures_of(annual, bond, await call.rows(BREACHES), call.terms))


@router.get("/settlement/explanation", responses=problems("year_not_assessed"))
async def explain_settlement(call: Annotated[Call, Depends(call("settlement.read"))]) -> Explanation:
    """Why the final payment is what it is, down to single events and clauses."""
    row = await call.find(SETTLEMENTS, SETTLEMENT_ID)
    if row and row.explanation:
        return row.explanation
    annual, bond = await _annual_and_bond(call)
    breaches = await call.rows(BREACHES)
    return explanation_of(figures_of(annual, bond, breaches, call.terms), annual, bond, breaches, call.terms)


@router.post("/settlement", status_code=201, responses=problems("year_not_assessed", "already_settled"))
async def propose_settlement(call: Annotated[Call, Depends(call("settlement.propose"))]) -> SettlementAnswer:
    """Finance lays the figures before the leader."""

    async def decision(tx: Transaction) -> None:
        annual = await tx.find(ANNUALS, ANNUAL_ID) or AnnualRow()
        bond = await tx.find(BONDS, BOND_ID) or BondRow()
        figures = figures_of(annual, bond, await tx.rows(BREACHES), call.terms)
        await tx.decide(SETTLEMENT, SETTLEMENT_ID, ProposeSettlement(figures, call.actor))

    await call.across(decision, of=(SETTLEMENT, SETTLEMENT_ID))
    return await show_settlement(call)


@router.post(
    "/settlement/confirm",
    status_code=201,
    responses=problems(
        "already_settled", "settlement_not_proposed", "settlement_outdated", "proposer_may_not_confirm", "calendar_provisional"
    ),
)
async def confirm_settlement(call: Annotated[Call, Depends(call("settlement.confirm"))]) -> SettlementAnswer:
    """A leader confirms: damages are set off, the tail's amount is fixed and, after acceptance, the bond's rest is owed."""

    async def decision(tx: Transaction) -> None:
        annual = await tx.find(ANNUALS, ANNUAL_ID) or AnnualRow()
        bond = await tx.find(BONDS, BOND_ID) or BondRow()
        breaches = await tx.rows(BREACHES)
        figures = figures_of(annual, bond, breaches, call.terms)
        explanation = explanation_of(figures, annual, bond, breaches, call.terms)
        confirm = ConfirmSettlement(figures, explanation, call.actor, _provisional_year(call.terms))
        await tx.decide(SETTLEMENT, SETTLEMENT_ID, confirm)
        await _carry_out(tx, figures, call.terms)

    await call.across(decision, of=(SETTLEMENT, SETTLEMENT_ID))
    return await show_settlement(call)


@router.get("/accounts")
async def show_accounts(call: Annotated[Call, Depends(call("settlement.read"))]) -> AccountsAnswer:
    """The money of this contract as balances of named accounts."""
    row = await call.find(ACCOUNTS, ALL_ACCOUNTS) or AccountsRow()
    return AccountsAnswer(balances={name: Money.of_fen(fen) for name, fen in sorted(row.balances.items())})


async def _carry_out(tx: Transaction, figures: SetOff, terms: Terms) -> None:
    for share in figures.shares:
        settled = SettleDamages(SETTLEMENT_ID, share.from_bond_fen, share.from_payment_fen, share.receivable_fen)
        await tx.decide(BREACH, share.breach_id, settled)
    tail = tail_payment(terms).no
    await tx.decide(BOND, BOND_ID, DrawBond(figures.from_bond_fen, SETTLEMENT_ID))
    await tx.decide(PAYMENT, str(tail), FixAmount(tail, figures.final_payment_fen, SETTLEMENT_ID))
    if (await tx.state(ACCEPTANCE, ACCEPTANCE_ID)).passed:
        await tx.decide(BOND, BOND_ID, OweRefund(figures.bond_refund_fen))


def _provisional_year(terms: Terms) -> int | None:
    """The first calendar year of the term that is not published; nothing is frozen on it."""
    years = range(terms.term.starts.year, terms.term.ends.year + 1)
    return next((year for year in years if terms.calendar.is_provisional(year)), None)


async def _annual_and_bond(call: Call) -> tuple[AnnualRow, BondRow]:
    annual = await call.find(ANNUALS, ANNUAL_ID)
    if annual is None or annual.annual.score is None:
        raise Refused("year_not_assessed", clause="§4.2¶3")
    return annual, await call.find(BONDS, BOND_ID) or BondRow()
