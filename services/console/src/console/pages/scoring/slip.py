"""One slip: what either party says about it side by side, who signed, and what may be done next."""

from typing import Any

from console.pages import team
from console.pages.scoring import catalogue, deciding
from console.pages.scoring.evidence import evidence
from console.pages.scoring.precedents import precedents
from console.pages.scoring.signatures import signatures
from console.pages.scoring.slips import named
from console.remote import Shown
from console.shell import shown
from console.shell.here import Here
from console.shell.html import box, status, text
from console.shell.page import page
from console.shell.parts import Fact, heading, timeline
from console.shell.thing import Offer, Thing

Json = dict[str, Any]
Loaded = tuple[Shown, Json, dict[str, str]]

CONTRACTOR_SAYS = frozenset({"comment", "concur", "dissent"})
CUSTOMER_SAYS = frozenset({"decide", "uphold"})
FACTS = (
    *(Fact("state", "status"), Fact("rule_words", title="scoring.rule"), Fact("clause"), Fact("direction")),
    *(Fact("points"), Fact("proposed", title="field.proposed_points"), Fact("units"), Fact("counts_as")),
    *(Fact("event_at", "moment"), Fact("fact", title="scoring.fact"), Fact("subject", title="scoring.subject")),
    *(Fact("quarter", title="scoring.quarter", link="/scoring/quarters/{quarter}"), Fact("carried_from")),
    *(
        Fact("recorded_by_name", title="scoring.recorded_by"),
        Fact("recorded_at", "moment"),
    ),
    *(Fact("due_on", "day", title="scoring.due_on", provisional="provisional"), Fact("late_words", title="scoring.late")),
    *(Fact("late_reason"), Fact("stance", "status"), Fact("upheld_words", title="scoring.upheld")),
    *(Fact("countered", title="field.countered_points"), Fact("effect_position", "position"), Fact("content_hash")),
)


@page("/scoring/slips/{slip_id}", title="scoring.slip", group="scoring", action="slip.read", listed=False)
async def slip(here: Here, slip_id: str) -> None:
    """The slip, kept up to date while others answer, decide and sign."""
    path = f"/slips/{slip_id}"
    first = await here.remote.get("scoring", path)
    buttons, called = heading(f"{here.say('scoring.slip')} {first['number']}"), await team.names(here)

    async def load() -> Loaded:
        found = await here.remote.show("scoring", path)
        known = await catalogue.load(here) if deciding.needs_catalogue(here, found.body) else {}
        return found, known, await here.names(_people(found.body))

    def tell(found: Loaded) -> tuple[Json, tuple[Fact, ...]]:
        row = found[0].body
        return {**_told(here, row, found[2]), "subject": team.called(called, row["subject"])}, (*FACTS, *_origins(row))

    def more(found: Loaded, _offer: Offer) -> None:
        said.clear()
        with said:
            _narratives(here, found[0].body, found[2])
            signatures(here, found[0].body, found[2])

    def decide(found: Loaded, offer: Offer) -> None:
        deciding.decide(here, found[0].body, found[1].get("quarterly", ()), offer)

    with box("div", "wb-columns"):
        with box("div", "wb-stack"):
            said = box("div", "wb-stack")
            evidence(here, "scoring.evidence", first["evidence"])
            precedents(here, first["rule"], besides=slip_id)
        with box("div", "wb-stack"):
            types = ("slip-", "deduction-", "bonus-", "record-")
            Thing(here, "scoring", path, buttons, tell, decide, more=more, load=load, types=types)
            timeline(here, "scoring", f"slip/{slip_id}")


def _people(row: Json) -> list[str]:
    return [row["recorded_by"], *(one["by"] for one in row["statements"]), *(one["subject"] for one in row["signatures"])]


def _told(here: Here, row: Json, names: dict[str, str]) -> Json:
    upheld = any(one["kind"]["code"] == "uphold" for one in row["statements"])
    return {
        **named(here, row),
        "proposed": row["proposed_points"] if row["proposed_points"] != row["points"] else None,
        "late_words": here.say("yes") if row["late"] else None,
        "upheld_words": here.say("scoring.upheld_long") if upheld else None,
        "countered": row["countered_points"] or None,
        "units": row["units"] if row["units"] > 1 else None,
        "recorded_by_name": names.get(row["recorded_by"], row["recorded_by"]),
    }


def _origins(row: Json) -> tuple[Fact, ...]:
    """Where it came from, where that is known: a link would lead nowhere otherwise."""
    made = []
    if row["proposal_id"]:
        made.append(Fact("proposal_id", link="/scoring/proposals/{proposal_id}", says="see"))
    if row["counters"]:
        made.append(Fact("counters", link="/scoring/slips/{counters}", says="see"))
    return tuple(made)


def _narratives(here: Here, row: Json, names: dict[str, str]) -> None:
    """Both parties in their own words, side by side; never merged."""
    customers = row["recorded_party"]["code"] == "customer"
    sides: dict[str, list[tuple[str, str | None, str, str]]] = {"customer": [], "contractor": []}
    recorded = (here.say("scoring.recorded"), row["narrative"], row["recorded_by"], row["recorded_at"])
    sides["customer" if customers else "contractor"].append(recorded)
    for one in row["statements"]:
        kind = one["kind"]
        side = "contractor" if kind["code"] in CONTRACTOR_SAYS else "customer" if kind["code"] in CUSTOMER_SAYS else None
        label = shown.label(kind, here.language)
        sides[side or row["recorded_party"]["code"]].append((label, one["text"], one["by"], one["at"]))
    with box("div", "wb-sides"):
        for side, lines in sides.items():
            with box("section", f"wb-panel is-{side}"):
                with box("header"):
                    text("h2", here.say(f"scoring.says.{side}"))
                with box("div", "wb-body wb-stack"):
                    for line in lines:
                        _statement(here, line, names)
                    if not lines:
                        text("p", here.say("scoring.says.nothing"), "wb-muted")


def _statement(here: Here, line: tuple[str, str | None, str, str], names: dict[str, str]) -> None:
    label, words, by, at = line
    with box("div", "wb-said"):
        with box("p", "wb-line"):
            status(label, "info")
            text("span", f"{names.get(by, by)} · {shown.moment(shown.local(at, here.contract.zone), here.language)}", "wb-muted")
        text("p", words or here.say("scoring.no_words"), "wb-words" if words else "wb-words wb-muted")
