"""Autumn to spring: what the slips of quarters 2 to 4 record, a replacement, an interview, the payment after eight months."""

from datetime import date

from watchbill.demo.story import days
from watchbill.stage import shifts
from watchbill.stage.money import pay
from watchbill.stage.people import NEWCOMER
from watchbill.stage.scene import (
    COMPANY,
    FINANCE,
    LEADER,
    MANAGER,
    OFFICER,
    SERVICE_DESK,
    Scene,
)

CALENDAR_2027 = {
    "year": 2027,
    "source_document": "示例: 演示用放假安排, 非官方文件",
    "example": True,
    "days": {
        "2027-01-01": "holiday",
        "2027-02-05": "holiday",
        "2027-02-08": "holiday",
        "2027-02-09": "holiday",
        "2027-02-10": "holiday",
        "2027-02-11": "holiday",
        "2027-02-20": "makeup_workday",
        "2027-02-27": "makeup_workday",
        "2027-04-05": "holiday",
        "2027-05-03": "holiday",
        "2027-05-04": "holiday",
        "2027-06-09": "holiday",
        "2027-09-15": "holiday",
        "2027-10-01": "holiday",
        "2027-10-04": "holiday",
        "2027-10-05": "holiday",
        "2027-10-06": "holiday",
        "2027-10-07": "holiday",
    },
}
"""Invented, and marked so: two makeup Saturdays move the due date of payment 2."""

RATE = {
    "percent": "3.00",
    "published_on": "2026-05-20",
    "source_document": "示例: 演示用利率, 非官方数据",
    "example": True,
}


async def autumn(scene: Scene) -> None:
    """Quarter 2: 21 points off, 11 on; one engineer is replaced."""
    at = await scene.at(date(2026, 9, 22))
    leak = await scene.record("1.2.3", 20, at, "擅自泄露指挥中心相关信息")
    await scene.sign(leak)
    untidy = await scene.record("1.2.5", 1, at, "工位垃圾未处理")
    await scene.sign(untidy)
    await scene.at(date(2026, 10, 19), "10:00")
    day = date(2026, 10, 20)
    await shifts.publish(scene, day, day, shifts.turns(day))
    turns = await days.quiet(scene, day)
    await urgent_task(scene)
    await days.rest_of(scene, day, turns)
    at = await scene.at(date(2026, 10, 21))
    await replace_somebody(scene)
    certificate = await scene.record("4.5", 1, at, "取得与保障工作相关的证书", role=MANAGER)
    await scene.sign(certificate)


async def replace_somebody(scene: Scene) -> None:
    """A resignation: the machine proposes −3 (AS-2.1), a leader confirms it."""
    body = {"successor_id": NEWCOMER.id, "cause": "resignation", "approved": True}
    await scene.desk.post(MANAGER, "roster", "/people/vc-4/replace", body)
    finding = await scene.accept("person-replaced", "更换视频岗技术人员 1 人")
    await scene.desk.post(LEADER, "scoring", f"/annual/findings/{finding['id']}/confirm")
    scene.tell("更换 1 名技术人员: 年度 −3 分", "One technician replaced: −3 in the year")


async def urgent_task(scene: Scene) -> None:
    """An urgent extra task, completed fast: the proposal for a bonus comes from tickets."""
    ticket = await scene.desk.post(
        SERVICE_DESK, "tickets", "/tickets", {"kind": "request", "description": "临时增加的紧急保障任务", "urgent": True}
    )
    path = f"/tickets/{ticket['id']}"
    await scene.desk.post(SERVICE_DESK, "tickets", f"{path}/dispatch", {})
    await scene.desk.post(MANAGER, "tickets", f"{path}/resolve", {"note": "快速响应, 圆满完成"})
    await scene.desk.post(OFFICER, "tickets", f"{path}/close")
    bonus = await scene.accept("urgent-task-completed", "快速响应并圆满完成紧急保障任务", points=10)
    await scene.sign(bonus)


async def winter(scene: Scene) -> None:
    """Quarter 3: 8 points off, 15 on; payment 2 is applied for and its date derived anew."""
    at = await scene.at(date(2027, 1, 12))
    call = {"rang_at": at, "ended_at": await scene.at(date(2027, 1, 12), "09:02")}
    await scene.desk.post(SERVICE_DESK, "tickets", "/calls", call)
    await scene.sign(await scene.accept("call-missed", "服务台来电未及时接听", points=3))
    await scene.desk.post(OFFICER, "tickets", "/complaints", {"text": "服务台服务态度"})
    await scene.sign(await scene.accept("complaint-received", "服务台遭到投诉", points=5))
    at = await scene.at(date(2027, 1, 20))
    await scene.sign(await scene.record("4.1", 10, at, "保障过程中有重大立功表现", role=MANAGER))
    await scene.sign(await scene.record("4.4", 5, at, "受到口头表扬, 有在编人员在场证明", role=MANAGER))
    await payment_after_eight_months(scene)


async def payment_after_eight_months(scene: Scene) -> None:
    """Applied for on the first possible day; the 2027 calendar is published and the due date follows it."""
    day = date(2027, 2, 15)
    await scene.at(day)
    before = await scene.desk.post(COMPANY, "billing", "/payments/2/apply", {"received_on": day.isoformat()})
    await scene.desk.post(OFFICER, "billing", "/calendars", CALENDAR_2027)
    await scene.desk.post(FINANCE, "billing", "/reference-rates", RATE)
    await scene.settle()
    after = await scene.desk.get(FINANCE, "billing", "/payments/2")
    scene.tell(
        f"2027 年日历 (示例) 公布: 第 2 笔付款期限 {before['due_on']} (暂定) → {after['due_on']}",
        f"2027 calendar (example) published: payment 2 due {before['due_on']} (provisional) → {after['due_on']}",
    )
    await pay(scene, 2, "598740.00", date(2027, 3, 10))


async def spring(scene: Scene) -> None:
    """Quarter 4: 20 points off, 10 on; an interview costs three points of the year."""
    at = await scene.at(date(2027, 4, 15))
    await scene.sign(await scene.record("1.2.1", 20, at, "不遵守中心相关要求, 不履行职责"))
    await scene.sign(await scene.record("4.2", 10, at, "提出合理化建议", role=MANAGER))
    body = {"rule": "AS-2.3", "fact": "被技术保障部室约谈 1 次", "occurred_on": "2027-04-15"}
    finding = await scene.desk.post(OFFICER, "scoring", "/annual/findings", body)
    await scene.desk.post(LEADER, "scoring", f"/annual/findings/{finding['id']}/confirm")
    scene.tell("约谈 1 次 (AS-2.3): 年度 −3 分", "One interview (AS-2.3): −3 in the year")
