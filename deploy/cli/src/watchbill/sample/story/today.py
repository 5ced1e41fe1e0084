"""Today, as far as it has come: acts with their times, of which only those happen that lie before the present moment."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from watchbill.sample.setting import Setting
from watchbill.sample.story import week
from watchbill.stage import checks, meetings, shifts
from watchbill.stage.desk import Json
from watchbill.stage.handovers import hand_over
from watchbill.stage.scene import MANAGER, OFFICER, SERVICE_DESK, ZONE, Scene, moment

LATE_POST = "VC"


async def play(scene: Scene, setting: Setting, present: Callable[[], datetime]) -> None:
    """Until the clock of the wall is reached."""
    day = Today(scene, setting)
    await day.plan()
    for clock, act in day.acts:
        if moment(setting.today, clock) > present():
            break
        await scene.at(setting.today, clock)
        await act()
    now = present().astimezone(ZONE)
    scene.tell(f"已到 {now:%m月%d日 %H:%M}", f"It is {now:%d %B, %H:%M}")


class Today:
    """The day's people, meetings and lines, which several acts share."""

    def __init__(self, scene: Scene, setting: Setting) -> None:
        self._scene = scene
        self._day = setting.today
        self._night = week.night_turns(setting.today - timedelta(days=1))
        self._team = week.day_turns(setting, setting.today)
        self._late = [one for one in self._team if one.post == LATE_POST][-1:]
        self._meetings: list[Json] = []
        self._lines: list[str] = []

    @property
    def acts(self) -> tuple[tuple[str, Callable[[], Awaitable[None]]], ...]:
        """What happens when, in order."""
        return (
            ("09:00", self._morning),
            ("09:12", self._late_arrival),
            ("09:30", self._checks),
            ("10:00", self._first_meeting),
            ("11:15", self._call),
            ("14:00", self._second_meeting),
            ("15:30", self._urgent_task),
            ("16:00", self._handover),
            ("18:00", self._evening),
        )

    async def plan(self) -> None:
        """Two meetings, known since yesterday evening."""
        for title, starts, ends, ready in (
            ("指挥部视频例会", "10:00", "11:00", "09:40"),
            ("分会场联调会商", "14:00", "15:00", "13:50"),
        ):
            self._meetings.append(await meetings.plan(self._scene, self._day, title, starts, ends, ready))

    async def _morning(self) -> None:
        await shifts.relieve(self._scene, self._night, [one for one in self._team if one not in self._late])

    async def _late_arrival(self) -> None:
        await shifts.relieve(self._scene, (), self._late)

    async def _checks(self) -> None:
        self._lines = await checks.lines_of(self._scene, self._day)
        await checks.passed(self._scene, self._day, self._lines[:3])
        await checks.failed(self._scene, self._day, self._lines[3], "可视化统一管理系统响应缓慢")
        await meetings.prepare(self._scene, self._meetings[0])

    async def _first_meeting(self) -> None:
        await meetings.begin(self._scene, self._meetings[0])

    async def _call(self) -> None:
        await meetings.finish(self._scene, self._meetings[0])
        ring, answer, end = (moment(self._day, clock).isoformat() for clock in ("11:05", "11:05:15", "11:09"))
        await self._scene.call(ring, end, "下午会议增加一个分会场", answered_at=answer)
        await meetings.prepare(self._scene, self._meetings[1])

    async def _second_meeting(self) -> None:
        path = f"/meetings/{self._meetings[1]['id']}"
        await meetings.begin(self._scene, self._meetings[1])
        incident = {"rule": "2.1B.1", "phase": "during", "description": "第二分会场画面中断 2 分钟"}
        await self._scene.desk.post(OFFICER, "tickets", f"{path}/incidents", incident)

    async def _urgent_task(self) -> None:
        await meetings.finish(self._scene, self._meetings[1])
        body = {"kind": "request", "description": "临时增加的紧急保障任务", "urgent": True}
        ticket = await self._scene.desk.post(SERVICE_DESK, "tickets", "/tickets", body)
        await self._scene.dispatch(ticket)
        await self._scene.desk.post(MANAGER, "tickets", f"/tickets/{ticket['id']}/resolve", {"note": "圆满完成"})
        await self._scene.desk.post(OFFICER, "tickets", f"/tickets/{ticket['id']}/close")

    async def _handover(self) -> None:
        await hand_over(self._scene, self._day, ("VC", "IM", "AV"))

    async def _evening(self) -> None:
        await shifts.relieve(self._scene, self._team, week.night_turns(self._day))
        await checks.passed(self._scene, self._day, self._lines[4:6])  # the rest is open for whoever walks a round
