"""What is shown once: a password or a secret that nobody can read again."""

from collections.abc import Callable, Iterable

from nicegui import ui

from console.shell.here import Here
from console.shell.html import box, text


def once(here: Here, title: str, lines: Iterable[tuple[str, str]], then: Callable[[], object] | None = None) -> None:
    """A dialog with what must be written down now: (name, secret). It goes by its button only; `then` is called after it."""
    with here.client.content, ui.dialog(value=True).props("persistent") as dialog, box("div", "wb-dialog"):
        dialog.props["aria-label"] = here.say(title)
        text("h2", here.say(title))
        with box("dl", "wb-facts"):
            for name, secret in lines:
                text("dt", name)
                text("dd", secret, "wb-mono wb-secret")

        def closed() -> None:
            dialog.close()
            if then:
                then()

        text("button", here.say("once.noted"), "wb-button is-main").props("type=button").on("click", closed)
    dialog.on("hide", dialog.delete)
