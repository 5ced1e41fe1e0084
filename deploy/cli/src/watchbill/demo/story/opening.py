"""Signing to first payment: terms, people, bond, 60 %."""

from collections.abc import Mapping
from datetime import date

from watchbill.stage.money import lodge_bond, pay
from watchbill.stage.people import NEWCOMER, TEAM
from watchbill.stage.scene import Scene
from watchbill.stage.team import approve


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
    await lodge_bond(scene, "299370.00", date(2026, 6, 25))
    await pay(scene, 1, "1796220.00", date(2026, 7, 6))
