"""One thing on its page: how it stands, and what may be decided about it as it stands."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from nicegui.element import Element

from console.remote import Shown
from console.shell.form import Done, Field, Json, Standing, act
from console.shell.here import Here
from console.shell.panel import Panel
from console.shell.parts import Fact, differing, facts

Load = Callable[[], Awaitable[Any]]
Told = tuple[Mapping[str, Any], Sequence[Fact]]


class Offer:
    """Makes a button for a decision, shown to those who may take it; the thing is read again when it was taken."""

    def __init__(self, thing: "Thing", found: Any) -> None:
        self._thing = thing
        self._found = found

    def __call__(  # noqa: PLR0913 - each is a part of what a decision is
        self,
        words: str,
        action: str,
        verb: str = "",
        *fields: Field,
        main: bool = False,
        to: str = "",
        fixed: Mapping[str, Any] | None = None,
        shape: Callable[[Json], Json] | None = None,
        etag: bool = True,
        done: Done | None = None,
    ) -> None:
        """Asks the route `verb` below the thing's own (its own without one), or that of another thing (`to`).

        `fixed` and `shape` are a form's; `etag` says that the thing must stand as it was shown; `done` is called with the
        answer in place of reading again.
        """
        thing = self._thing
        route = to or (f"{thing.path}/{verb}" if verb else thing.path)
        act(
            thing.here,
            words,
            action,
            thing.service,
            route,
            done or thing.done,
            fields=fields,
            fixed=fixed,
            shape=shape,
            etag=_version(self._found) if etag else None,
            again=partial(thing.again, self._found, guarded=etag),
            main=main,
        )


class Thing:
    """Shows what stands at a service's `path`, keeps it up to date, and offers what may be decided about it.

    `load` reads it: `Shown`, or a tuple that begins with it; the service's answer at `path` unless said otherwise.
    `names` are fields that say who did something: `<field>_name` is what to call them. `tell` names the facts, or makes
    them of what was read; `above` and `more` show what stands above and below them; `decide` fills `buttons`, which was
    emptied before. These three are called with what was read and an `Offer`.
    """

    def __init__(  # noqa: PLR0913 - each is a part of what a thing is
        self,
        here: Here,
        service: str,
        path: str,
        buttons: Element,
        tell: Callable[[Any], Told] | tuple[Fact, ...],
        decide: Callable[[Any, Offer], object],
        *,
        above: Callable[[Any, Offer], object] | None = None,
        more: Callable[[Any, Offer], object] | None = None,
        load: Load | None = None,
        title: str = "",
        types: tuple[str, ...] = (),
        names: Sequence[str] = (),
    ) -> None:
        self.here, self.service, self.path, self._buttons = here, service, path, buttons
        self._tell = partial(_as_it_stands, tell) if isinstance(tell, tuple) else tell
        self._above, self._more, self._decide = above, more, decide
        self._read: Load = load or partial(here.remote.show, service, path)
        self._names = names
        self._panel = Panel(here, title, self._load, self._show, services=(service,), types=types)

    async def _load(self) -> Any:
        found = await self._read()
        if not self._names:
            return found
        shown = _shown(found)
        named = replace(shown, body=(await self.here.named([shown.body], self._names))[0])
        return (named, *found[1:]) if isinstance(found, tuple) else named

    async def refresh(self) -> None:
        """Reads and shows it again."""
        await self._panel.refresh()

    def _show(self, found: Any) -> None:
        row, wanted = self._tell(found)
        offer = Offer(self, found)
        if self._above:
            self._above(found, offer)
        facts(self.here, row, wanted)
        if self._more:
            self._more(found, offer)
        self._buttons.clear()
        with self._buttons:
            self._decide(found, offer)

    async def done(self, _answer: Json) -> None:
        """Reads and shows it again after a decision."""
        await self.refresh()

    async def again(self, before: Any, *, guarded: bool) -> Standing:
        """What differs from what the person saw; all of it where none of the facts does."""
        now = await self._load()
        await self.refresh()
        (was, _), (row, wanted) = self._tell(before), self._tell(now)
        changed = differing(self.here, was, row, wanted) or wanted
        return Standing(_version(now) if guarded else None, partial(facts, self.here, row, changed))


def _as_it_stands(wanted: Sequence[Fact], found: Any) -> Told:
    return _shown(found).body, wanted


def _version(found: Any) -> str | None:
    return _shown(found).etag


def _shown(found: Any) -> Shown:
    shown: Shown = found[0] if isinstance(found, tuple) else found
    return shown
