"""A day of the first quarter on which much goes wrong, so that every kind of finding has an example."""

from datetime import date, timedelta

from watchbill.sample.setting import Setting
from watchbill.stage import checks, meetings, shifts
from watchbill.stage.handovers import hand_over
from watchbill.stage.scene import ENGINEER, OFFICER, Scene, moment
from watchbill.stage.shifts import Turn

CHECKED = ("INS-AU-2", "INS-DS-1", "INS-DS-2", "INS-VM-2", "INS-CD-3")
LATE = {"im-1": "09:10", "av-1": "09:40"}
"""Ten minutes late; forty, which is absent (A8S-1 1.1)."""
EARLY = "av-2"


def day_of(setting: Setting) -> date:
    """The first working day after three weeks."""
    return setting.workday(setting.day(24))


async def play(scene: Scene, setting: Setting) -> None:
    """The day before it is planned; on the day itself people come late, a check fails, a roll call is forgotten."""
    day = day_of(setting)
    await scene.at(day - timedelta(days=1), "10:00")
    turns = shifts.turns(day)
    await shifts.publish(scene, day, day, turns)
    await checks.confirm(scene, await checks.propose(scene, day, day + timedelta(days=1), CHECKED))
    good = await meetings.plan(scene, day, "指挥部视频例会", "10:30", "11:30", "09:30")
    bad = await meetings.plan(scene, day, "分会场联调会商", "14:00", "15:00", "13:30")
    early, team, late = turns[:3], turns[3:12], turns[12:]
    await scene.at(day, "00:00")
    await shifts.relieve(scene, (), early)
    await scene.at(day, "09:00")
    await meetings.prepare(scene, good)
    await _arrivals(scene, day, early, team)
    await scene.at(day, "10:30")
    await meetings.begin(scene, good)
    lines = await checks.lines_of(scene, day)
    await checks.passed(scene, day, lines[:3])
    fault, ticket = await checks.failed(scene, day, lines[3], "可视化统一管理系统无响应")
    await scene.at(day, "11:30")
    await meetings.finish(scene, good)
    await checks.resolve(scene, fault, "重启后恢复")
    await scene.desk.post(OFFICER, "tickets", f"/tickets/{ticket['id']}/close")
    await _afternoon(scene, day, bad)
    await scene.at(day, "18:00")
    await _leave_early(scene, team)
    await shifts.relieve(scene, [one for one in team if one.person != EARLY], late)
    await scene.at(day, "23:59:59")
    await shifts.relieve(scene, late, ())
    scene.tell(f"{day}: 迟到、离岗、漏检、漏点名各有一例", f"{day}: late, absent, a check and a roll call left out")


async def _arrivals(scene: Scene, day: date, early: list[Turn], team: list[Turn]) -> None:
    await shifts.relieve(scene, early, [one for one in team if one.person not in LATE])
    for person, clock in LATE.items():
        await scene.at(day, clock)
        await shifts.start(scene, next(one for one in team if one.person == person))


async def _afternoon(scene: Scene, day: date, meeting: dict[str, object]) -> None:
    await scene.at(day, "13:10")
    await meetings.prepare(scene, meeting, roll_call=False)
    await scene.at(day, "14:00")
    await meetings.begin(scene, meeting)
    await scene.at(day, "15:30")
    await meetings.finish(scene, meeting)
    await scene.call(moment(day, "15:10").isoformat(), moment(day, "15:12").isoformat(), "会议室话筒无声")
    await scene.at(day, "16:00")
    await hand_over(scene, day, ("VC", "IM"))


async def _leave_early(scene: Scene, team: list[Turn]) -> None:
    """Fifteen minutes before the end; the access control says so at six."""
    gone = next(one for one in team if one.person == EARLY)
    at = (gone.ends - timedelta(minutes=15)).isoformat()
    await scene.desk.post(ENGINEER, "roster", f"/shifts/{gone.id}/end", {"at": at})
