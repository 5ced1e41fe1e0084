"""Form 2 (two a page) and Form 4 on paper, with room for seals, the hash of what they say, and page numbers."""

from collections.abc import Mapping
from typing import Any

from console.shell import shown
from console.shell.paper import Paper, paper

Json = dict[str, Any]

MOST = 200
TEMPLATES = "pages/scoring/templates"


@paper("/print/slips", action="slip.read", template=f"{TEMPLATES}/slips.html")
async def slips(sheet: Paper) -> Mapping[str, Any]:
    """One slip (`?id=`), or those of a state or a quarter by their numbers, at most `MOST`."""
    wanted = sheet.query.get("id")
    if wanted:
        found = [await sheet.remote.get("scoring", f"/slips/{wanted}")]
    else:
        chosen = {name: sheet.query.get(name) or None for name in ("state", "quarter", "rule")}
        found = await sheet.remote.every("scoring", "/slips", MOST, sort="number", **chosen)
    names = await sheet.names([one["subject"] for slip in found for one in slip["signatures"]])
    return {"slips": [_slip(slip, names) for slip in found], "more": len(found) >= MOST}


@paper("/print/quarters/{quarter}/notice", action="quarter.read", template=f"{TEMPLATES}/notice.html")
async def notice(sheet: Paper, quarter: str) -> Mapping[str, Any]:
    """Form 4 once it is issued; before, the same sheet as a draft. Its annex lists every slip that counted."""
    found = await sheet.remote.get("scoring", f"/quarters/{quarter}")
    catalogue = await sheet.remote.get("scoring", "/rules")
    titles = {rule["code"]: rule["title_en" if sheet.language == "en" else "title_zh"] for rule in catalogue["quarterly"]}
    zone = sheet.contract.zone
    assessed = [shown.local(step["at"], zone) for step in found["steps"] if step["step"]["code"] == "assess"]
    counted = [{**one, "title": titles.get(one["rule"], ""), "signed": _signed(one)} for one in _counted(found)]
    issuers = [step["by"] for step in found["steps"] if step["step"]["code"] == "notice"]
    names = await sheet.names(issuers)
    return {
        "quarter": found,
        "counted": counted,
        "assessed_on": assessed[-1].date() if assessed and assessed[-1] else None,
        "issued_by": [names.get(one, one) for one in issuers],
    }


def _counted(quarter: Json) -> list[Json]:
    return quarter["result"]["counted"] if quarter["result"] else []


def _signed(counted: Json) -> str:
    """The points as they move the quarter: a correction takes them back."""
    points = counted["points"] * int(counted["direction"]["code"]) * (-1 if counted["counters"] else 1)
    return f"{points:+d}"


def _slip(slip: Json, names: Mapping[str, str]) -> Json:
    """What the sheet shows beyond the slip itself: who signed for each party, and what each party said."""
    valid = [{**one, "name": names.get(one["subject"], one["subject"])} for one in slip["signatures"] if one["valid"]]
    by_party = {
        party: next((one for one in valid if one["party"]["code"] == party), None) for party in ("customer", "contractor")
    }
    said = [one for one in slip["statements"] if one["kind"]["code"] in ("comment", "concur", "dissent")]
    return {**slip, "signed_by": by_party, "contractor_said": said}
