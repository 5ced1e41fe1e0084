"""Signing to first payment: terms, people, bond, 60 %."""

from collections.abc import Mapping
from datetime import date

from watchbill.demo.people import NEWCOMER, TEAM, Person
from watchbill.demo.story.scene import COMPANY, FINANCE, MANAGER, OFFICER, Scene


async def play(scene: Scene, pack: Mapping[str, object]) -> None:
    """The contract comes into force and the team is approved; the bond is lodged in time, payment 1 is made."""
    await scene.at(date(2026, 6, 16), "10:00")
    contract = scene.desk.contract
    await scene.desk.post("admin", "billing", "/v1/contracts", {"contract_id": contract, "pack": pack})
    await scene.settle()
    scene.tell("合同生效, 条款已送达各服务", "The contract is in force; every service has its terms")
    for person in (*TEAM, NEWCOMER):
        await approve(scene, person)
    scene.tell(f"{len(TEAM)} 名驻场人员已批准", f"{len(TEAM)} people approved for their posts")
    await scene.at(date(2026, 6, 25))
    bond = {"amount": {"amount": "299370.00"}, "form": "bank_guarantee", "lodged_on": "2026-06-25"}
    await scene.desk.post(COMPANY, "billing", "/bond/lodge", bond)
    scene.tell("履约保证金 299,370.00 已提交", "Bond of 299,370.00 lodged")
    await pay(scene, 1, "1796220.00", date(2026, 7, 6))


async def approve(scene: Scene, person: Person) -> None:
    """Registers a person and has the customer approve them."""
    body = {
        "person_id": person.id,
        "name": person.name,
        "posts": person.posts,
        "industry_years": person.years,
        "specialty_years": person.years,
        "education": "bachelor",
    }
    await scene.desk.post(MANAGER, "roster", "/people", body)
    await scene.desk.post(OFFICER, "roster", f"/people/{person.id}/approve", {"posts": person.posts})


async def pay(scene: Scene, number: int, amount: str, on: date) -> None:
    """An invoice comes in, is found in order, and the money leaves."""
    await scene.at(on)
    invoice = {"number": f"INV-{number}", "amount": {"amount": amount}, "received_on": on.isoformat()}
    await scene.desk.post(COMPANY, "billing", f"/payments/{number}/invoice", invoice)
    await scene.desk.post(FINANCE, "billing", f"/payments/{number}/invoice/accept")
    paid = {"amount": {"amount": amount}, "paid_on": on.isoformat()}
    await scene.desk.post(FINANCE, "billing", f"/payments/{number}/pay", paid)
    scene.tell(f"第 {number} 笔付款 {amount} 已支付", f"Payment {number} of {amount} made")
