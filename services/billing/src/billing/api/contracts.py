"""Contracts in force and the readings of their open points."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import JsonValue

from common.money import Money
from common.terms import STREAM_ID, TERMS, ActivateTerms, ChooseReading, Reading, Terms
from common.terms.views import READINGS, ReadingRow
from common.web.answers import Answer, Body, Id, ShortText, Text
from common.web.call import Call, call
from common.web.paging import Page, PageQuery, decode_cursor, encode_cursor
from common.web.problems import problems

router = APIRouter(prefix="/v1/contracts", tags=["contracts 合同"])

SCOPE = "contracts"


class ActivateBody(Body):
    """A whole contract pack, as `watchbill pack show` prints it."""

    contract_id: Annotated[Id, "matches [a-z0-9-]+"]
    pack: dict[str, JsonValue]
    sample: bool = False


class ReadingBody(Body):
    """Another option for an open point, and why."""

    option: ShortText
    reason: Text


class ContractAnswer(Answer):
    """A contract in one page: parties' titles, term, total, where its pack came from."""

    contract_id: str
    title_zh: str
    title_en: str
    signed: date
    starts: date
    ends: date
    timezone: str
    total: Money
    pack: str
    pack_hash: str
    is_sample: bool
    provisional_years: list[int]

    @classmethod
    def of(cls, terms: Terms) -> "ContractAnswer":
        """The contract on these terms."""
        facts, term = terms.pack.contract, terms.term
        years = range(min(term.starts, term.signed).year, term.ends.year + 1)
        return cls(
            contract_id=terms.contract,
            title_zh=facts.zh,
            title_en=facts.en,
            signed=term.signed,
            starts=term.starts,
            ends=term.ends,
            timezone=facts.timezone,
            total=Money.of_fen(terms.total_fen),
            pack=facts.id,
            pack_hash=terms.pack_hash,
            is_sample=terms.sample,
            provisional_years=[year for year in years if terms.calendar.is_provisional(year)],
        )


class OptionAnswer(Answer):
    """One way to read the text."""

    zh: str
    en: str


class ReadingAnswer(Answer):
    """An open point of the text: its options, the one in force, and how it came to be."""

    name: str
    ambiguity: str
    clause: str
    zh: str
    en: str
    option: str
    default: str
    status: str
    options: Mapping[str, OptionAnswer]
    changes: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, reading: Reading, row: ReadingRow | None, terms: Terms) -> "ReadingAnswer":
        """The reading in force under these terms."""
        return cls(
            name=reading.name,
            ambiguity=reading.ambiguity,
            clause=reading.clause,
            zh=reading.zh,
            en=reading.en,
            option=terms.reading(reading.name),
            default=reading.default,
            status=reading.status,
            options={name: OptionAnswer(zh=option.zh, en=option.en) for name, option in reading.options.items()},
            changes=row.changes if row else (),
        )


class ReadingsAnswer(Answer):
    """Every open point of the contract."""

    items: list[ReadingAnswer]


@router.post(
    "", status_code=201, responses=problems("terms_already_activated", "pack_too_large", "pack_invalid", "reading_not_in_force")
)
async def activate_contract(body: ActivateBody, call: Annotated[Call, Depends(call("contract.activate"))]) -> ContractAnswer:
    """Puts a contract in force on a pack. The same pack again changes nothing; another pack is refused."""
    call = await call.under(body.contract_id)
    await call.handle(TERMS, STREAM_ID, ActivateTerms(body.contract_id, body.pack, body.sample))
    return ContractAnswer.of((await call.under(body.contract_id, needs_terms=True)).terms)


@router.get("")
async def list_contracts(query: PageQuery, call: Annotated[Call, Depends(call("contract.list"))]) -> Page[ContractAnswer]:
    """The contracts that the caller has a role under, by id."""
    after = str(decode_cursor(SCOPE, query.cursor)[0]) if query.cursor else ""
    heads = await call.runtime.feed.heads(after, query.limit + 1)
    shown = [head.contract for head in heads[: query.limit] if call.may_see(head.contract)]
    items = [ContractAnswer.of((await call.under(contract, needs_terms=True)).terms) for contract in shown]
    return Page(items=items, next=encode_cursor(SCOPE, [heads[query.limit - 1].contract]) if len(heads) > query.limit else None)


@router.get("/{contract_id}")
async def show_contract(call: Annotated[Call, Depends(call("contract.read"))]) -> ContractAnswer:
    """One contract."""
    return ContractAnswer.of(call.terms)


@router.get("/{contract_id}/pack")
async def show_pack(call: Annotated[Call, Depends(call("contract.read"))]) -> dict[str, JsonValue]:
    """The whole pack as it was activated."""
    return call.terms.pack.model_dump(mode="json")


@router.get("/{contract_id}/readings")
async def list_readings(call: Annotated[Call, Depends(call("contract.read"))]) -> ReadingsAnswer:
    """Every open point with its options (reading.md section 8)."""
    rows = {row.name: row for row in await call.rows(READINGS)}
    readings = call.terms.readings.values()
    return ReadingsAnswer(items=[ReadingAnswer.of(reading, rows.get(reading.name), call.terms) for reading in readings])


@router.post(
    "/{contract_id}/readings/{name}",
    status_code=201,
    responses=problems("reading_unknown", "reading_option_unknown", "reading_not_in_force"),
)
async def choose_reading(name: Id, body: ReadingBody, call: Annotated[Call, Depends(call("reading.choose"))]) -> ReadingAnswer:
    """Reads an open point differently from now on. Signed results keep the reading they were signed under."""
    reason = await call.keep_text(body.reason)
    await call.handle(TERMS, STREAM_ID, ChooseReading(name, body.option, reason))
    terms = (await call.under(call.contract, needs_terms=True)).terms
    row = await call.find(READINGS, name)
    return ReadingAnswer.of(terms.readings[name], row, terms)
