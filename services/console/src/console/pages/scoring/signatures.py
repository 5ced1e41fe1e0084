"""Who signed, for which party, over which content and before which head of the ledger."""

from typing import Any

from console.shell import shown
from console.shell.cells import position_link
from console.shell.here import Here
from console.shell.html import box, link, status, text

Json = dict[str, Any]
HASH_SHOWN = 16


def signatures(here: Here, row: Json, names: dict[str, str]) -> None:
    """Two places, one for each party; signatures that a later decision made void stay to be seen."""
    with box("section", "wb-panel"):
        with box("header"):
            text("h2", here.say("scoring.signatures"))
        with box("div", "wb-body"):
            with box("div", "wb-sides"):
                for party in ("contractor", "customer"):
                    _place(here, party, [one for one in row["signatures"] if one["party"]["code"] == party], names)
            text("p", f"{here.say('field.content_hash')} {row['content_hash']}", "wb-mono wb-muted")


def _place(here: Here, party: str, given: list[Json], names: dict[str, str]) -> None:
    with box("div", f"wb-signing is-{party}"):
        text("h3", here.say(f"scoring.party.{party}"))
        if not any(one["valid"] for one in given):
            status(here.say("scoring.unsigned"), "wait")
        for one in given:
            _signature(here, one, names)


def _signature(here: Here, one: Json, names: dict[str, str]) -> None:
    with box("div", "wb-signature"):
        status(here.say("scoring.signed_by" if one["valid"] else "scoring.signature_void"), "good" if one["valid"] else "off")
        text("span", names.get(one["subject"]) or str(one["subject"]))
        text("time", shown.moment(shown.local(one["at"], here.contract.zone), here.language), "wb-muted")
        text("span", one["content_hash"][:HASH_SHOWN], "wb-mono wb-muted").props["title"] = one["content_hash"]
        number = str(one["head"] or "").partition(":")[0]
        if number.isdecimal() and int(number) > 0:
            link(here.say("scoring.head_seen", number=number), position_link(here, f"scoring:{here.contract.id}:{number}"))
