"""The stages of a quarterly assessment (A8S Art.7): what was done by whom, what is due when, and who may take the next."""

from datetime import date
from typing import Any

from console.shell import shown
from console.shell.form import Field
from console.shell.here import Here
from console.shell.html import box, status, text
from console.shell.thing import Offer

Json = dict[str, Any]

STAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("apply", ("apply",)),
    ("assess", ("assess",)),
    ("discuss", ("agree", "object", "escalate", "resolve")),
    ("notice", ("notice",)),
    ("rectify", ("rectify",)),
    ("close", ("close",)),
)
"""Each stage, and the steps that belong to it."""
REACHED = {
    "unopened": 0,
    "open": 0,
    "applied": 1,
    "assessed": 2,
    "objected": 2,
    "escalated": 2,
    "agreed": 3,
    "noticed": 4,
    "rectified": 5,
    "closed": 6,
}
"""How many stages are over, by the quarter's state."""
_BEFORE_THE_15TH = ("assess_due_on", "assess_provisional")
DUE = {
    "apply": ("ends", ""),
    **dict.fromkeys(("assess", "discuss", "notice"), _BEFORE_THE_15TH),
    "rectify": ("rectification_due_on", "rectification_provisional"),
}
"""Where a stage's date stands, and its mark: after the last day; all until Form 4 by one date; ten working days after it."""
LONG = 4000


def stages(here: Here, row: Json, names: dict[str, str]) -> None:
    """Every stage with what happened in it; the one that is on, and when it is due."""
    over = REACHED.get(row["stage"]["code"], 0)
    today = here.contract.today
    with box("ol", "wb-stages"):
        for number, (stage, steps) in enumerate(STAGES):
            taken = [step for step in row["steps"] if step["step"]["code"] in steps]
            with box("li", "is-over" if number < over else "is-on" if number == over else ""):
                with box("p", "wb-line"):
                    text("b", here.say(f"scoring.stage.{stage}"))
                    _due(here, row, stage, open_=number >= over, today=today)
                for step in taken:
                    _step(here, step, names)


def _due(here: Here, row: Json, stage: str, *, open_: bool, today: date) -> None:
    """When the stage should be over. What rests on an unpublished calendar is marked."""
    due, provisional = due_of(row, stage)
    if due is None:
        return
    words = here.say("scoring.from_day" if stage == "apply" else "scoring.until", day=shown.day(due, here.language))
    late = open_ and stage != "apply" and date.fromisoformat(due) < today
    status(words, "bad") if late else text("span", words, "wb-muted")
    if provisional:
        text("abbr", here.say("provisional"), "wb-provisional").props["title"] = here.say("provisional.long")


def due_of(row: Json, stage: str) -> tuple[str | None, bool]:
    """The stage's date, None where it has none, and whether it rests on an unpublished calendar."""
    date_in, provisional_in = DUE.get(stage, ("", ""))
    return row.get(date_in), bool(row.get(provisional_in))


def _step(here: Here, step: Json, names: dict[str, str]) -> None:
    with box("div", "wb-step"):
        text("span", shown.label(step["step"], here.language))
        if step["round"]:
            text("span", here.say("scoring.round_no", number=step["round"]), "wb-muted")
        at = shown.moment(shown.local(step["at"], here.contract.zone), here.language)
        text("span", f"{names.get(step['by'], step['by'])} · {at}", "wb-muted")
    if step["text"]:
        text("p", step["text"], "wb-words")


def decide(here: Here, row: Json, offer: Offer) -> None:
    """What the quarter's stage and the visitor's role allow; the service decides again."""
    stage = row["stage"]["code"]

    def button(words: str, verb: str, *fields: Field, main: bool = True) -> None:
        offer(words, f"quarter.{verb}", verb, *fields, main=main)

    ended = date.fromisoformat(row["ends"]) < here.contract.today
    if stage == "open" and ended:
        button("scoring.apply", "apply", Field("materials", "long", title="scoring.materials", most=LONG))
    if stage in ("applied", "assessed", "objected", "agreed", "escalated"):
        button(
            "scoring.assess" if stage == "applied" else "scoring.assess_again", "assess", main=stage in ("applied", "objected")
        )
    if stage == "assessed":
        button("scoring.agree", "respond")
        button(
            "scoring.object",
            "respond",
            Field("objection", "long", title="scoring.objection", required=True, most=LONG),
            main=False,
        )
    if stage == "objected":
        button("scoring.escalate", "escalate", Field("reason", "long", required=True, most=LONG), main=False)
    if stage == "escalated":
        button("scoring.resolve", "resolve", Field("decision", "long", title="scoring.decision", required=True, most=LONG))
    if stage in ("agreed", "objected"):
        button("scoring.issue_notice", "notice", main=stage == "agreed")
    if stage == "noticed":
        button("scoring.rectify", "rectify", Field("report", "long", title="scoring.report", required=True, most=LONG))
    if stage in ("noticed", "rectified"):
        button("scoring.close", "close", main=stage == "rectified")
