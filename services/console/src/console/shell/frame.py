"""What stands around every page: the bar with contract, clock and person, and the navigation by role."""

from nicegui import ui
from nicegui.element import Element

from console import visitor as seam
from console.shell import still
from console.shell.here import Here
from console.shell.html import box, link, text
from console.shell.registry import Card, listed
from console.shell.still import Still


def framed(here: Here, card: Card) -> Element:
    """Builds the frame and returns the place for the page."""
    with box("div", "wb-frame").props(f"lang={'en' if here.language == 'en' else 'zh-CN'}"):
        _skip(here)
        _bar(here)
        _navigation(here, card)
        main = box("main", "wb-main")
        main.props["id"] = "content"
        main.props["tabindex"] = "-1"
    return main


def refused(here: Here, sentence: str = "forbidden") -> None:
    """The page of somebody who may not see this one, or who asks for what is not there."""
    with framed(here, Card("", "", "", "", listed=False, bare=False)):
        text("p", here.say(sentence), "wb-notice is-alone")


def _skip(here: Here) -> None:
    text("a", here.say("skip"), "wb-skip").props["href"] = "#content"


def _bar(here: Here) -> None:
    with box("header", "wb-bar"):
        menu = text("button", "☰", "wb-menu")
        menu.props.update({"type": "button", "aria-label": here.say("menu"), "data-menu": ""})
        menu.props.update({"aria-controls": "navigation", "aria-expanded": "false"})
        link(here.say("product"), here.link("/"), "wb-product")
        _contracts(here)
        if here.contract.sample:
            text("span", here.say("sample"), "wb-sample").props["title"] = here.say("sample.long")
        box("span", "wb-grow")
        clock = text("time", "", "wb-clock")
        clock.props.update({"data-zone": here.contract.zone, "title": f"{here.contract.zone}: {here.say('zone')}"})
        _switches(here)


def _contracts(here: Here) -> None:
    if len(here.contracts) < 2:  # noqa: PLR2004 - nothing to choose
        text("span", here.contract.title(here.language), "wb-contract")
        return
    chooser = box("select", "wb-contract")
    chooser.props.update({"aria-label": here.say("contract"), "data-contract": ""})
    with chooser:
        for one in here.contracts:
            option = text("option", one.title(here.language))
            option.props["value"] = one.id
            if one.id == here.contract.id:
                option.props["selected"] = True


def _switches(here: Here) -> None:
    async def other_language() -> None:
        await seam.speak(here.state, here.visitor, "zh" if here.language == "en" else "en")
        ui.navigate.reload()

    look = text("button", "◐", "wb-icon")
    look.props.update({"type": "button", "aria-label": here.say("look"), "title": here.say("look"), "data-look": ""})
    language = text("button", here.say("language.other"), "wb-icon")
    language.props["type"] = "button"
    language.on("click", other_language)
    text("span", here.visitor.name, "wb-person")
    with box("form", "wb-inline") as leaving:
        leaving.props.update({"method": "post", "action": "/signout"})
        carried = box("input")
        carried.props.update({"type": "hidden", "name": "form", "value": here.form})
        text("button", here.say("sign_out"), "wb-icon").props["type"] = "submit"


def _navigation(here: Here, here_now: Card) -> None:
    Still().draw(lambda: _groups(here, here_now))


def _groups(here: Here, here_now: Card) -> None:
    with still.box("nav", "wb-nav") as navigation:
        navigation.props.update({"id": "navigation", "aria-label": here.say("menu")})
        marked = _entry_of(here_now)
        for group, cards in listed():
            mine = [card for card in cards if not card.action or here.visitor.may(card.action, here.contract.id)]
            if not mine:
                continue
            still.text("h2", here.say(f"group.{group}"))
            with still.box("ul"):
                for card in mine:
                    with still.box("li"):
                        entry = still.link(here.say(card.title), here.link(card.path))
                        if card.path == marked:
                            entry.props["aria-current"] = "page" if card.path == here_now.path else "true"


def _entry_of(now: Card) -> str:
    """The entry that leads to this page: its own, or that of the list which it is one thing of."""
    paths = [card.path for _, cards in listed() for card in cards]
    return max((path for path in paths if now.path == path or now.path.startswith(f"{path}/")), key=len, default="")
