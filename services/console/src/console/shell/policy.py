"""What a page may load and run.

Vue compiles its templates in the browser, hence `unsafe-eval`. Scripts that stand in the page run only with the word that
was made for this answer: NiceGUI's template gets it where its own scripts begin, before anything of people is put in.
"""

import re
import secrets
from collections.abc import Callable

from jinja2 import BaseLoader, Environment
from nicegui import client
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

WORD = "watchbill_nonce"
CONTENT = (
    "default-src 'none'; script-src 'self' 'nonce-{word}' 'unsafe-eval'; script-src-attr 'none'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_SCRIPT = re.compile(r"<script(?=[\s>])")


class Policy:
    """ASGI middleware around NiceGUI's pages: a word for each answer, and the policy that names it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        word = scope[WORD] = secrets.token_urlsafe(18)

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers["Content-Security-Policy"] = CONTENT.format(word=word)
                    headers["Cache-Control"] = "no-store"
                    headers["Referrer-Policy"] = "same-origin"  # our forms say where they come from
            await send(message)

        await self._app(scope, receive, sent if scope["type"] == "http" else send)


class _Named(BaseLoader):
    """NiceGUI's templates with the word at each of their scripts."""

    def __init__(self, inner: BaseLoader) -> None:
        self._inner = inner

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        source, name, fresh = self._inner.get_source(environment, template)
        return _SCRIPT.sub(f'<script nonce="{{{{ request.scope.{WORD} }}}}"', source), name, fresh


def name_scripts() -> None:
    """Gives NiceGUI's own scripts the word. Once in a process."""
    environment = client.templates.env
    assert environment.loader is not None  # noqa: S101 - it has a folder of templates
    environment.loader = _Named(environment.loader)
