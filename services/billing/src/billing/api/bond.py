"""The performance bond over HTTP (clause 4.2)."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends

from billing.domain.bond import BOND, BOND_ID, LodgeBond, RefundBond
from billing.labels import BOND_STATE
from billing.projections import BONDS, BondRow
from common.explanation import Explanation
from common.money import Money
from common.terms import Terms
from common.web.answers import Answer, Body, Day, Labelled
from common.web.call import Call, call
from common.web.problems import problems

router = APIRouter(prefix="/v1/contracts/{contract_id}/bond", tags=["bond 履约保证金"])

FORMS = Literal["cash", "bank_guarantee", "insurance"]


class LodgeBody(Body):
    """The contract fixes the amount; `form` is free (clause 4.2 names none)."""

    amount: Money
    form: FORMS
    lodged_on: Day


class RefundBody(Body):
    """Exactly what is owed back."""

    amount: Money
    refunded_on: Day


class BondAnswer(Answer):
    """What is held of the bond, what was taken from it, and what goes back."""

    state: Labelled
    required: Money
    due_on: date
    due_why: Explanation
    provisional: bool
    lodged_on: date | None
    form: str | None
    held: Money
    drawn: Money
    owed_back: Money | None
    refunded: Money
    clause: str
    positions: tuple[str, ...]

    @classmethod
    def of(cls, row: BondRow, terms: Terms) -> "BondAnswer":
        """The bond under these terms."""
        bond = row.bond
        due = terms.deadline(terms.bond.due_clock, terms.term.signed)
        return cls(
            state=Labelled.of(_state(row), BOND_STATE),
            required=Money.of_fen(terms.bond.amount_fen),
            due_on=due.on,
            due_why=due.explanation,
            provisional=due.provisional,
            lodged_on=bond.lodged_on,
            form=row.form or None,
            held=Money.of_fen(bond.held_fen),
            drawn=Money.of_fen(bond.drawn_fen),
            owed_back=None if bond.owed_fen is None else Money.of_fen(bond.owed_fen - bond.refunded_fen),
            refunded=Money.of_fen(bond.refunded_fen),
            clause=terms.bond.clause,
            positions=row.positions,
        )


def _state(row: BondRow) -> str:
    bond = row.bond
    if bond.lodged_on is None:
        return "late" if bond.noted_late else "required"
    if bond.owed_fen is None:
        return "held"
    return "closed" if bond.refunded_fen == bond.owed_fen else "refund_due"


@router.get("")
async def show_bond(call: Annotated[Call, Depends(call("bond.read"))]) -> BondAnswer:
    """The bond as it stands."""
    return BondAnswer.of(await call.find(BONDS, BOND_ID) or BondRow(), call.terms)


@router.post("/lodge", status_code=201, responses=problems("bond_already_lodged", "bond_amount_differs", "date_in_the_future"))
async def lodge_bond(body: LodgeBody, call: Annotated[Call, Depends(call("bond.lodge"))]) -> BondAnswer:
    """Records that the contractor provided the bond; payment 1 unlocks."""
    today = call.terms.local_date(call.now)
    await call.handle(BOND, BOND_ID, LodgeBond(body.amount.fen, body.form, body.lodged_on, today))
    return BondAnswer.of(await call.show(BONDS, BOND_ID), call.terms)


@router.post("/refund", status_code=201, responses=problems("bond_refund_not_due", "bond_refund_differs", "date_in_the_future"))
async def refund_bond(body: RefundBody, call: Annotated[Call, Depends(call("bond.refund"))]) -> BondAnswer:
    """Records that what is left of the bond was paid back."""
    today = call.terms.local_date(call.now)
    await call.handle(BOND, BOND_ID, RefundBond(body.amount.fen, body.refunded_on, today))
    return BondAnswer.of(await call.show(BONDS, BOND_ID), call.terms)
