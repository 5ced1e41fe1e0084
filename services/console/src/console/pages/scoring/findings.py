"""年度考核事项: facts under the annual table; the officer records, the leader confirms or does not."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from console.pages import team
from console.pages.scoring import catalogue, choices
from console.pages.scoring.evidence import evidence
from console.remote import Away, Refusal, Shown
from console.shell.cells import Column
from console.shell.form import Field, act
from console.shell.here import Here
from console.shell.html import box
from console.shell.page import page
from console.shell.parts import Fact, heading, timeline
from console.shell.table import Filter, Table
from console.shell.thing import Offer, Thing

Json = dict[str, Any]
Loaded = tuple[Shown, dict[str, str]]

COLUMNS = (
    *(Column("rule_words", title="scoring.rule", wide=True), Column("fact", title="scoring.fact", wide=True)),
    *(
        Column("points", "number"),
        Column("subject", title="scoring.subject"),
        Column("occurred_on", "day", title="scoring.occurred_on"),
    ),
    *(Column("state", "status"), Column("recorded_at", "moment")),
)
FACTS = (
    *(Fact("state", "status"), Fact("rule_words", title="scoring.rule"), Fact("clause"), Fact("points")),
    *(
        Fact("fact", title="scoring.fact"),
        Fact("occurred_on", "day", title="scoring.occurred_on"),
        Fact("subject", title="scoring.subject"),
    ),
    *(Fact("recorded_by_name", title="scoring.recorded_by"), Fact("recorded_at", "moment")),
    *(Fact("decided_by_name", title="field.decided_by"), Fact("decided_at", "moment"), Fact("reason")),
    Fact("position", "position"),
)


@page("/scoring/findings", title="scoring.findings", group="scoring", action="finding.read", place=50)
async def findings(here: Here) -> None:
    """Every annual finding; those who may record one."""
    names = await team.names(here)
    with heading(here.say("scoring.findings")):
        await _record(here)
    Table(
        *(here, "scoring", "/annual/findings", COLUMNS),
        title="scoring.findings",
        filters=(Filter("state", choices.of(here, "finding", choices.FINDING_STATES)), Filter("rule")),
        opens="/scoring/findings/{id}",
        types=("finding-",),
        shape=lambda row: _named(here, row, names),
    )


@page("/scoring/findings/{finding_id}", title="scoring.finding", group="scoring", action="finding.read", listed=False)
async def finding(here: Here, finding_id: str) -> None:
    """One finding with its evidence."""
    path = f"/annual/findings/{finding_id}"
    first = await here.remote.get("scoring", path)
    buttons, called = heading(here.say("scoring.finding")), await team.names(here)

    async def load() -> Loaded:
        found = await here.remote.show("scoring", path)
        return found, await here.names([one for one in (found.body["recorded_by"], found.body["decided_by"]) if one])

    def tell(found: Loaded) -> tuple[Json, tuple[Fact, ...]]:
        row, names = found[0].body, found[1]
        told = {f"{name}_name": names.get(row[name], row[name]) for name in ("recorded_by", "decided_by")}
        origin = (Fact("proposal_id", link="/scoring/proposals/{proposal_id}", says="see"),) if row["proposal_id"] else ()
        return {**_named(here, row, called), **told}, (*FACTS, *origin)

    with box("div", "wb-columns"):
        with box("div", "wb-stack"):
            decide = partial(_decide, here)
            Thing(here, "scoring", path, buttons, tell, decide, load=load, types=("finding-",))
            evidence(here, "scoring.evidence", first["evidence"])
        timeline(here, "scoring", f"finding/{finding_id}")


def _decide(here: Here, found: Loaded, offer: Offer) -> None:
    row = found[0].body
    if row["state"]["code"] == "recorded" and row["recorded_by"] != here.visitor.account:
        offer("scoring.confirm", "finding.confirm", "confirm", main=True)
    if row["state"]["code"] in ("recorded", "confirmed"):
        offer("scoring.reject", "finding.reject", "reject", Field("reason", "long", required=True, most=4000))


async def _record(here: Here) -> None:
    if not here.may("finding.record"):
        return
    try:
        known = (await catalogue.load(here))["annual"]
    except (Away, Refusal):
        return
    options = [(one["code"], f"{one['code']} {catalogue.title_of(here, one)} ({one['points']:+d})") for one in known]
    derived = {one["code"] for one in known if one["derived"]}
    act(
        *(here, "scoring.record_finding", "finding.record", "scoring", "/annual/findings"),
        lambda answer: here.go(f"/scoring/findings/{answer['id']}"),
        fields=(
            Field(
                "rule", "choice", title="scoring.rule", required=True, options=[one for one in options if one[0] not in derived]
            ),
            Field("fact", "long", title="scoring.fact", required=True, most=4000),
            Field(
                "occurred_on",
                "day",
                title="scoring.occurred_on",
                required=True,
                value=here.contract.today.isoformat(),
            ),
            Field("evidence", "lines", title="scoring.evidence", most=4000, help="scoring.evidence_help"),
            choices.subject(await team.choices(here)),
        ),
        main=True,
    )


def _named(here: Here, row: Json, names: Mapping[str, str]) -> Json:
    words = f"{row['rule']} {row['rule_en' if here.language == 'en' else 'rule_zh']}"
    return {**row, "rule_words": words, "subject": team.called(names, row["subject"])}
