"""Signing to first payment: terms, an agreed reading, people, bond, a reference rate, appropriation, 60 %."""

from datetime import timedelta

from watchbill.sample.record import CONTRACT
from watchbill.sample.setting import Setting
from watchbill.stage.money import lodge_bond, pay
from watchbill.stage.people import NEWCOMER, TEAM, Person
from watchbill.stage.scene import FINANCE, HEAD, OFFICER, Scene
from watchbill.stage.team import approve, offer

CANDIDATE = Person("av-4", "音视频丁", ("AV",), 3)
"""Offered, not approved yet."""


async def play(scene: Scene, setting: Setting) -> None:
    """The first two weeks."""
    await scene.at(setting.terms.term.signed, "10:00")
    body = {"contract_id": CONTRACT, "pack": setting.pack, "sample": True}
    await scene.desk.post("admin", "billing", "/v1/contracts", body)
    await scene.settle()
    starts = setting.terms.term.starts
    scene.tell(f"示例合同自 {starts} 起生效", f"The sample contract is in force from {starts} on")
    await people(scene)
    agreed = {"option": "10", "reason": "双方会议纪要: 交接班允许前后 10 分钟"}
    await scene.desk.post(HEAD, "billing", "/readings/handover.tolerance_min", agreed)
    await scene.at(setting.day(9))
    published = setting.terms.term.signed - timedelta(days=1)
    rate = {"percent": "3.00", "published_on": published.isoformat(), "source_document": "示例: 非官方数据", "example": True}
    await scene.desk.post(FINANCE, "billing", "/reference-rates", rate)
    await lodge_bond(scene, str(setting.terms.bond.amount), setting.day(9))
    first = str(setting.terms.payment(1).amount)
    arrived = {"payment": 1, "amount": {"amount": first}, "arrived_on": setting.day(9).isoformat(), "document": "示例-拨款-01"}
    await scene.desk.post(FINANCE, "billing", "/appropriations", arrived)
    await pay(scene, 1, first, setting.day(12))


async def people(scene: Scene) -> None:
    """The team is approved, one candidate waits; the service desk has passed its assessment."""
    for person in (*TEAM, NEWCOMER):
        await approve(scene, person)
    await offer(scene, CANDIDATE)
    await scene.desk.post(OFFICER, "roster", "/people/sd-1/exam", {"passed": True})
    scene.tell(f"{len(TEAM) + 1} 名人员已批准, 1 名待批准", f"{len(TEAM) + 1} people approved, one waits")
