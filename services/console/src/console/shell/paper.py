"""A form on paper: a plain page without script, read with the session's cookie, printed by the browser or a program."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from common.ids import new_id
from common.web.language import Language
from console import visitor as seam
from console.remote import Away, Refusal, Remote
from console.shell import arriving, failing, shown, words
from console.shell.here import Contract
from console.signin.cookies import address_of
from console.visitor import SessionEnded, Visitor

log = structlog.get_logger("console.pages")
router = APIRouter(include_in_schema=False)

PACKAGE = Path(__file__).parent.parent
POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
STYLE = "paper.css"
Build = Callable[..., Awaitable[Mapping[str, Any]]]


@dataclass(frozen=True)
class Paper:
    """Who prints, under which contract, and the services as this person may ask them."""

    visitor: Visitor
    contract: Contract
    remote: Remote
    query: Mapping[str, str]
    state: Any

    @property
    def language(self) -> Language:
        """What this person reads."""
        return self.visitor.language

    def say(self, key: str, **values: object) -> str:
        """The words of a key."""
        return words.say(self.language, key, **values)

    async def names(self, accounts: list[str]) -> dict[str, str]:
        """The names of those who acted; who is not known here is left out."""
        return await seam.names_of(self.state, self.contract.id, accounts)


def paper(path: str, *, action: str, template: str) -> Callable[[Build], Build]:
    """Declares a form under a contract for who may do `action`. The function returns the values of its template.

    The function gets `Paper` and, by name, what stands in braces in the path; `template` is a path in this package.
    """

    def declared(build: Build) -> Build:
        async def serve(request: Request) -> Response:
            who = await arriving.visitor(request.app.state, request)
            if who is None:
                return RedirectResponse(f"{failing.SIGN_IN}?next={quote(request.url.path, safe='')}", 303)
            return await _serve(request, who, action, template, build)

        router.get(f"/c/{{contract_id}}{path}")(serve)
        return build

    return declared


async def _serve(request: Request, who: Visitor, action: str, template: str, build: Build) -> Response:
    state = request.app.state
    wanted = {name: str(value) for name, value in request.path_params.items()}
    contract = {one.id: one for one in await arriving.contracts(state, who)}.get(wanted.pop("contract_id"))
    if contract is None or not who.may(action, contract.id):
        under = contract.id if contract else "none"
        await seam.refused(state, who, "forbidden", under, request.url.path, address_of(request))
        return _page(who.language, "shell/templates/refused.html", 403, sentence=words.say(who.language, "forbidden"))
    if not all(arriving.ID.fullmatch(value) for value in wanted.values()):
        return _page(who.language, "shell/templates/refused.html", 404, sentence=words.say(who.language, "not_found"))
    remote = arriving.remote_of(state, who, contract.id, address_of(request))
    sheet = Paper(who, contract, remote, dict(request.query_params), state)
    try:
        values = await build(sheet, **wanted)
    except SessionEnded:
        return RedirectResponse(failing.SIGN_IN, 303)
    except Exception as failure:  # noqa: BLE001 - every failure becomes a sentence
        status, sentence = _sentence(sheet, failure)
        return _page(who.language, "shell/templates/refused.html", status, sentence=sentence)
    return _page(who.language, template, 200, contract=contract, **values)


def _sentence(sheet: Paper, failure: Exception) -> tuple[int, str]:
    if isinstance(failure, Refusal):
        return failure.status, failure.sentence
    if isinstance(failure, Away):
        return 503, sheet.say("away", service=sheet.say(f"service.{failure.service}"))
    reference = new_id()[-8:]
    log.error("page_failed", reference=reference, page="paper", exc_info=failure)
    return 500, sheet.say("failed", reference=reference)


def _page(language: Language, template: str, status: int, **values: Any) -> HTMLResponse:
    zone = values["contract"].zone if "contract" in values else "UTC"
    content = (
        _environment()
        .get_template(template)
        .render(
            say=partial(words.say, language),
            language=language,
            label=lambda value: shown.label(value, language),
            day=lambda value: shown.day(value, language),
            moment=lambda value: shown.moment(shown.local(value, zone), language),
            style=_style(),
            **values,
        )
    )
    headers = {"Content-Security-Policy": POLICY, "Referrer-Policy": "same-origin", "Cache-Control": "no-store"}
    return HTMLResponse(content, status, headers=headers)


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(PACKAGE), autoescape=True, undefined=StrictUndefined, trim_blocks=True)


@cache
def _style() -> str:
    """Named by its content, so that a browser may keep it."""
    return f"/static/{STYLE}?{sha256((PACKAGE / 'static' / STYLE).read_bytes()).hexdigest()[:12]}"
