"""Can it be paid? Each condition of the contract, met or not, with its clause and the events it rests on."""

from typing import Any

from console.shell.cells import position_link
from console.shell.here import Here
from console.shell.html import box, link, status, text

Json = dict[str, Any]


def guards(here: Here, payment: Json) -> None:
    """The answer in a sentence, then every guard."""
    if payment["status"]["code"] == "paid":
        status(here.say("billing.is_paid"), "good")
    elif payment["can_be_paid"]:
        status(here.say("billing.can_be_paid"), "good")
    else:
        count = sum(not one["met"] for one in payment["guards"])
        status(here.say("billing.cannot_be_paid", count=count), "bad")
    with box("ul", "wb-lines wb-guards"):
        for one in payment["guards"]:
            with box("li", "wb-line"):
                status(here.say("yes" if one["met"] else "no"), "good" if one["met"] else "bad")
                text("span", one["en" if here.language == "en" else "zh"])
                text("span", one["clause"], "wb-clause")
                for position in one["positions"][-3:]:
                    link(position, position_link(here, position), "wb-position")
