"""The weeks before: a replacement, annual findings, leave, breaches in three states, slips that wait for somebody."""

from datetime import date

from watchbill.sample.setting import Setting
from watchbill.stage.desk import Json
from watchbill.stage.people import NEWCOMER
from watchbill.stage.scene import COMPANY, HEAD, LEADER, MANAGER, OFFICER, Scene, moment


async def play(scene: Scene, setting: Setting) -> None:
    """Some weeks without a roster: a standing finding of its own."""
    await scene.at(setting.day(105), "10:00")
    await _replacement(scene)
    await scene.at(setting.day(112), "10:00")
    await _interviews(scene, setting)
    await _breaches(scene, setting)
    await _leave(scene, setting)
    await _slips(scene, setting)


async def _replacement(scene: Scene) -> None:
    body = {"successor_id": NEWCOMER.id, "cause": "resignation", "approved": True}
    await scene.desk.post(MANAGER, "roster", "/people/vc-4/replace", body)
    finding = await scene.accept("person-replaced", "更换视频岗技术人员 1 人")
    await scene.desk.post(LEADER, "scoring", f"/annual/findings/{finding['id']}/confirm")
    scene.tell("更换 1 名技术人员, 年度事项已确认", "One technician replaced, the annual finding confirmed")


async def _interviews(scene: Scene, setting: Setting) -> None:
    """Two interviews are recorded: one waits for the leader, one is rejected."""
    interview = {"rule": "AS-2.3", "fact": "被技术保障部室约谈 1 次", "occurred_on": setting.day(110).isoformat()}
    await scene.desk.post(OFFICER, "scoring", "/annual/findings", interview)
    again = await scene.desk.post(OFFICER, "scoring", "/annual/findings", interview)
    await scene.desk.post(LEADER, "scoring", f"/annual/findings/{again['id']}/reject", {"reason": "与前一事项重复"})


async def _breach(scene: Scene, code: str, fact: str, day: date) -> Json:
    """Proposed on its day, notified by hand at once."""
    at = await scene.at(day, "15:00")
    body = {"code": code, "fact": fact, "occurred_on": day.isoformat()}
    breach = await scene.desk.post(OFFICER, "billing", "/breaches", body)
    return await scene.desk.post(OFFICER, "billing", f"/breaches/{breach['id']}/notify", {"received_at": at, "channel": "hand"})


async def _breaches(scene: Scene, setting: Setting) -> None:
    """One cured and confirmed, one notified and disputed; the week adds one that is only proposed."""
    first = await _breach(scene, "BR-3", "遗漏服务内容", setting.day(118))
    await scene.desk.post(OFFICER, "billing", f"/breaches/{first['id']}/cure", {"cured_on": setting.day(118).isoformat()})
    await scene.desk.post(LEADER, "billing", f"/breaches/{first['id']}/confirm")
    second = await _breach(scene, "BR-1", "未按约定提交服务材料", setting.day(140))
    await scene.desk.post(COMPANY, "billing", f"/breaches/{second['id']}/dispute", {"reason": "材料已于前一日送达"})
    scene.tell("违约事项: 1 项已确认, 1 项有争议", "Breaches: one confirmed, one disputed")


async def _leave(scene: Scene, setting: Setting) -> None:
    """One approved, one declined, one that nobody has decided."""
    await scene.at(setting.day(142), "10:00")
    for number, person, reason in ((144, "im-4", "家事"), (145, "av-2", "培训"), (165, "sd-1", "体检")):
        body = {
            "leave_id": f"leave-{number}",
            "person_id": person,
            "starts_at": moment(setting.day(number), "00:00").isoformat(),
            "ends_at": moment(setting.day(number + 1), "00:00").isoformat(),
            "reason": reason,
        }
        await scene.desk.post(MANAGER, "roster", "/leave", body)
    await scene.desk.post(OFFICER, "roster", "/leave/leave-144/approve")
    await scene.desk.post(OFFICER, "roster", "/leave/leave-145/decline", {"reason": "当日有重要会议"})


async def _slips(scene: Scene, setting: Setting) -> None:
    """A call missed, a complaint, a praise: disputed, half signed, in effect."""
    day = setting.workday(setting.day(150))
    at = await scene.at(day, "10:00")
    for ringing, ended, about in (("09:00", "09:02", "视频会议无法接入"), ("09:30", "09:31", "误拨")):
        await scene.call(moment(day, ringing).isoformat(), moment(day, ended).isoformat(), about)
    await scene.desk.post(OFFICER, "tickets", "/complaints", {"text": "服务台服务态度"})
    disputed = await scene.accept("call-missed", "服务台来电未及时接听", points=3)
    await scene.desk.post(MANAGER, "scoring", f"/slips/{disputed['id']}/dissent", {"text": "当时正在处理另一来电"})
    await scene.dismiss("call-missed", "来电系误拨")
    half = await scene.accept("complaint-received", "服务台遭到投诉", points=5)
    await scene.desk.post(HEAD, "scoring", f"/slips/{half['id']}/sign")
    await scene.sign(await scene.record("4.5", 1, at, "取得与保障工作相关的证书", role=MANAGER))
    scene.tell("第 2 季度: 记录单有待裁定、待签字、已生效", "Quarter 2: slips disputed, half signed, in effect")
