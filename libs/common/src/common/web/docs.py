"""Documentation pages that need nothing from outside: /asyncapi here, /docs by fastapi-offline."""

from collections.abc import Mapping
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from common.service import Service
from common.web.asyncapi import document
from common.web.permissions import PUBLIC

VIEWER = Path(str(getattr(find_spec("asyncapi_viewer"), "origin", ""))).with_name("static")
"""Only its files are wanted: importing it would load what it serves them with."""

_PAGE = """<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title} events</title>
<link rel="stylesheet" href="static-asyncapi/asyncapi-theme.css">
<script src="static-asyncapi/asyncapi-viewer.iife.js"></script></head>
<body style="margin:0"><asyncapi-viewer src="asyncapi.json"></asyncapi-viewer></body>
</html>
"""


def mount_docs(app: FastAPI, service: Service) -> None:
    """Adds /asyncapi (a page) and /asyncapi.json."""
    described = cache(partial(document, service))  # made when first asked for: it is a tenth of a start
    router = APIRouter(include_in_schema=False)

    @router.get("/asyncapi", openapi_extra=PUBLIC, response_class=HTMLResponse)
    async def asyncapi_page() -> HTMLResponse:
        """Shows what this service tells and hears."""
        return HTMLResponse(_PAGE.format(title=f"Watchbill {service.name}"))

    @router.get("/asyncapi.json", openapi_extra=PUBLIC)
    async def asyncapi_document() -> Mapping[str, Any]:
        """The same, for programs: AsyncAPI 3.0."""
        return described()

    app.include_router(router)
    app.mount("/static-asyncapi", StaticFiles(directory=VIEWER), name="static-asyncapi")
