"""Who is on duty, as tickets knows it, with the names that this person may read."""

from typing import Any

from console.pages import team
from console.shell import shown
from console.shell.here import Here

Json = dict[str, Any]


async def on_duty(here: Here) -> list[tuple[str, str]]:
    """(person, words) of everybody on duty now."""
    duty = await here.remote.every("tickets", "/on-duty", most=200)
    names = await team.names(here)
    return [
        (one["person_id"], f"{team.called(names, one['person_id'])} · {shown.label(one['post'], here.language)}") for one in duty
    ]
