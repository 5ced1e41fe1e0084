"""NATS: the connection, the streams, pulling and the doorbell. It carries; nothing is lost without it."""

import sys


def _load_without_websockets() -> None:
    """Loads nats-py as where aiohttp is not installed, which it takes for `ws://` addresses alone.

    The console's pages brought aiohttp into the environment; to load it is an eighth of the start of every other service.
    """
    if "aiohttp" in sys.modules or "nats" in sys.modules:
        return
    sys.modules["aiohttp"] = None  # type: ignore[assignment]  # the import system's word for "not to be found"
    try:
        import nats.aio.client  # noqa: F401, PLC0415
    finally:
        del sys.modules["aiohttp"]


_load_without_websockets()
