"""Terms of the two packs of this repository, for tests: read from YAML, folded from events, nothing else."""

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml
from pydantic import JsonValue

from common.terms import Terms, TermsActivated, fold_terms, pack_hash
from common.terms.events import CalendarYearPublished, ReadingChosen, TermsEvent

BEIJING = "beijing-ecc-2026"
INVENTED = "binhai-water-2026"


def beijing_terms(
    readings: Mapping[str, str] | None = None,
    calendars: tuple[CalendarYearPublished, ...] = (),
    contract: str = "bj-2026",
    *,
    sample: bool = False,
) -> Terms:
    """The real contract's terms, with other readings or published years where a test names them."""
    return terms_of(BEIJING, readings or {}, calendars, contract, sample=sample)


def invented_terms(
    readings: Mapping[str, str] | None = None, calendars: tuple[CalendarYearPublished, ...] = (), contract: str = "bh-2026"
) -> Terms:
    """The invented contract's: another city, other numbers, calendar quarters."""
    return terms_of(INVENTED, readings or {}, calendars, contract)


def terms_of(
    pack: str,
    readings: Mapping[str, str],
    calendars: tuple[CalendarYearPublished, ...],
    contract: str,
    *,
    sample: bool = False,
) -> Terms:
    """Folds an activation of the pack, then each choice and year. Options are taken as they are, unchecked."""
    document = pack_document(pack)
    chosen = (ReadingChosen(name, option, "") for name, option in readings.items())
    events: tuple[TermsEvent, ...] = (
        TermsActivated(contract, document, pack_hash(document), sample),
        *chosen,
        *calendars,
    )
    return fold_terms(events)


@cache
def pack_document(pack: str) -> dict[str, JsonValue]:
    """The pack as JSON, one key for each of its files or folders."""
    folder = repository() / "deploy" / "contracts" / pack
    return {part: _part(folder, part) for part in sorted({path.stem for path in folder.iterdir()})}


def repository() -> Path:
    """The checkout: `WATCHBILL_CHECKOUT`, or the nearest folder above this file or the working one with the packs."""
    named = os.environ.get("WATCHBILL_CHECKOUT")
    starts = [Path(named)] if named else [Path(__file__).resolve(), Path.cwd()]
    for start in starts:
        for folder in (start, *start.parents):
            if (folder / "deploy" / "contracts").is_dir():
                return folder
    raise FileNotFoundError("no checkout with deploy/contracts above this file; set WATCHBILL_CHECKOUT")


def _part(folder: Path, part: str) -> JsonValue:
    if (folder / part).is_dir():
        return [entry for path in sorted((folder / part).glob("*.yaml")) for entry in _yaml(path)]
    return _yaml(folder / f"{part}.yaml")


def _yaml(path: Path) -> list[JsonValue]:
    return _json(yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader))  # type: ignore[return-value]


def _json(value: object) -> JsonValue:
    """Dates become ISO strings, as they travel."""
    if isinstance(value, dict):
        return {str(key): _json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_json(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else value  # type: ignore[return-value]
