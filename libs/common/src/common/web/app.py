"""The app of a service: `app = create_app(SERVICE)` in its `main.py`."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline

from common import garbage, logs
from common.runtime import running
from common.service import Service
from common.settings import Settings, SettingsError, from_environment
from common.web import kernel_routes
from common.web.csv_export import CsvExport
from common.web.docs import mount_docs
from common.web.edge import Edge
from common.web.keyring import KeyRing
from common.web.metrics import Metrics
from common.web.openapi import describe
from common.web.problems import install
from common.web.sample import SampleMark
from common.web.wiring import check_wiring

VERSION = "0.1.0"

_DESCRIPTION = """\
Every answer that is not a success is a problem document (RFC 9457) with a stable `code`.
Sign in with *Authorize*: paste a token of `watchbill token`, or of your sign-in service.
"""


def create_app(service: Service, settings: Settings | None = None) -> FastAPI:
    """Wires a service: its routes, the kernel's routes, docs, problems, sign-in.

    Raises `WiringError` when a route has no action, an unknown one, or a problem without a sentence. Nothing is
    connected before the lifespan begins. With `settings` given (tests), the process's logging is left alone.
    """
    chosen, mistake = _chosen(settings)
    metrics = Metrics(service)
    app: FastAPI = FastAPIOffline(
        title=f"Watchbill {service.name}",
        version=VERSION,
        description=_DESCRIPTION,
        contact={"name": "Watchbill"},
        redoc_url=None,
        telemetry={"tracing": chosen.telemetry, "metrics": chosen.telemetry, "logs": chosen.telemetry},
        lifespan=_lifespan(service, chosen, mistake, own_process=settings is None),
        swagger_ui_parameters={"persistAuthorization": True, "displayRequestDuration": True},
    )
    app.state.service, app.state.settings, app.state.metrics = service, chosen, metrics
    app.state.share = chosen.share
    install(app, service)
    for router in (*service.routers, *kernel_routes.ROUTERS):
        app.router.routes.extend(router.routes)  # whole already: to include a router makes every route of it a second time
    mount_docs(app, service)
    check_wiring(app, service)
    app.openapi = partial(describe, app)  # type: ignore[method-assign]  # the way FastAPI documents to extend it
    app.add_middleware(SampleMark)
    app.add_middleware(CsvExport)
    app.add_middleware(Edge, metrics=metrics, max_body_bytes=chosen.max_body_bytes)
    return app


def _chosen(settings: Settings | None) -> tuple[Settings, SettingsError | None]:
    """The settings, and what is wrong with the environment's: told when the service starts, not when it is imported."""
    try:
        return settings or from_environment(), None
    except SettingsError as mistake:
        return Settings.model_construct(), mistake


def _lifespan(
    service: Service, settings: Settings, mistake: SettingsError | None, *, own_process: bool
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if own_process:
            logs.configure(service.name, settings)
        if mistake is not None:
            raise mistake
        settings.demand("database_url", "jwks")
        app.state.keyring = KeyRing(settings)
        await app.state.keyring.open()
        async with running(service, settings) as runtime:
            app.state.runtime = runtime
            if own_process:
                garbage.settle()
            yield

    return lifespan
