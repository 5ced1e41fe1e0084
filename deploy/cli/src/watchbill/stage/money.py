"""Bond and payments as both sides handle them."""

from datetime import date
from decimal import Decimal

from watchbill.stage.scene import COMPANY, FINANCE, Scene


async def lodge_bond(scene: Scene, amount: str, on: date) -> None:
    """The contractor's bank stands for the bond."""
    body = {"amount": {"amount": amount}, "form": "bank_guarantee", "lodged_on": on.isoformat()}
    await scene.desk.post(COMPANY, "billing", "/bond/lodge", body)
    shown = f"{Decimal(amount):,.2f}"
    scene.tell(f"履约保证金 {shown} 已提交", f"Bond of {shown} lodged")


async def pay(scene: Scene, number: int, amount: str, on: date) -> None:
    """An invoice comes in, is found in order, and the money leaves."""
    await scene.at(on)
    invoice = {"number": f"INV-{number}", "amount": {"amount": amount}, "received_on": on.isoformat()}
    await scene.desk.post(COMPANY, "billing", f"/payments/{number}/invoice", invoice)
    await scene.desk.post(FINANCE, "billing", f"/payments/{number}/invoice/accept")
    paid = {"amount": {"amount": amount}, "paid_on": on.isoformat()}
    await scene.desk.post(FINANCE, "billing", f"/payments/{number}/pay", paid)
    scene.tell(f"第 {number} 笔付款 {amount} 已支付", f"Payment {number} of {amount} made")
