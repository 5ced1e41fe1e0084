"""Slips and proposals."""

import random

from faults.desk import Desk
from faults.load.scene import Scene
from faults.people import HEAD, MANAGER, OFFICER

RULE = {"rule": "1.1.1", "points": 2, "narrative": "迟到"}


async def slip(desk: Desk, scene: Scene, chance: random.Random) -> None:
    """Filled in, answered, signed by both; or withdrawn."""
    body = {**RULE, "event_at": scene.now().isoformat()}
    recorded = await desk.give("scoring.slip.record", OFFICER, scene.contract, "/slips", body)
    path = f"/slips/{recorded.id}"
    if chance.random() < 0.3:
        await desk.give("scoring.slip.comment", MANAGER, scene.contract, f"{path}/comment", {"text": "当日堵车"})
    if chance.random() < 0.2:
        await desk.give("scoring.slip.withdraw", OFFICER, scene.contract, f"{path}/withdraw", {"reason": "误记"})
        return
    await desk.give("scoring.slip.concur", MANAGER, scene.contract, f"{path}/concur", {})
    await desk.give("scoring.slip.sign", MANAGER, scene.contract, f"{path}/sign", {})
    await desk.give("scoring.slip.sign", HEAD, scene.contract, f"{path}/sign", {})


async def dismissal(desk: Desk, scene: Scene, chance: random.Random) -> None:
    """What the machine proposed is not pursued."""
    page = await desk.get(OFFICER, "scoring", f"/v1/contracts/{scene.contract}/proposals", state="open", limit=5)
    if not page.get("items"):
        return
    proposal = chance.choice(page["items"])
    path = f"/proposals/{proposal['id']}/dismiss"
    await desk.attempt("scoring.proposal.dismiss", OFFICER, scene.contract, path, {"reason": "情有可原"})
