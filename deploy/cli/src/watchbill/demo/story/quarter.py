"""The four stages of a quarter (季度综合考核): applied, assessed, discussed, noticed; rectified and closed."""

from datetime import date, timedelta

from watchbill.stage.desk import Json, Unexpected
from watchbill.stage.scene import HEAD, LEADER, MANAGER, OFFICER, Scene


async def close(scene: Scene, number: int, ends: date, expected: tuple[int, int]) -> None:
    """Takes a quarter from Form 3 to its close and compares (deducted, bonus) with what the story says."""
    path = f"/quarters/{number}"
    await scene.at(ends + timedelta(days=1), "10:00")
    await scene.desk.post(MANAGER, "scoring", f"{path}/apply", {"materials": "本季度技术保障工作完成情况"})
    await scene.desk.post(OFFICER, "scoring", f"{path}/assess")
    if number == 1:
        await scene.desk.post(MANAGER, "scoring", f"{path}/respond", {"objection": "请复核交接班扣分"})
        await scene.desk.post(OFFICER, "scoring", f"{path}/assess")
    await scene.desk.post(MANAGER, "scoring", f"{path}/respond", {})
    await scene.at(ends + timedelta(days=3), "10:00")
    await scene.desk.post(LEADER, "scoring", f"{path}/notice")
    await scene.at(ends + timedelta(days=7), "10:00")
    await scene.desk.post(MANAGER, "scoring", f"{path}/rectify", {"report": "整改完成"})
    closed = await scene.desk.post(HEAD, "scoring", f"{path}/close")
    _compare(number, closed, expected)
    scene.tell(
        f"第 {number} 季度: 扣 {expected[0]} 分, 加 {expected[1]} 分, 已关闭",
        f"Quarter {number}: {expected[0]} deducted, {expected[1]} bonus, closed",
    )


def _compare(number: int, closed: Json, expected: tuple[int, int]) -> None:
    found = (closed["result"]["deducted"], closed["result"]["bonus"])
    if found != expected:
        raise Unexpected(f"quarter {number}: (deducted, bonus) = {found}, expected {expected}", "quarter_differs")
