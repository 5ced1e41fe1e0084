"""A part of a page that reads from a service: greyed while the service is away, read again when something happened."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Any

from console.live import Hint
from console.remote import Away, Refusal
from console.shell.failing import sentence_of, tell
from console.shell.here import Here
from console.shell.html import box, text
from console.shell.still import Still
from console.visitor import SessionEnded

RETRY_SECONDS = 3.0

Load = Callable[[], Awaitable[Any]]
Show = Callable[[Any], object]


class Panel:
    """Loads at once, shows, and keeps what it shows up to date until the page is closed.

    `services` are those it reads from; their events whose names begin with one of `types` make it read again, and all that
    they keep to themselves, unless `exact` says that the types name that too.
    `load` asks, `show` builds: `show` is called inside the panel, which was emptied before unless it `keeps`. It is not
    called for what is shown already on this day, nor while a button or link is pressed (`shell/hand.py`), so that nothing
    disappears under somebody's hand because of a change elsewhere.
    Where it builds with `shell/still.py` alone, the panel is `still`: one element, however much it shows. One that is
    `prompt` reads at every beat, however long things keep happening (`live.py`).
    """

    def __init__(  # noqa: PLR0913 - each is a part of what a panel is
        self,
        here: Here,
        title: str,
        load: Load,
        show: Show,
        *,
        services: tuple[str, ...] = (),
        types: tuple[str, ...] = (),
        classes: str = "",
        keeps: bool = False,
        still: bool = False,
        exact: bool = False,
        prompt: bool = False,
    ) -> None:
        self._here = here
        self._keeps = keeps
        self._load = load
        self._show = show
        self._again: asyncio.Task[None] | None = None
        self._shown: tuple[date, Any] | None = None
        self._turn = asyncio.Lock()
        with box("section", f"wb-panel {classes}") as self.section:
            if title:
                with box("header"):
                    text("h2", here.say(title))
            self._notice = text("p", here.say("loading"), "wb-notice")
            self._notice.props["role"] = "status"
            self.body = box("div", "wb-body")
        self._still: Still | None = None
        if still:
            with self.body:
                self._still = Still()
        here.pending.append(asyncio.create_task(self.refresh(), name=f"panel {title}"))
        if services:
            stop = here.live.listen(here.contract.id, services, types, self._hear, exact=exact, prompt=prompt)
            here.client.on_delete(lambda _: stop())

    async def refresh(self) -> None:
        """Reads and shows again. A refusal is shown as its sentence; what goes wrong otherwise, too."""
        async with self._turn:
            try:
                data = await self._load()
            except Away as away:
                self._stand("is-away", sentence_of(self._here, away))
                self._retry()
                return
            except SessionEnded as ended:
                tell(self._here, ended)
                return
            except Exception as failure:  # noqa: BLE001 - every failure becomes a sentence
                self._stand("is-refused" if isinstance(failure, Refusal) else "is-failed", sentence_of(self._here, failure))
                return
            await self._here.hand.off()
            if not self._here.client.is_deleted:
                self._fill(data)

    def _fill(self, data: Any) -> None:
        self._stand("", "")
        seen = (self._here.contract.today, data)
        if not self._keeps and data is not None and seen == self._shown:
            return
        self._shown = None
        try:
            self._build(data)
            self._shown = seen
        except Exception as failure:  # noqa: BLE001 - a row that nobody expected must not take the page along
            self._stand("is-failed", sentence_of(self._here, failure))

    def _build(self, data: Any) -> None:
        if self._still is not None:
            self._still.draw(lambda: self._show(data))
            return
        if not self._keeps:
            self.body.clear()
        with self.body:
            self._show(data)

    def _stand(self, condition: str, sentence: str) -> None:
        if self._here.client.is_deleted:
            return
        self.section.classes(add=condition, remove="is-away is-refused is-failed")
        self._notice.set_text(sentence)
        self._notice.classes(add="" if sentence else "wb-gone", remove="wb-gone" if sentence else "")

    def _retry(self) -> None:
        async def later() -> None:
            await asyncio.sleep(RETRY_SECONDS)
            if not self._here.client.is_deleted:
                await self.refresh()

        self._again = asyncio.create_task(later(), name="panel comes back")

    async def _hear(self, _hints: Sequence[Hint]) -> None:
        if not self._here.client.is_deleted:
            await self.refresh()
