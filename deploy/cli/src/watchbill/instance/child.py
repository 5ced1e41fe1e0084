"""A child process that is started, waited for, kept up and ended."""

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from common.servers.program import Program
from watchbill.words import Say, Stop

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 10.0
STEADY_SECONDS = 20.0
POLL_SECONDS = 0.03
LARGEST_LOG = 10_000_000


class Child:
    """One program under supervision. `prepare` runs before each start, `ready` says when it takes work."""

    def __init__(
        self,
        program: Callable[[], Program],
        ready: Callable[[], bool],
        say: Callable[[Say], object],
        *,
        prepare: Callable[[], object] = lambda: None,
        patience: float = 40,
    ) -> None:
        self._program = program()
        self._ready = ready
        self._say = say
        self._prepare = prepare
        self._patience = patience
        self._process: asyncio.subprocess.Process | None = None
        self._keeper: asyncio.Task[None] | None = None

    @property
    def name(self) -> str:
        """`postgres`, `nats` or a service's name."""
        return self._program.name

    @property
    def pid(self) -> int | None:
        """Its process, or None while there is none."""
        return self._process.pid if self._process and self._process.returncode is None else None

    async def start(self) -> None:
        """Returns when it is ready; a `Stop` with its last words when it ends or takes too long. Keeps it up from then on."""
        await self._launch()
        try:
            await self._wait_ready()
        except TimeoutError:
            raise Stop(
                f"{self.name} 未能启动: {self._program.last_words()}",
                f"{self.name} did not start: {self._program.last_words()}",
            ) from None
        self._keeper = asyncio.create_task(self._keep_up(), name=f"keep {self.name}")

    async def stop(self, seconds: float = 15) -> None:
        """Asks it to end; kills it when it does not within `seconds`."""
        if self._keeper:
            self._keeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeper
            self._keeper = None
        await self._end(seconds)

    def kill(self) -> None:
        """Ends it at once, with everything it started. Supervision starts it again unless it was stopped."""
        if self.pid is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)

    async def restart(self, between: Callable[[], object] = lambda: None) -> None:
        """Ends it, does something while it is down, starts it again."""
        await self.stop()
        between()
        await self.start()

    async def _launch(self) -> None:
        try:
            await asyncio.to_thread(self._prepare)
        except (RuntimeError, OSError) as error:
            raise Stop(f"{self.name} 未能准备: {error}", f"{self.name} could not be prepared: {error}") from error
        log = self._program.log
        _keep_short(log)
        with log.open("ab") as output:
            # Not in a thread: the kernel's death signal is tied to the thread that starts the child.
            self._process = await asyncio.create_subprocess_exec(
                *self._program.command, stdout=output, stderr=asyncio.subprocess.STDOUT, **self._program.options()
            )

    async def _wait_ready(self) -> None:
        """TimeoutError when it ends or is not ready in time."""
        async with asyncio.timeout(self._patience):
            while not await asyncio.to_thread(self._ready):
                if self.pid is None:
                    raise TimeoutError
                await asyncio.sleep(POLL_SECONDS)

    async def _keep_up(self) -> None:
        """Starts it again whenever it ends; the pause doubles while it keeps failing."""
        pause = FIRST_PAUSE
        loop = asyncio.get_running_loop()
        while self._process:
            since = loop.time()
            code = await self._process.wait()
            if loop.time() - since > STEADY_SECONDS:
                pause = FIRST_PAUSE
            self._say(
                Say(
                    f"{self.name} 已结束 ({_how(code)}), {pause:.1f} 秒后重新启动。",
                    f"{self.name} ended ({_how(code)}); starting it again in {pause:.1f} s.",
                )
            )
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            with suppress(TimeoutError, Stop):
                await self._launch()
                await self._wait_ready()
                self._say(Say(f"{self.name} 已恢复。", f"{self.name} is back."))

    async def _end(self, seconds: float) -> None:
        if self._process is None or self._process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            self._process.send_signal(self._program.stop_signal)
        try:
            await asyncio.wait_for(self._process.wait(), seconds)
        except TimeoutError:
            self._say(Say(f"{self.name} 未按时停止, 强制结束。", f"{self.name} did not stop in time and is killed."))
            self.kill()
            await self._process.wait()


def _how(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else str(code)


def _keep_short(log: Path) -> None:
    """One older copy is kept; what a service logs itself is rotated by itself."""
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.rename(log.with_name(f"{log.name}.1"))
