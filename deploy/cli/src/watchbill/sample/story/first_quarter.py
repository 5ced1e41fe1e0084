"""What became of that day: slips agreed, disputed, withdrawn; proposals dismissed; the first quarter closed."""

from datetime import timedelta

from watchbill.sample.setting import Setting
from watchbill.sample.story import incident_day
from watchbill.stage.scene import HEAD, LEADER, MANAGER, OFFICER, Scene


async def play(scene: Scene, setting: Setting) -> None:
    """Decided within the five working days of Form 2; closed a week after the quarter's end."""
    at = await scene.at(setting.workday(incident_day.day_of(setting) + timedelta(days=2)), "10:00")
    await _slips(scene)
    await scene.sign(await scene.record("4.4", 5, at, "受到口头表扬, 有在编人员在场证明", role=MANAGER))
    scene.tell("第 1 季度: 事件记录单已由双方签字", "Quarter 1: slips signed by both parties")
    await _close(scene, setting)


async def _slips(scene: Scene) -> None:
    """Every proposal is decided: Form 4 is refused while one is open."""
    await scene.sign(await scene.accept("attendance-late", "迟到 10 分钟", points=2))
    absent = await scene.accept("attendance-absent", "超过 30 分钟未到岗且未请假", points=5)
    await scene.desk.post(MANAGER, "scoring", f"/slips/{absent['id']}/dissent", {"text": "当日地铁停运, 请酌情"})
    await scene.desk.post(HEAD, "scoring", f"/slips/{absent['id']}/decide", {"points": 3, "narrative": "情况属实, 扣 3 分"})
    await scene.sign(absent)
    await scene.dismiss("attendance-early-leave", "经批准提前离岗就医")
    await scene.sign(await scene.accept("handover-missed", "音视频岗未开展交接班"))
    await scene.sign(await scene.accept("roll-call-missed", "会前未开展终端技术点名", rule="2.1A.4", points=3))
    halted = await scene.accept("check-missed", "漏检 1 项")
    await scene.desk.post(OFFICER, "scoring", f"/slips/{halted['id']}/withdraw", {"reason": "该设备当日停用检修"})
    await scene.sign(await scene.accept("round-missed", "未开展设备可用性监控管理"))
    await scene.dismiss("call-missed", "来电系误拨")


async def _close(scene: Scene, setting: Setting) -> None:
    ends = setting.terms.quarter(1).ends
    await scene.at(ends + timedelta(days=1), "10:00")
    await scene.desk.post(MANAGER, "scoring", "/quarters/1/apply", {"materials": "本季度技术保障工作完成情况"})
    await scene.desk.post(OFFICER, "scoring", "/quarters/1/assess")
    await scene.desk.post(MANAGER, "scoring", "/quarters/1/respond", {})
    await scene.desk.post(LEADER, "scoring", "/quarters/1/notice")
    await scene.at(ends + timedelta(days=6), "10:00")
    await scene.desk.post(MANAGER, "scoring", "/quarters/1/rectify", {"report": "整改完成"})
    closed = await scene.desk.post(HEAD, "scoring", "/quarters/1/close")
    result = closed["result"]
    scene.tell(
        f"第 1 季度已关闭: 扣 {result['deducted']} 分, 加 {result['bonus']} 分",
        f"Quarter 1 is closed: {result['deducted']} deducted, {result['bonus']} bonus",
    )
