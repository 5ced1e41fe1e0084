"""The handover at 16:00 (交接班, A8S-1 3.2)."""

from collections.abc import Collection
from datetime import date

from watchbill.stage.scene import ENGINEER, OFFICER, Scene


async def hand_over(scene: Scene, day: date, posts: Collection[str]) -> None:
    """These posts hand over now; what is due of the others stays open."""
    for due in await scene.desk.every(OFFICER, "roster", "/handovers", day=day.isoformat()):
        post = due["post"]["code"]
        if post in posts:
            body = {"omitted": 0, "incoming": f"{post.lower()}-2"}
            await scene.desk.post(ENGINEER, "roster", f"/handovers/{due['handover_id']}/complete", body)
