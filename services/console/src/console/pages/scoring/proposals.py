"""考核建议: what other services saw, held against a rule. The officer makes a slip of it, or says why not."""

from collections.abc import Mapping
from typing import Any

from console.pages import team
from console.pages.scoring import catalogue, choices
from console.pages.scoring.evidence import evidence
from console.pages.scoring.precedents import precedents
from console.remote import Shown
from console.shell.cells import Column
from console.shell.form import Field
from console.shell.here import Here
from console.shell.html import box
from console.shell.page import page
from console.shell.parts import Fact, heading, timeline
from console.shell.table import Filter, Table
from console.shell.thing import Offer, Thing

Json = dict[str, Any]
Loaded = tuple[Shown, Json]

COLUMNS = (
    Column("form2_due_on", "day", provisional="provisional"),
    Column("fact", title="scoring.fact", wide=True),
    Column("rules", title="scoring.rule"),
    Column("kind"),
    Column("subject", title="scoring.subject"),
    Column("event_at", "moment", sort=True),
    Column("quarter", "number", title="scoring.quarter"),
    Column("state", "status"),
    Column("corrected", "flag"),
)
FACTS = (
    *(Fact("fact", title="scoring.fact"), Fact("kind"), Fact("rules", title="scoring.rule"), Fact("units")),
    *(Fact("event_at", "moment"), Fact("subject", title="scoring.subject")),
    *(Fact("quarter", title="scoring.quarter", link="/scoring/quarters/{quarter}"),),
    *(
        Fact("form2_due_on", "day", provisional="provisional"),
        Fact("raised_at", "moment"),
        Fact("decided_by_name", title="field.decided_by"),
        Fact("reason"),
    ),
    *(Fact("corrected_words", title="field.corrected"), Fact("position", "position")),
)


@page("/scoring/proposals", title="scoring.proposals", group="scoring", action="proposal.read", place=10)
async def proposals(here: Here) -> None:
    """The inbox: the oldest event first, which is the soonest due."""
    heading(here.say("scoring.proposals"), note=here.say("scoring.proposals_note"))
    today, names = here.contract.today.isoformat(), await team.names(here)
    Table(
        *(here, "scoring", "/proposals", COLUMNS),
        title="scoring.proposals",
        filters=(
            Filter("state", choices.of(here, "proposal", choices.PROPOSAL_STATES), start="open"),
            Filter("kind", choices.of(here, "kind", choices.PROPOSAL_KINDS)),
            Filter("rule"),
            Filter("quarter", choices.quarters(here), title="scoring.quarter"),
            Filter("corrected", choices.yes_no(here)),
        ),
        opens="/scoring/proposals/{id}",
        sort=("event_at", False),
        types=("proposal-", "deduction-proposed"),
        shape=lambda row: _named(here, row, names),
        mark=lambda row: "bad" if _late(row, today) else ("warn" if row["corrected"] else ""),
    )


@page("/scoring/proposals/{proposal_id}", title="scoring.proposal", group="scoring", action="proposal.read", listed=False)
async def proposal(here: Here, proposal_id: str) -> None:
    """One proposal with its evidence; who decides on it has both buttons."""
    path = f"/proposals/{proposal_id}"
    first = await here.remote.get("scoring", path)
    buttons = heading(here.say("scoring.proposal"), note=first["fact"]["en" if here.language == "en" else "zh"])
    deciding, names = here.may("proposal.accept"), await team.names(here)

    async def load() -> Loaded:
        return await here.remote.show("scoring", path), await catalogue.load(here) if deciding else {}

    def tell(found: Loaded) -> tuple[Json, tuple[Fact, ...]]:
        return _named(here, found[0].body, names), (Fact("state", "status"), *FACTS, *_became(found[0].body))

    def decide(found: Loaded, offer: Offer) -> None:
        if found[0].body["state"]["code"] == "open":
            _accept(here, found[0].body, found[1], offer)
            reason = Field("reason", "long", required=True, most=4000)
            offer("scoring.dismiss", "proposal.dismiss", "dismiss", reason)

    with box("div", "wb-columns"):
        with box("div", "wb-stack"):
            types = ("proposal-", "deduction-")
            Thing(here, "scoring", path, buttons, tell, decide, load=load, types=types, names=("decided_by",))
            evidence(here, "scoring.evidence", first["evidence"])
            evidence(here, "scoring.corrections", first["corrections"])
        with box("div", "wb-stack"):
            if first["kind"]["code"] == "slip":
                precedents(here, first["rules"][0]["code"])
            timeline(here, "scoring", f"proposal/{proposal_id}")


def _became(row: Json) -> tuple[Fact, ...]:
    place = "slips" if row["kind"]["code"] == "slip" else "findings"
    return (Fact("became", link=f"/scoring/{place}/{{became}}", says="see"),) if row["became"] else ()


def _named(here: Here, row: Json, names: Mapping[str, str]) -> Json:
    rules = [f"{one['code']} ({catalogue.span(one['points_min'], one['points_max'])})" for one in row["rules"]]
    corrected = here.say("scoring.fact_corrected") if row["corrected"] else ""
    return {**row, "rules": rules, "corrected_words": corrected, "subject": team.called(names, row["subject"])}


def _late(row: Json, today: str) -> bool:
    return row["state"]["code"] == "open" and bool(row["form2_due_on"]) and row["form2_due_on"] < today


def _accept(here: Here, row: Json, known: Json, offer: Offer) -> None:
    """Makes a slip of it, or an annual finding; then shows that."""
    finding = row["kind"]["code"] == "finding"
    fields: list[Field] = []
    if not finding:
        offered = {one["code"] for one in row["rules"]}
        rules = [rule for rule in known.get("quarterly", ()) if rule["code"] in offered]
        late = _late(row, here.contract.today.isoformat())
        fields += catalogue.picker(here, rules, units=row["units"], rule=row["rules"][0]["code"])
        fields.append(Field("late_reason", "long", required=late, most=4000, help="scoring.late_help"))
    fields.insert(0, Field("narrative", "long", required=True, most=4000))
    offer(
        "scoring.accept",
        "proposal.accept",
        "accept",
        *fields,
        done=lambda answer: here.go(f"/scoring/{'findings' if finding else 'slips'}/{answer['id']}"),
        main=True,
    )
