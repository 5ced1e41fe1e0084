"""A quarter from the application to its close, a step at a time."""

import random
from collections.abc import Mapping, Sequence

from faults.desk import Desk
from faults.load.scene import Scene
from faults.people import HEAD, LEADER, MANAGER, OFFICER
from faults.record import Json

AT_ONCE = 40

Step = tuple[str, str, Mapping[str, str]]

STEPS: Mapping[str, Sequence[Sequence[Step]]] = {
    "unopened": [[]],
    "open": [[(MANAGER, "apply", {"materials": "完成情况"})]],
    "applied": [[(OFFICER, "assess", {})]],
    "assessed": [[(MANAGER, "respond", {})], [(MANAGER, "respond", {"objection": "请复核"})]],
    "objected": [[(HEAD, "escalate", {"reason": "意见不一"})], [(OFFICER, "assess", {})]],
    "escalated": [[(LEADER, "resolve", {"decision": "维持"})]],
    "agreed": [[(LEADER, "notice", {}), (OFFICER, "assess", {})]],
    "noticed": [[(MANAGER, "rectify", {"report": "整改完成"})]],
    "rectified": [[(HEAD, "close", {})]],
}
"""stage -> the ways in which it may go on: who takes which step, the next one where the one before is refused.

Nobody can do anything with a quarter that has not been opened yet: the service does it when it is due.
"""


async def quarter(desk: Desk, scene: Scene, chance: random.Random) -> None:
    """The next step of the first quarter that is not closed, whoever may take it; too early, it is refused."""
    page = await desk.get(HEAD, "scoring", f"/v1/contracts/{scene.contract}/quarters")
    waiting = [row for row in page.get("items", ()) if row["stage"]["code"] != "closed"]
    if waiting:
        await _step(desk, scene, chance, waiting[0])


async def _step(desk: Desk, scene: Scene, chance: random.Random, row: Json) -> None:
    number, stage = row["quarter"], row["stage"]["code"]
    if stage == "agreed":
        await _clear(desk, scene, number)
    for role, what, body in chance.choice(STEPS[stage]):
        path = f"/quarters/{number}/{what}"
        reply = await desk.attempt(f"scoring.quarter.{what}", role, scene.contract, path, body)
        if reply.accepted:
            return


async def _clear(desk: Desk, scene: Scene, number: int) -> None:
    """Whatever of the quarter nobody has decided yet is not pursued."""
    base = f"/v1/contracts/{scene.contract}"
    proposals = await desk.get(OFFICER, "scoring", f"{base}/proposals", state="open", quarter=number, limit=AT_ONCE)
    for one in proposals.get("items", ()):
        path = f"/proposals/{one['id']}/dismiss"
        await desk.attempt("scoring.proposal.dismiss", OFFICER, scene.contract, path, {"reason": "季度已过"})
    slips = await desk.get(OFFICER, "scoring", f"{base}/slips", state="pending", quarter=number, limit=AT_ONCE)
    for one in slips.get("items", ()):
        path = f"/slips/{one['id']}/withdraw"
        await desk.attempt("scoring.slip.withdraw", OFFICER, scene.contract, path, {"reason": "季度已过"})
