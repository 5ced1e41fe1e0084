"""One day when things go wrong, and one when they do not: arrivals, meetings, checks, a fault, handovers."""

from datetime import date

from watchbill.stage import meetings, shifts
from watchbill.stage.desk import Json
from watchbill.stage.handovers import hand_over
from watchbill.stage.scene import ENGINEER, HEAD, MANAGER, OFFICER, SERVICE_DESK, Scene
from watchbill.stage.shifts import Turn

DAY = date(2026, 7, 8)
NEXT = date(2026, 7, 9)
CHECKED = ("INS-AU-2", "INS-DS-1", "INS-DS-2", "INS-VM-2", "INS-CD-3")
HANDED_OVER = ("VC", "IM", "AV")
LATE = {"vc-1": "09:09:59", "im-1": "09:10:00", "av-1": "09:40:00"}
"""Nine minutes 59 seconds after the set time: on time. Exactly ten minutes: late. More than thirty: absent (A8S-1 1.1)."""


async def eventful(scene: Scene) -> None:
    """Everything that quarter 1 is scored on happens on one day and the morning after."""
    await scene.at(date(2026, 7, 7), "10:00")
    turns = shifts.turns(DAY)
    await shifts.publish(scene, DAY, DAY, turns)
    await _plan_checks(scene)
    good = await meetings.plan(scene, DAY, "指挥部视频例会", "10:00", "11:00", "09:30")
    bad = await meetings.plan(scene, DAY, "分会场联调会商", "14:00", "15:00", "13:30")
    await _morning(scene, turns, good)
    await _checks(scene)
    await _phases(scene, good, starts="10:45", ends="11:30")
    await scene.at(DAY, "13:10")
    await meetings.prepare(scene, bad, roll_call=False)
    await _phases(scene, bad, starts="14:00", ends="15:00")
    await scene.at(DAY, "16:00")
    await hand_over(scene, DAY, HANDED_OVER[:2])
    await _evening(scene, turns, DAY)
    await _slips(scene)


async def _plan_checks(scene: Scene) -> None:
    lines = [{"item": item, "place": "指挥大厅", "frequency": "daily"} for item in CHECKED]
    body = {"starts": DAY.isoformat(), "ends": NEXT.isoformat(), "lines": lines}
    plan = await scene.desk.post(MANAGER, "inspection", "/plans", body)
    await scene.desk.post(OFFICER, "inspection", f"/plans/{plan['id']}/confirm")


async def _morning(scene: Scene, turns: list[Turn], meeting: Json) -> None:
    early, day = [turns[index] for index in range(3)], turns[3:12]
    await scene.at(DAY, "00:00")
    for turn in early:
        await shifts.start(scene, turn)
    await scene.at(DAY, "08:40")
    await meetings.prepare(scene, meeting)
    await scene.at(DAY, "09:00")
    await shifts.relieve(scene, early, [turn for turn in day if turn.person not in LATE])
    for person, clock in LATE.items():
        await scene.at(DAY, clock)
        await shifts.start(scene, next(turn for turn in day if turn.person == person))
    scene.tell(
        "到岗: 晚 9 分 59 秒 (正常), 10 分整 (迟到), 40 分 (无故离岗)",
        "Arrivals 9 min 59 s (on time), exactly 10 min (late) and 40 min (absent) after the set time",
    )


async def _checks(scene: Scene) -> None:
    """Four of five items are checked; one fails and becomes a fault, then a ticket that is dispatched and resolved."""
    await scene.at(DAY, "10:10")
    today = await scene.desk.get(ENGINEER, "inspection", f"/rounds/{DAY}")
    lines = [line["line"] for line in today["round"]["lines"]]
    for line in lines[:3]:
        await scene.desk.post(ENGINEER, "inspection", f"/rounds/{DAY}/results", {"line": line, "result": "pass"})
    failed = {"line": lines[3], "result": "fail", "note": "可视化统一管理系统无响应"}
    await scene.desk.post(ENGINEER, "inspection", f"/rounds/{DAY}/results", failed)
    await scene.settle()
    (fault,) = await scene.desk.every(OFFICER, "inspection", "/faults")
    await scene.desk.post(ENGINEER, "inspection", f"/faults/{fault['id']}/report", {})
    (ticket,) = await scene.desk.every(OFFICER, "tickets", "/tickets", kind="fault")
    await scene.desk.post(SERVICE_DESK, "tickets", f"/tickets/{ticket['id']}/dispatch", {})
    await scene.at(DAY, "10:40")
    await scene.desk.post(ENGINEER, "inspection", f"/faults/{fault['id']}/resolve", {"note": "重启后恢复"})
    await scene.settle()
    await scene.desk.post(OFFICER, "tickets", f"/tickets/{ticket['id']}/close")
    scene.tell(
        "巡检发现故障, 已报告、派工、恢复; 漏检 1 项",
        "A check found a fault: reported, dispatched, resolved; one item is left out",
    )


async def _phases(scene: Scene, meeting: Json, starts: str, ends: str) -> None:
    """During and after: started, finished with the organiser's signature."""
    await scene.at(DAY, starts)
    await meetings.begin(scene, meeting)
    await scene.at(DAY, ends)
    await meetings.finish(scene, meeting)


async def _evening(scene: Scene, turns: list[Turn], day: date) -> None:
    await scene.at(day, "18:00")
    await shifts.relieve(scene, turns[3:12], turns[12:])
    await scene.at(day, "23:59:59")
    for turn in turns[12:]:
        await shifts.end(scene, turn)


async def _slips(scene: Scene) -> None:
    """Twelve points: each proposed by a machine with its evidence, decided and signed by people; one is disputed."""
    await scene.at(date(2026, 7, 10), "09:30")
    await scene.sign(await scene.accept("attendance-late", "迟到 10 分钟", points=2))
    absent = await scene.accept("attendance-absent", "超过 30 分钟未到岗且未请假", points=5)
    await scene.desk.post(MANAGER, "scoring", f"/slips/{absent['id']}/dissent", {"text": "当日地铁停运, 请酌情"})
    await scene.desk.post(HEAD, "scoring", f"/slips/{absent['id']}/decide", {"points": 3, "narrative": "情况属实, 酌情扣 3 分"})
    await scene.sign(absent)
    await scene.sign(await scene.accept("handover-missed", "音视频岗未开展交接班"))
    await scene.sign(await scene.accept("roll-call-missed", "会前未开展终端技术点名", rule="2.1A.4", points=3))
    await scene.sign(await scene.accept("check-missed", "漏检 1 项"))
    await scene.sign(await scene.accept("round-missed", "未开展设备可用性监控管理"))
    scene.tell("6 张事件记录单: 提出、争议、裁定、双方签字", "Six slips: proposed, one disputed and decided, signed by both")


async def quiet(scene: Scene, day: date) -> list[Turn]:
    """A day on which everybody comes in time; ends with the day team on post at 10:00."""
    await scene.at(day, "00:00")
    turns = shifts.turns(day)
    for turn in turns[:3]:
        await shifts.start(scene, turn)
    await scene.at(day, "09:00")
    await shifts.relieve(scene, turns[:3], turns[3:12])
    await scene.at(day, "10:00")
    return turns


async def rest_of(scene: Scene, day: date, turns: list[Turn]) -> None:
    """The quiet day goes on: handovers, evening, night."""
    await scene.at(day, "16:00")
    await hand_over(scene, day, HANDED_OVER)
    await _evening(scene, turns, day)
