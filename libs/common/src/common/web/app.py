"""The app of a service: `app = create_app(SERVICE)` in its `main.py`."""

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline

from common.service import Service
from common.settings import Settings


def create_app(service: Service, settings: Settings | None = None) -> FastAPI:
    """Wires a service: its routes, the kernel's routes, docs, problems, sign-in.

    Raises `WiringError` when a route has no action, an unknown one, or a problem without a sentence.
    """
    app = FastAPIOffline(title=f"Watchbill {service.name}", redoc_url=None, telemetry={"tracing": False})
    for router in service.routers:
        app.include_router(router)
    app.state.settings = settings or Settings()
    return app
