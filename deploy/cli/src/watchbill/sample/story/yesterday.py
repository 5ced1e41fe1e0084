"""Yesterday, from midnight to the evening: mostly as it should be, with something left for today."""

from datetime import date, timedelta

from watchbill.sample.setting import Setting
from watchbill.sample.story import week
from watchbill.stage import checks, meetings, shifts
from watchbill.stage.handovers import hand_over
from watchbill.stage.scene import ENGINEER, SERVICE_DESK, Scene, moment

LATE = "av-3"


async def play(scene: Scene, setting: Setting) -> None:
    """One item is not checked, one post does not hand over, a recording is not made, a call rings out, one comes late."""
    day = setting.today - timedelta(days=1)
    await scene.at(day, "00:00")
    early, team = week.first_hours(day), week.day_turns(setting, day)
    meeting = await meetings.plan(scene, day, "值班调度视频会", "10:00", "11:00", "09:40", recorded=True)
    await shifts.relieve(scene, (), early)
    await scene.at(day, "09:00")
    await shifts.relieve(scene, early, team)
    await scene.at(day, "09:30")
    await meetings.prepare(scene, meeting)
    await _checks(scene, day)
    await scene.at(day, "10:00")
    await meetings.begin(scene, meeting)
    await scene.at(day, "11:00")
    await meetings.finish(scene, meeting)
    await scene.at(day, "14:10")
    await _calls(scene, day)
    await scene.at(day, "16:00")
    await hand_over(scene, day, ("VC", "IM"))
    await _evening(scene, setting, day)
    scene.tell(
        "昨日: 漏检、未交接、未录像、未接来电、晚到各 1 项",
        "Yesterday: a check, a handover, a recording, a call missed; one late",
    )


async def _checks(scene: Scene, day: date) -> None:
    """All but one, which is missed: one fails and is put right, its ticket waits to be closed."""
    lines = await checks.lines_of(scene, day)
    await checks.passed(scene, day, [*lines[:4], *lines[6:]])
    fault, _ = await checks.failed(scene, day, lines[4], "信息系统登录异常")
    await checks.resolve(scene, fault, "服务重启后恢复")


async def _calls(scene: Scene, day: date) -> None:
    """One answered, with a request that somebody works on; one missed."""
    await scene.call(moment(day, "14:02").isoformat(), moment(day, "14:03").isoformat(), "大屏信号切换")
    ring, answer, end = (moment(day, clock).isoformat() for clock in ("14:05", "14:05:20", "14:08"))
    call = await scene.call(ring, end, "申请调取会议录像", answered_at=answer)
    body = {"kind": "retrieval", "description": "调取上周会议录像", "call_id": call["id"]}
    await scene.dispatch(await scene.desk.post(SERVICE_DESK, "tickets", "/tickets", body))


async def _evening(scene: Scene, setting: Setting, day: date) -> None:
    """The night begins; a fault is found that waits for a spare part."""
    night = week.night_turns(day)
    await scene.at(day, "18:00")
    await shifts.relieve(scene, week.day_turns(setting, day), [one for one in night if one.person != LATE])
    await scene.at(day, "18:12")
    await shifts.relieve(scene, (), [one for one in night if one.person == LATE])
    await scene.at(day, "20:30")
    body = {"description": "分会场功放无输出, 等待备件", "item": "INS-AU-2", "place": "第二会议室"}
    fault = await scene.desk.post(ENGINEER, "inspection", "/faults", body)
    await scene.desk.post(ENGINEER, "inspection", f"/faults/{fault['id']}/report", {})
