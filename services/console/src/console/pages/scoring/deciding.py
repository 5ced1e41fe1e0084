"""What may be done about a slip, by whom and when: the buttons on its page. The service decides again."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from console.pages.scoring import choices
from console.shell.form import Field
from console.shell.here import Here
from console.shell.html import link
from console.shell.thing import Offer

Json = dict[str, Any]

WORDS = Field("text", "long", title="scoring.words", most=4000)
NEEDED = Field("text", "long", title="scoring.words", required=True, most=4000)
REASON = Field("reason", "long", required=True, most=4000)


def needs_catalogue(here: Here, row: Json) -> bool:
    """Whether a button asks for points within the rule's range."""
    return here.may("slip.decide") and row["state"]["code"] == "pending" and row["stance"]["code"] == "dissented"


def decide(here: Here, row: Json, rules: Sequence[Json], offer: Offer) -> None:
    """What the slip's state and the visitor's role and party allow."""
    if row["state"]["code"] == "pending":
        _answers(row, offer)
        _decisions(here, row, rules, offer)
        if choices.party(here) == "customer" or row["recorded_party"]["code"] == choices.party(here):
            offer("scoring.withdraw", "slip.withdraw", "withdraw", REASON)
    elif row["state"]["code"] == "in_effect" and row["counters"] is None:
        _counter(here, row, offer)
    link(here.say("scoring.print"), here.link(f"/print/slips?id={row['id']}"), "wb-button")


def _answers(row: Json, offer: Offer) -> None:
    """The contractor's position may change until the head of department has decided."""
    if row["stance"]["code"] != "decided":
        offer("scoring.concur", "slip.answer", "concur", WORDS)
        offer("scoring.dissent", "slip.answer", "dissent", NEEDED)
    offer("scoring.comment", "slip.answer", "comment", NEEDED)


def _decisions(here: Here, row: Json, rules: Sequence[Json], offer: Offer) -> None:
    stance, signed = row["stance"]["code"], {one["party"]["code"] for one in row["signatures"] if one["valid"]}
    if stance == "dissented":
        low, high = _range(row, rules)
        points = Field("points", "number", required=True, value=row["points"], low=low, high=high)
        narrative = Field("narrative", "long", title="scoring.why_decided", required=True, most=4000)
        offer("scoring.decide", "slip.decide", "decide", points, narrative, main=True)
        return
    if choices.party(here) not in signed and not _own_record(here, row):
        offer("scoring.sign", "slip.sign", "sign", main=True, fixed={"content_hash": row["content_hash"]})
    if "customer" in signed and "contractor" not in signed:
        offer("scoring.uphold", "slip.uphold", "uphold", REASON)


def _own_record(here: Here, row: Json) -> bool:
    """On the customer's side who filled it in does not sign it."""
    return choices.party(here) == "customer" and row["recorded_by"] == here.visitor.account


def _range(row: Json, rules: Sequence[Json]) -> tuple[int, int]:
    """What a decision may set: of a correction no more than it takes back now, else what the rule permits."""
    if row["counters"] is not None:
        return 1, int(row["points"])
    rule = next((one for one in rules if one["code"] == row["rule"]), None)
    if rule is None:
        return 1, 1000
    units = int(row["units"])
    return int(rule["points_min"]) * units, int(rule["points_max"]) * units


def _counter(here: Here, row: Json, offer: Offer) -> None:
    left = row["points"] - row["countered_points"]
    if left < 1:
        return
    narrative = Field("narrative", "long", title="scoring.why_counter", required=True, most=4000)
    points = Field("points", "number", title="scoring.points_back", required=True, low=1, high=left)
    offer("scoring.counter", "slip.counter", "counter", points, narrative, etag=False, done=partial(_open, here))


def _open(here: Here, answer: Json) -> None:
    here.go(f"/scoring/slips/{answer['id']}")
