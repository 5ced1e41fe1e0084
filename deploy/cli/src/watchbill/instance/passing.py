"""An instance that lives only for a while."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from common.servers.program import unprivileged
from watchbill.instance import Instance
from watchbill.instance.folder import passing_folder
from watchbill.place import Place, Ports
from watchbill.words import Say


@asynccontextmanager
async def passing_instance(what: str, say: Callable[[Say], object]) -> AsyncIterator[Instance]:
    """Running on free ports and virtual time, in a folder named after what it is for, which goes away afterwards."""
    with passing_folder(what) as folder:
        instance = Instance(Place(folder, folder, unprivileged()), Ports.free(), clock="virtual", say=say)
        try:
            await instance.start()
            yield instance
        finally:
            await instance.stop()
