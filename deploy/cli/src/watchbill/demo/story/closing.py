"""After the term: breaches and damages, the annual assessment, acceptance, settlement, the last payment."""

from datetime import date

from watchbill.stage.money import pay
from watchbill.stage.scene import COMPANY, FINANCE, LEADER, OFFICER, Scene

BREACHES = (
    ("BR-2", date(2026, 11, 3), "未在规定时限内完成漏洞修复"),
    ("BR-3", date(2026, 12, 1), "遗漏服务内容"),
    ("BR-7", date(2027, 3, 12), "未按期提交季度服务工作总结报告"),
)
"""10 % + 1 % + 1 % of the contract total."""


async def damages(scene: Scene, code: str, day: date, fact: str) -> None:
    """A breach is proposed, notified and cured in time where the clause allows; its damages are confirmed."""
    at = await scene.at(day, "15:00")
    body = {"code": code, "fact": fact, "occurred_on": day.isoformat()}
    breach = await scene.desk.post(OFFICER, "billing", "/breaches", body)
    path = f"/breaches/{breach['id']}"
    notified = await scene.desk.post(OFFICER, "billing", f"{path}/notify", {"received_at": at, "channel": "hand"})
    if notified["cure_by"]:
        await scene.desk.post(OFFICER, "billing", f"{path}/cure", {"cured_on": day.isoformat()})
    confirmed = await scene.desk.post(LEADER, "billing", f"{path}/confirm")
    amount = confirmed["damages"]["amount"]
    scene.tell(f"违约金 {code}: {amount} 已确认", f"Damages {code}: {amount} confirmed")


async def year(scene: Scene) -> None:
    """The annual assessment fixes the score; acceptance passes."""
    await scene.at(date(2027, 6, 28))
    await scene.desk.post(COMPANY, "scoring", "/annual/apply")
    await scene.desk.post(COMPANY, "billing", "/acceptance/apply", {"applied_on": "2027-06-28"})
    await scene.at(date(2027, 7, 8))
    assessed = await scene.desk.post(LEADER, "scoring", "/annual/finalise")
    scene.tell(f"年度考核得分 {assessed['score']}", f"Annual score {assessed['score']}")
    await scene.at(date(2027, 7, 15))
    decided = {"passed": True, "decided_on": "2027-07-15", "opinion": "同意验收"}
    await scene.desk.post(LEADER, "billing", "/acceptance/decide", decided)
    scene.tell("项目验收合格", "Acceptance passed")
    await scene.settle()


async def settlement(scene: Scene) -> None:
    """Finance proposes, a leader confirms, the final payment is made."""
    await scene.at(date(2027, 7, 20))
    await scene.desk.post(FINANCE, "billing", "/settlement")
    confirmed = await scene.desk.post(LEADER, "billing", "/settlement/confirm")
    await pay(scene, 3, confirmed["final_payment"]["amount"], date(2027, 7, 23))
    await scene.settle()
