"""监控结果: every line of every round that has an outcome, and one of them with its photos."""

from typing import Any

from nicegui import ui

from console.pages.inspection import choices
from console.shell.cells import Column
from console.shell.here import Here
from console.shell.html import box, text
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import Fact, facts, heading, timeline
from console.shell.shown import short_moment
from console.shell.table import Filter, Table

Json = dict[str, Any]

COLUMNS = (
    Column("day", "day", sort=True),
    Column("item", title="inspection.item", wide=True),
    Column("place", title="inspection.place"),
    Column("state", "status"),
    Column("done_at", "moment", title="inspection.done_at"),
    Column("late", "flag", title="inspection.late"),
    Column("by_name", title="inspection.by"),
    Column("note", wide=True),
)
FACTS = (
    *(Fact("item", title="inspection.item"), Fact("item.clause", title="field.clause"), Fact("place", title="inspection.place")),
    *(Fact("state", "status"), Fact("day", "day"), Fact("done_at", "moment", title="inspection.done_at")),
    *(Fact("late", "flag", title="inspection.late"), Fact("after_missed", "flag", title="inspection.after_missed")),
    *(Fact("by_name", title="inspection.by"), Fact("note"), Fact("position", "position")),
    *(Fact("fault_id", title="inspection.fault", link="/inspection/faults/{fault_id}", says="see"),),
    *(Fact("round_id", title="inspection.round", link="/inspection/rounds/{round_id}"),),
)


@page("/inspection/checks", title="inspection.checks", group="inspection", action="check.read", place=20)
async def checks(here: Here) -> None:
    """What was found and what was missed, the newest first."""
    heading(here.say("inspection.checks"))
    yes_no = (("true", here.say("yes")), ("false", here.say("no")))
    Table(
        *(here, "inspection", "/checks", COLUMNS),
        title="inspection.checks",
        filters=(
            Filter("state", choices.of(here, "check", choices.CHECK_STATES)),
            Filter("day", kind="date"),
            Filter("item", title="inspection.item_code"),
            Filter("late", yes_no, title="inspection.late"),
        ),
        opens="/inspection/checks/{id}",
        sort=("day", True),
        names=("by",),
        types=("check-",),
        mark=lambda row: "bad" if row["state"]["code"] in ("fail", "missed") else "warn" if row["late"] else "",
    )


@page("/inspection/checks/{check_id}", title="inspection.check", group="inspection", action="check.read", listed=False)
async def check(here: Here, check_id: str) -> None:
    """One result with its photos; photos have times of their own."""
    heading(here.say("inspection.check"))

    async def load() -> tuple[Json, list[Json]]:
        found = await here.remote.get("inspection", f"/checks/{check_id}")
        found = (await here.named([found], ("by",)))[0]
        return found, (await here.remote.get("inspection", f"/checks/{check_id}/photos"))["items"]

    def show(found: tuple[Json, list[Json]]) -> None:
        facts(here, found[0], FACTS)
        if found[1]:
            text("h2", here.say("inspection.photos"))
            with box("div", "wb-line"):
                for photo in found[1]:
                    _photo(here, photo)

    with box("div", "wb-columns"):
        Panel(here, "", load, show, services=("inspection",), types=("check-", "fault-"))
        timeline(here, "inspection", f"photos/{check_id.replace(':', '-')}")


def _photo(here: Here, photo: Json) -> None:
    taken = short_moment(photo["taken_at"], here.language)
    with box("figure"):
        if photo["photo"] is None:
            text("p", here.say("inspection.erased"), "wb-muted")
        else:
            picture = ui.element("img").style("max-width: min(24rem, 100%)")
            picture.props.update({"src": photo["photo"], "alt": f"{here.say('inspection.photo')} {taken}", "loading": "lazy"})
        text("figcaption", taken, "wb-muted")
