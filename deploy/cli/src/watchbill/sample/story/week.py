"""Nine days planned two days ahead: yesterday, today and the week that follows."""

from datetime import date, timedelta

from watchbill.sample.setting import Setting
from watchbill.stage import checks, meetings, shifts
from watchbill.stage.scene import LEADER, OFFICER, Scene, moment
from watchbill.stage.shifts import DAY, Turn, turn

REST_DAY = ("sm-1", "vc-1", "im-1", "av-1")
DAILY = (
    *("INS-AU-2", "INS-DS-1", "INS-DS-2", "INS-VM-2", "INS-IS-2", "INS-CD-3"),
    *("INS-AU-3", "INS-AU-4", "INS-AU-5", "INS-DS-3", "INS-DS-4", "INS-DS-5", "INS-VM-3", "INS-VM-4", "INS-VM-5"),
    *("INS-VM-6", "INS-IS-1", "INS-IS-3", "INS-IS-4", "INS-CD-1", "INS-CD-2"),
)
"""The whole daily table; the story tells of the first six by their place."""
MONTHLY = ("INS-AU-1", "INS-VM-1")
DAYS_AFTER = 7
REINFORCED = "IM"


def day_turns(setting: Setting, day: date) -> list[Turn]:
    """From 9 to 18; fewer people where the contract asks for fewer."""
    team = DAY if setting.is_workday(day) else REST_DAY
    return [turn(day, person, moment(day, "09:00"), moment(day, "18:00"), "day") for person in team]


def night_turns(day: date) -> list[Turn]:
    """From 18 of this day to 9 of the next; two engineers take turns."""
    image = f"im-{3 + day.toordinal() % 2}"
    until = moment(day + timedelta(days=1), "09:00")
    return [turn(day, person, moment(day, "18:00"), until, "night") for person in ("vc-5", image, "av-3")]


def first_hours(day: date) -> list[Turn]:
    """From midnight to 9 on the first planned day: nobody was planned the evening before."""
    return [turn(day, one.person, moment(day, "00:00"), moment(day, "09:00"), "early") for one in night_turns(day)]


async def play(scene: Scene, setting: Setting) -> None:
    """Roster, checks, an order for more people, meetings; a breach proposed and the next roster in draft."""
    first, last = setting.today - timedelta(days=1), setting.today + timedelta(days=DAYS_AFTER)
    await scene.at(first - timedelta(days=1), "10:00")
    days = [first + timedelta(days=number) for number in range(DAYS_AFTER + 2)]
    planned = [one for day in days for one in (*day_turns(setting, day), *night_turns(day))]
    await shifts.publish(scene, first, last, [*first_hours(first), *planned])
    await shifts.draft(scene, last + timedelta(days=1), last + timedelta(days=1), day_turns(setting, last + timedelta(days=1)))
    await checks.confirm(scene, await checks.propose(scene, first, setting.day(195), DAILY, MONTHLY))
    await checks.propose(scene, setting.day(196), setting.day(225), DAILY, MONTHLY)
    await _key_period(scene, setting)
    await meetings.plan(scene, setting.today + timedelta(days=1), "季度汛期会商", "09:30", "11:00", "09:00")
    breach = {"code": "BR-7", "fact": "未按期提交季度服务工作总结报告", "occurred_on": setting.day(156).isoformat()}
    await scene.desk.post(OFFICER, "billing", "/breaches", breach)
    scene.tell(f"{first} 至 {last} 的值班表已发布, 监控计划已确认", f"Roster of {first} to {last} published, checks confirmed")


async def _key_period(scene: Scene, setting: Setting) -> None:
    """More image engineers than the roster has, from yesterday evening to tomorrow evening: a gap stays open."""
    body = {
        "post": REINFORCED,
        "minimum": 3,
        "starts_at": moment(setting.today - timedelta(days=1), "18:00").isoformat(),
        "ends_at": moment(setting.today + timedelta(days=1), "18:00").isoformat(),
        "reason": "重要活动保障",
    }
    await scene.desk.post(LEADER, "roster", "/key-periods", body)
