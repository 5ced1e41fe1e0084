"""Facts whose command waits for an administrator: as an earlier version of a service left them, which refused it."""

import asyncpg

from browser.house import House

CONTRACT = "sample"
PARK = """
insert into parked (name, source, contract_id, number, target, type, code, reason, parked_at)
values ('propose', 'tickets', $1, $2, $3, 'RaiseProposal', 'rule_unknown', '没有这条规则。', clock_timestamp()) returning id
"""


def complained(house: House, *texts: str) -> list[int]:
    """Complaints that scoring has not held against its rule; the numbers under which it keeps them.

    They come in while scoring is away. What is parked when it is back is given again by nobody but an administrator.
    """
    house.take_down("scoring")
    try:
        return [house.run(_parked(house, text)) for text in texts]
    finally:
        house.bring_back("scoring")


async def _parked(house: House, text: str) -> int:
    made = house.post("tickets", f"/v1/contracts/{CONTRACT}/complaints", "customer.officer", {"text": text})
    events = house.get("tickets", f"/v1/contracts/{CONTRACT}/events?stream=complaint/{made['id']}")["items"]
    number = next(event["lane_number"] for event in events if event["lane_number"])
    connection = await asyncpg.connect(house.database("scoring"))
    try:
        return int(await connection.fetchval(PARK, CONTRACT, number, f"proposal/complaint-received.{made['id']}"))
    finally:
        await connection.close()
