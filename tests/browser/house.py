"""One whole system with its sample and its console, for all stories of a run; and who signs in there."""

import asyncio
import tempfile
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx

from watchbill.activation import activate, shipped
from watchbill.instance import Instance
from watchbill.place import CONSOLE, Place, Ports
from watchbill.sample import start_with_sample
from watchbill.up.accounts import Accounts, first_accounts
from watchbill.words import Say

T = TypeVar("T")
Json = dict[str, Any]

PATIENCE_SECONDS = 900


class House:
    """Runs an instance on a loop of its own, because playwright's stories are plain functions."""

    def __init__(self, data: Path) -> None:
        place = Place(data, data, Place.chosen().account)
        self._instance = Instance(place, Ports.free(), console=True, say=self._heard)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="house", daemon=True)
        self._said: list[str] = []
        self._accounts: Accounts | None = None

    @classmethod
    @contextmanager
    def of_its_own(cls) -> Iterator["House"]:
        """One in a new folder, up until the end of the block."""
        with tempfile.TemporaryDirectory(prefix="watchbill-") as folder:
            Path(folder).chmod(0o711)  # the database's user passes through
            house = cls(Path(folder))
            try:
                house.start()
                yield house
            finally:
                house.stop()

    @property
    def address(self) -> str:
        """Where the console is."""
        return self._instance.url(CONSOLE)

    def start(self) -> None:
        """Returns when people can sign in. The sample is played first, which takes a while."""
        self._thread.start()
        self.run(self._started())

    def stop(self) -> None:
        """Ends everything."""
        self.run(self._instance.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)
        self._loop.close()

    def password(self, login: str) -> str:
        """The password of one of the sample's accounts."""
        assert self._accounts is not None
        return next(one.password for one in self._accounts.sample if one.login == login)

    def get(self, service: str, path: str) -> Any:
        """What stands in a service now, beside everything that pages show of it: read as an auditor of the sample."""
        token = self._instance.token("auditor", contract="sample")
        answer = httpx.get(self._instance.url(service) + path, headers={"Authorization": f"Bearer {token}"}, timeout=20)
        return answer.raise_for_status().json()

    def post(self, service: str, path: str, role: str, body: Json, *, contract: str = "sample") -> Json:
        """What a service answers to somebody of this role under a contract who asks it for something, beside every page."""
        headers = {"Authorization": f"Bearer {self._instance.token(role, contract=contract)}"}
        answer = httpx.post(self._instance.url(service) + path, json=body, headers=headers, timeout=20)
        return dict(answer.raise_for_status().json())

    def database(self, service: str) -> str:
        """Where a service keeps its ledger, as the service itself may use it: to lay something before it as it would be."""
        return self._instance.addresses().application(service)

    def activate(self, contract: str) -> None:
        """Brings the shipped contract into force, as a first start does; it is there when every service knows it."""
        url, signed = self._instance.url("billing"), self._instance.token("admin")
        self.run(activate(url, signed, contract, shipped()))

    def newcomer(self, login: str, role: str, contract: str) -> str:
        """An account with this role under this contract, made as an administrator makes it; its one-time password."""
        body = {"login": login, "name": login, "grants": [{"contract": contract, "roles": [role]}]}
        return str(self.post(CONSOLE, "/v1/accounts", "admin", body, contract="*")["one_time_password"])

    def take_down(self, service: str) -> None:
        """Stops a service, as for maintenance."""
        self.run(self._instance.child(service).stop())

    def bring_back(self, service: str) -> None:
        """Starts it again; returns when it answers."""
        self.run(self._instance.child(service).start())

    def run(self, work: "Coroutine[Any, Any, T]") -> T:
        """Does something on the instance's loop."""
        future: Future[T] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return future.result(PATIENCE_SECONDS)

    async def _started(self) -> None:
        await self._instance.start_servers()
        await start_with_sample(self._instance, self._heard)
        await self._instance.start_console()
        self._accounts = await first_accounts(self._instance)

    def _heard(self, sentence: Say) -> None:
        self._said.append(str(sentence))
