"""A browser asks for a page: who is it, under which contract, and how does the page look."""

import asyncio
import re
import time
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from fastapi import Request
from nicegui import Client, ui

from common.web.tokens import EVERY_CONTRACT
from console import visitor as seam
from console.accounts.sessions import form_token
from console.remote import Away, Pass, Refusal, Remote
from console.shell import gate
from console.shell.failing import tell
from console.shell.here import Contract, Here
from console.shell.kept import own_file
from console.signin import look
from console.signin.cookies import address_of, session_of
from console.trail import Entry, Kind, record
from console.visitor import Visitor

KNOWN_SECONDS = 20.0
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,79}")
"""What may stand in a path of ours: what `common.web.answers.Id` takes."""
UNKNOWN_ZONE = "Asia/Shanghai"
"""The zone a page shows while billing is away and the contract's own is not known yet."""


async def visitor(state: Any, request: Request) -> Visitor | None:
    """Who sends this request; None for nobody."""
    known: Visitor | None = request.scope.get("state", {}).get("visitor")
    return known or await seam.visitor_of(state, session_of(state.desk, request.cookies))


async def here(state: Any, request: Request, who: Visitor, client: Client) -> Here:
    """The page's surroundings. The contract is the one in the path."""
    mine = await contracts(state, who)
    wanted = str(request.path_params.get("contract_id", ""))
    chosen = {one.id: one for one in mine}.get(wanted) or _unknown(wanted if ID.fullmatch(wanted) else "none")
    made = Here(
        visitor=who,
        contract=chosen,
        contracts=mine,
        remote=remote_of(state, who, chosen.id, address_of(request)),
        live=state.live,
        client=client,
        state=state,
        query=dict(request.query_params),
        form=form_token(session_of(state.desk, request.cookies) or ""),
        dark=True if who.kiosk else look.is_dark(request.cookies),
    )
    gate.opened(made)
    return made


def dress(page: Here, title: str) -> None:
    """The page's title, its language and its look."""
    ui.page_title(f"{title} · {page.contract.title(page.language)}")
    ui.on("pressed", page.hand.told)
    ui.dark_mode(page.dark)
    ui.add_head_html(f'<link rel="stylesheet" href="{own_file(look.STYLE)}" media="{look.media(dark=page.dark)}">')
    page.client.on_exception(lambda failure: tell(page, failure))


def remote_of(state: Any, who: Visitor, contract: str, address: str) -> Remote:
    """The services as this visitor asks them from one page. What a page reads again and again is reported once."""
    told: set[str] = set()

    async def token() -> Pass:
        given, now = await seam.pass_of(state, who)
        return Pass(given, now.roles(contract))

    async def report(kind: str, service: str, path: str) -> None:
        what = f"{service}{path}"
        if kind == "personal" and what in told:
            return
        told.add(what)
        entry = Entry(
            Kind.EXPORTED if kind == "export" else Kind.PERSONAL_DATA_READ,
            who.account,
            address,
            contracts=(contract,),
            session=who.session,
            details={"what": what},
        )
        await record(state.desk.pool, entry)

    return Remote(state.peers, session=who.session, contract=contract, language=who.language, token=token, report=report)


async def contracts(state: Any, who: Visitor) -> list[Contract]:
    """The contracts this person has roles under: as billing knows them, by their ids alone while it is away."""
    known: dict[str, Contract] = state.contracts
    new = who.contracts.keys() - known.keys() - {EVERY_CONTRACT}  # whoever asked last has no roles there, or it is just in force
    if new or time.monotonic() > state.contracts_until:
        try:
            async with asyncio.timeout(1.5):
                rows = await remote_of(state, who, "", "").every("billing", "/v1/contracts", most=200)
        except (Away, Refusal, TimeoutError):
            rows = []
        known.update({row["contract_id"]: _contract(row) for row in rows})
        if rows:
            state.contracts_until = time.monotonic() + KNOWN_SECONDS
            await _look_at_the_clock(state, who)
    elif state.clock_stands_at is not None:
        await _look_at_the_clock(state, who)
    mine = known.values() if EVERY_CONTRACT in who.contracts else [known.get(id_) or _unknown(id_) for id_ in who.contracts]
    standing = (replace(one, stands_at=state.clock_stands_at) for one in mine)
    return sorted(standing, key=lambda one: (one.sample, one.id))


async def _look_at_the_clock(state: Any, who: Visitor) -> None:
    """Whether the services run on virtual time, and where it stands; what was known before while billing is away."""
    with suppress(Away, Refusal, TimeoutError):
        async with asyncio.timeout(1.5):
            clock = await remote_of(state, who, "", "").get("billing", "/v1/clock", ask=False)
        state.clock_stands_at = datetime.fromisoformat(clock["now"]) if clock["kind"] == "virtual" else None


def _contract(row: dict[str, Any]) -> Contract:
    ends = date.fromisoformat(row["ends"])
    return Contract(row["contract_id"], row["title_zh"], row["title_en"], row["timezone"], row["is_sample"], ends=ends)


def _unknown(id_: str) -> Contract:
    return Contract(id_, id_, id_, UNKNOWN_ZONE, sample=False, known=False)
