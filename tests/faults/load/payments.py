"""The bond, and payments from the invoice to the last fen; each once in a contract, whatever is tried again is refused."""

import random

from faults.desk import Desk, Reply
from faults.load.scene import Scene
from faults.people import COMPANY, FINANCE
from faults.record import Json

BOND, FIRST, PART, REST = "299370.00", "1796220.00", "1000000.00", "796220.00"


async def bond(desk: Desk, scene: Scene, chance: random.Random) -> None:
    """Lodged, or refused: it lies there already, or is not what the contract says."""
    amount = BOND if chance.random() < 0.7 else "1.00"
    body = {"amount": {"amount": amount}, "form": "bank_guarantee", "lodged_on": _today(scene)}
    await desk.attempt("billing.bond.lodge", COMPANY, scene.contract, "/bond/lodge", body)


async def payment(desk: Desk, scene: Scene, chance: random.Random) -> None:
    """The next step of the first payment; without the bond the last one is refused."""
    invoice = {"number": f"INV-{chance.randint(1, 999)}", "amount": {"amount": FIRST}, "received_on": _today(scene)}
    await _try(desk, scene, COMPANY, "invoice", invoice)
    if chance.random() < 0.4:
        await _try(desk, scene, FINANCE, "reject", {"reason": "抬头有误"}, "invoice/reject")
        return
    await _try(desk, scene, FINANCE, "accept", {}, "invoice/accept")
    if not scene.funded:
        scene.funded = True
        for amount in (PART, REST):
            funds = {"payment": 1, "amount": {"amount": amount}, "arrived_on": _today(scene), "document": "批复"}
            await desk.give("billing.payment.fund", FINANCE, scene.contract, "/appropriations", funds)
    paid = await _try(desk, scene, FINANCE, "pay", {"amount": {"amount": FIRST}, "paid_on": _today(scene)})
    if paid.accepted:
        await _try(desk, scene, COMPANY, "apply", {"received_on": _today(scene)}, number=3)


async def _try(desk: Desk, scene: Scene, role: str, what: str, body: Json, path: str = "", number: int = 1) -> Reply:
    where = f"/payments/{number}/{path or what}"
    return await desk.attempt(f"billing.payment.{what}", role, scene.contract, where, body)


def _today(scene: Scene) -> str:
    return scene.now().date().isoformat()
