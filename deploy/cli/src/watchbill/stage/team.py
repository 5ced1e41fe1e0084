"""The contractor's people before they work: offered, approved."""

from watchbill.stage.people import Person
from watchbill.stage.scene import MANAGER, OFFICER, Scene


async def offer(scene: Scene, person: Person) -> None:
    """Registers a person; nobody has approved them yet."""
    body = {
        "person_id": person.id,
        "name": person.name,
        "posts": person.posts,
        "industry_years": person.years,
        "specialty_years": person.years,
        "education": "bachelor",
    }
    await scene.desk.post(MANAGER, "roster", "/people", body)


async def approve(scene: Scene, person: Person) -> None:
    """Registers a person and has the customer approve them."""
    await offer(scene, person)
    await scene.desk.post(OFFICER, "roster", f"/people/{person.id}/approve", {"posts": person.posts})
