"""合同: contracts and their packs, the readings chosen where the text is open."""

import json
from typing import Any

from console.shell.cells import Column
from console.shell.form import Field, act
from console.shell.here import Here
from console.shell.html import box, text
from console.shell.page import page
from console.shell.panel import Panel
from console.shell.parts import Fact, facts, heading
from console.shell.table import Table, plain_rows

Json = dict[str, Any]

CONTRACTS = (
    Column("contract_id"),
    Column("title", wide=True),
    Column("signed", "day"),
    Column("starts", "day"),
    Column("ends", "day"),
    Column("total", "money"),
    Column("pack"),
    Column("is_sample", "flag"),
)
CONTRACT = (
    *(Fact("contract_id"), Fact("title"), Fact("signed", "day"), Fact("starts", "day"), Fact("ends", "day")),
    *(Fact("timezone"), Fact("total", "money"), Fact("pack"), Fact("pack_hash"), Fact("provisional_years")),
)
READINGS = (
    Column("ambiguity"),
    Column("clause"),
    Column("title", wide=True, title="field.question"),
    Column("option_words", title="field.option", wide=True),
    Column("status_words", "status", title="field.status"),
)
MOST_OF_A_PACK = 1_000_000
"""Characters: the shipped pack has some 80,000."""
READING = (Fact("ambiguity"), Fact("clause"), Fact("title", title="field.question"), Fact("option_words", title="field.option"))


@page("/system/contracts", title="system.contracts", group="system", action="contract.list", place=10)
async def contracts(here: Here) -> None:
    """Every contract this person may see, then the one that is chosen; who may puts another one in force."""

    async def again(_answer: Json) -> None:
        await table.refresh()

    with heading(here.say("system.contracts")):
        act(
            *(here, "system.activate", "contract.activate", "billing", "/v1/contracts", again),
            fields=(
                Field("contract_id", required=True, most=63, help="system.contract_id_help"),
                Field("pack", "file", required=True, most=MOST_OF_A_PACK, help="system.pack_help"),
            ),
            shape=_unpacked,
            main=True,
        )
    table = Table(
        *(here, "billing", "/v1/contracts", CONTRACTS),
        title="system.contracts",
        types=("contract-",),
        shape=lambda row: _titled(here, row),
    )
    Panel(here, "contract", lambda: here.remote.get("billing", ""), lambda found: facts(here, _titled(here, found), CONTRACT))


@page("/system/readings", title="system.readings", group="system", action="contract.read", place=20)
async def readings(here: Here) -> None:
    """Where the contract's text is open: the question, what is in force, who chose it."""
    heading(here.say("system.readings"))

    async def load() -> list[Json]:
        return await here.remote.every("billing", "/readings")

    def show(rows: list[Json]) -> None:
        plain_rows(here, "system.readings", READINGS, [_reading(here, row) for row in rows], opens="/system/readings/{name}")

    Panel(here, "", load, show, services=("billing",), types=("reading-",), classes="is-list")


@page("/system/readings/{name}", title="system.readings", group="system", action="contract.read", listed=False)
async def reading(here: Here, name: str) -> None:
    """One reading: its options, what was chosen when and by whom, and the choice for those who may make it."""
    buttons = heading(here.say("system.reading"), note=name)

    async def load() -> Json:
        rows = await here.remote.every("billing", "/readings")
        return next(row for row in rows if row["name"] == name)

    def show(row: Json) -> None:
        facts(
            here,
            _reading(here, row),
            (Fact("ambiguity"), Fact("clause"), Fact("title"), Fact("option_words", title="field.option")),
        )
        with box("ul", "wb-lines"):
            for code, words in row["options"].items():
                with box("li"):
                    text("span", code, "wb-mono")
                    text("span", words["en" if here.language == "en" else "zh"])
        buttons.clear()
        with buttons:
            options = [(code, words["en" if here.language == "en" else "zh"]) for code, words in row["options"].items()]
            fields = (
                Field("option", "choice", required=True, value=row["option"], options=options),
                Field("reason", "long", required=True),
            )
            act(here, "system.choose", "reading.choose", "billing", f"/readings/{name}", again, fields=fields)

    async def again(_answer: Json) -> None:
        await panel.refresh()

    panel = Panel(here, "", load, show, services=("billing",), types=("reading-",))


def _unpacked(given: Json) -> Json:
    """The route's body. What is no JSON goes as it is: billing says what it lacks, at its field."""
    try:
        return {**given, "pack": json.loads(given["pack"])}
    except ValueError:
        return given


def _titled(here: Here, row: Json) -> Json:
    return {**row, "title": row["title_en" if here.language == "en" else "title_zh"]}


def _reading(here: Here, row: Json) -> Json:
    words = "en" if here.language == "en" else "zh"
    state = here.say(f"system.reading.{row['status']}")
    return {
        **row,
        "title": row[words],
        "option_words": row["options"].get(row["option"], {}).get(words, row["option"]),
        "status_words": {"code": row["status"], "zh": state, "en": state},
    }
