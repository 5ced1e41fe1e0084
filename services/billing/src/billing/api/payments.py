"""The contract's payments over HTTP: what may be paid, why not, and what was paid (clause 4.2)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from billing.api.facts import behind_guards, facts_to_decide, facts_to_show
from billing.api.payment_answers import (
    ApplyBody,
    FundsBody,
    InvoiceBody,
    PayBody,
    PaymentAnswer,
    PaymentsAnswer,
    RejectBody,
)
from billing.domain.guards import first_unmet, guards
from billing.domain.payment import (
    PAYMENT,
    AcceptInvoice,
    ApplyForPayment,
    AppropriateFunds,
    AssessInterest,
    Command,
    Pay,
    ReceiveInvoice,
    RejectInvoice,
)
from billing.projections import PAYMENTS, PaymentRow
from common.handling import Transaction
from common.web.call import Call, call
from common.web.problems import problems

router = APIRouter(prefix="/v1/contracts/{contract_id}", tags=["payments 付款"])

Number = Annotated[int, Path(ge=1, le=60)]


@router.get("/payments")
async def list_payments(call: Annotated[Call, Depends(call("payment.read"))]) -> PaymentsAnswer:
    """Every payment of the contract, in order; there are few, so the list is whole."""
    facts = await facts_to_show(call)
    rows = {row.number: row for row in await call.rows(PAYMENTS)}
    behind, numbers = await behind_guards(call), [rule.no for rule in call.terms.payments]
    texts = await call.texts(row.rejection for row in rows.values())
    items = [PaymentAnswer.of(rows.get(number) or PaymentRow(number), facts, behind, call.terms, texts) for number in numbers]
    return PaymentsAnswer(items=items)


@router.get("/payments/{number}", responses=problems("payment_unknown"))
async def show_payment(number: Number, call: Annotated[Call, Depends(call("payment.read"))]) -> PaymentAnswer:
    """One payment: may it be paid, why not, when is it due and why then."""
    return await _answer(number, call)


@router.post(
    "/payments/{number}/apply",
    status_code=201,
    responses=problems("payment_needs_no_application", "payment_already_applied", "payment_not_open", "date_in_the_future"),
)
async def apply_for_payment(
    number: Number, body: ApplyBody, call: Annotated[Call, Depends(call("payment.apply"))]
) -> PaymentAnswer:
    """Records the contractor's application; the payment clock runs from its receipt."""
    return await _decided(number, ApplyForPayment(number, body.received_on, call.terms.local_date(call.now)), call)


@router.post("/payments/{number}/invoice", status_code=201, responses=problems("invoice_already_received"))
async def receive_invoice(
    number: Number, body: InvoiceBody, call: Annotated[Call, Depends(call("payment.invoice"))]
) -> PaymentAnswer:
    """Records an invoice that waits for the customer's review."""
    today = call.terms.local_date(call.now)
    return await _decided(number, ReceiveInvoice(number, body.number, body.amount.fen, body.received_on, today), call)


@router.post("/payments/{number}/invoice/accept", status_code=201, responses=problems("no_invoice_to_review"))
async def accept_invoice(number: Number, call: Annotated[Call, Depends(call("payment.review"))]) -> PaymentAnswer:
    """The customer found the invoice in order (clause 4.2 paragraph 6)."""
    return await _decided(number, AcceptInvoice(number, call.terms.local_date(call.now)), call)


@router.post("/payments/{number}/invoice/reject", status_code=201, responses=problems("no_invoice_to_review"))
async def reject_invoice(
    number: Number, body: RejectBody, call: Annotated[Call, Depends(call("payment.review"))]
) -> PaymentAnswer:
    """The customer may delay payment without default until a proper invoice comes (clause 4.2 paragraph 6)."""
    reason = await call.keep_text(body.reason)
    return await _decided(number, RejectInvoice(number, reason or "", call.terms.local_date(call.now)), call)


@router.post("/appropriations", status_code=201, responses=problems("date_in_the_future", "payment_unknown"))
async def appropriate_funds(body: FundsBody, call: Annotated[Call, Depends(call("payment.fund"))]) -> PaymentAnswer:
    """Records money that arrived for a payment (clause 4.2 paragraph 5)."""
    today = call.terms.local_date(call.now)
    command = AppropriateFunds(body.payment, body.amount.fen, body.arrived_on, body.document, today)
    return await _decided(body.payment, command, call)


@router.post(
    "/payments/{number}/pay",
    status_code=201,
    responses=problems("payment_guard_unmet", "payment_already_made", "payment_amount_differs", "date_in_the_future"),
)
async def pay(number: Number, body: PayBody, call: Annotated[Call, Depends(call("payment.pay"))]) -> PaymentAnswer:
    """Records money paid. Refused while a guard fails; the guards are read under the contract's ledger row."""
    call.terms.payment(number)

    async def decision(tx: Transaction) -> None:
        facts = await facts_to_decide(tx, call)
        payment = await tx.state(PAYMENT, str(number))
        unmet = first_unmet(guards(number, payment, facts, call.terms))
        await tx.decide(PAYMENT, str(number), Pay(number, body.amount.fen, body.paid_on, facts.today, unmet))

    await call.across(decision, of=(PAYMENT, str(number)))
    return await _answer(number, call)


@router.post(
    "/payments/{number}/interest",
    status_code=201,
    responses=problems("interest_not_due", "funds_record_missing", "rate_missing", "calendar_provisional"),
)
async def assess_interest(number: Number, call: Annotated[Call, Depends(call("payment.interest"))]) -> PaymentAnswer:
    """Freezes the interest on what was paid late (clause 9.2)."""
    return await _decided(number, AssessInterest(number), call)


async def _decided(number: int, command: Command, call: Call) -> PaymentAnswer:
    call.terms.payment(number)
    await call.handle(PAYMENT, str(number), command)
    return await _answer(number, call)


async def _answer(number: int, call: Call) -> PaymentAnswer:
    call.terms.payment(number)
    row = await call.find(PAYMENTS, str(number)) or PaymentRow(number)
    texts = await call.texts((row.rejection,))
    return PaymentAnswer.of(row, await facts_to_show(call), await behind_guards(call), call.terms, texts)
