"""Forms, and the buttons that carry something out. One idempotency key for each form: sent twice, done once."""

import dataclasses
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement
from nicegui.events import GenericEventArguments

from console.remote import Away, Refusal
from console.shell.failing import sentence_of, tell
from console.shell.here import Here
from console.shell.html import box, text
from console.visitor import SessionEnded

Json = dict[str, Any]
Done = Callable[[Json], Awaitable[None] | None]


@dataclass(frozen=True)
class Standing:
    """How something stands now that somebody else changed it: its version, and what shows it."""

    etag: str | None
    show: Callable[[], object]


Again = Callable[[], Awaitable[Standing]]


@dataclass(frozen=True)
class Field:
    """One field of a request's body.

    `options` are (value, words) of a choice; `lines` are several values, one a line; a `file` is its text.
    """

    name: str
    kind: Literal["line", "long", "lines", "choice", "many", "check", "number", "money", "moment", "day", "file"] = "line"
    title: str = ""
    required: bool = False
    value: Any = None
    options: Sequence[tuple[str, str]] = ()
    most: int = 200
    low: int | None = None
    high: int | None = None
    help: str = ""
    by: str = ""
    """The choice that this field follows; `cases` says for each of its values what differs: low, high, options, help (words)."""
    cases: Mapping[str, Mapping[str, Any]] = dataclasses.field(default_factory=dict)
    times: str = ""
    """The number field that multiplies `low` and `high`. Where both are the same, the value is theirs."""

    def read(self, given: Any, zone: str) -> Any:
        """What the body gets for what was typed; None where nothing was. ValueError for what is no such value."""
        if given is None or given in ("", []):
            return None
        match self.kind:
            case "number":
                return int(given)
            case "money":
                return {"amount": f"{Decimal(str(given)):.2f}", "currency": "CNY"}
            case "moment":
                return datetime.fromisoformat(str(given)).replace(tzinfo=ZoneInfo(zone)).isoformat()
            case "check":
                return bool(given)
            case "many":
                return [str(one) for one in given]
            case "lines":
                return [line.strip() for line in str(given).splitlines() if line.strip()] or None
            case "line" | "long" | "choice" | "day" | "file":
                return str(given).strip() or None


class Fields(ui.element, component=Path(__file__).parent / "vue" / "form.js"):
    """The form in the browser; see `form.js`."""


class Form:
    """Sends its fields to a service's route and calls `done` with the answer.

    `shape` makes the body that the route takes of the fields. What the service refuses is shown as its sentence, at the
    field it is about where it names one. `etag` guards against overwriting what somebody changed meanwhile: `again` then
    tells how it stands now, which is shown above what was typed; sent again, the form speaks of that. The cursor goes to
    its first field in a dialog (one to `leave`), and elsewhere if it is what one comes for (`start`).
    """

    def __init__(  # noqa: PLR0913 - each is a part of what a form is
        self,
        here: Here,
        service: str,
        path: str,
        fields: Sequence[Field],
        done: Done,
        *,
        fixed: Mapping[str, Any] | None = None,
        shape: Callable[[Json], Json] | None = None,
        etag: str | None = None,
        leave: Callable[[], object] | None = None,
        again: Again | None = None,
        send: str = "send",
        start: bool = False,
    ) -> None:
        self._here, self._service, self._path, self._fields = here, service, path, fields
        self._done, self._fixed, self._etag, self._again = done, dict(fixed or {}), etag, again
        self._shape = shape
        self._key = here.key()
        self._now = box("div", "wb-now")
        self._element = Fields()
        words = {"send": here.say(send), "required": here.say("required"), "cancel": here.say("cancel") if leave else ""}
        words["range"] = here.say("number.range", low="{low}", high="{high}")
        self._element.props.update(
            fields=[self._shown(one) for one in fields],
            mistakes={},
            problem="",
            busy=False,
            words=words,
            start=start or bool(leave),
        )
        self._element.on("send", self._send)
        if leave:
            self._element.on("leave", lambda _: leave())

    def _shown(self, one: Field) -> Json:
        return {
            "name": one.name,
            "kind": one.kind,
            "title": self._here.say(one.title or f"field.{one.name}"),
            "required": one.required,
            "value": one.value,
            "options": list(one.options),
            "most": one.most,
            "low": one.low,
            "high": one.high,
            "help": self._here.say(one.help) if one.help else "",
            "by": one.by,
            "cases": {value: dict(case) for value, case in one.cases.items()},
            "times": one.times,
        }

    async def _send(self, event: GenericEventArguments) -> None:
        given = event.args if isinstance(event.args, dict) else {}
        body, mistakes = self._body(given)
        if mistakes:
            self._stand("", mistakes)
            return
        self._element.props["busy"] = True
        try:
            sent = self._shape(body) if self._shape else body
            answer = await self._here.remote.do(self._service, self._path, sent, key=self._key, etag=self._etag)
        except Refusal as refusal:
            # Refused is not done: what is sent next is another request.
            self._key = self._here.key()
            if refusal.conflict and self._again is not None:
                await self._look_again(self._again)
            else:
                self._stand(sentence_of(self._here, refusal), refusal.fields)
        except Away as away:
            # The key stays: sent again, it is done once, whatever had become of this one.
            self._stand(self._here.say("away.act", service=self._here.service(away.service)), {})
        except SessionEnded as ended:
            tell(self._here, ended)
        except Exception as failure:  # noqa: BLE001 - every failure becomes a sentence
            self._stand(sentence_of(self._here, failure), {})
        else:
            self._stand("", {})
            awaited = self._done(answer)
            if awaited is not None:
                await awaited

    async def _look_again(self, again: Again) -> None:
        """Somebody was quicker. What was typed stays; what it is about is shown as it stands now."""
        try:
            standing = await again()
        except Exception as failure:  # noqa: BLE001 - every failure becomes a sentence
            self._stand(sentence_of(self._here, failure), {})
            return
        self._stand(self._here.say("conflict"), {})
        if self._now.is_deleted:
            return
        self._etag = standing.etag
        self._now.clear()
        with self._now:
            standing.show()

    def _body(self, given: Mapping[str, Any]) -> tuple[Json, dict[str, str]]:
        body, mistakes = dict(self._fixed), {}
        for one in self._fields:
            try:
                value = one.read(given.get(one.name), self._here.contract.zone)
            except (ValueError, TypeError, InvalidOperation):
                mistakes[one.name] = self._here.say("moment.wrong" if one.kind == "moment" else "number.wrong")
                continue
            if value is not None:
                body[one.name] = value
            elif one.required:
                mistakes[one.name] = self._here.say("required")
        return body, mistakes

    def _stand(self, problem: str, mistakes: Mapping[str, str]) -> None:
        if self._element.is_deleted:
            return
        self._element.props.update(problem=problem, mistakes=dict(mistakes), busy=False)
        self._element.update()


def act(  # noqa: PLR0913 - each is a part of what a button does
    here: Here,
    words: str,
    action: str,
    service: str,
    path: str,
    done: Done,
    *,
    fields: Sequence[Field] = (),
    fixed: Mapping[str, Any] | None = None,
    shape: Callable[[Json], Json] | None = None,
    etag: str | None = None,
    again: Again | None = None,
    main: bool = False,
) -> TextElement | None:
    """A button for one decision, shown to those who may take it: it asks for its fields, or for a yes, in a dialog."""
    if not here.may(action):
        return None

    def opened() -> None:
        # Outside the button's place: what is read again meanwhile may rebuild that, not what somebody is filling in.
        with here.client.content, ui.dialog(value=True) as dialog, box("div", "wb-dialog"):
            dialog.props["aria-label"] = here.say(words)

            def close_then(answer: Json) -> Awaitable[None] | None:
                dialog.close()
                ui.notify(here.say("done"), type="positive")
                return done(answer)

            text("h2", here.say(words))
            Form(
                *(here, service, path, fields, close_then),
                fixed=fixed,
                shape=shape,
                etag=etag,
                leave=dialog.close,
                again=again,
                send=words,
            )
        dialog.on("hide", dialog.delete)

    button = text("button", here.say(words), "wb-button is-main" if main else "wb-button")
    button.props.update({"type": "button", "aria-haspopup": "dialog"})
    button.on("click", opened)
    here.hand.offer(button.id, opened)
    return button
