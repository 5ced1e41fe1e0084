"""Light or dark: as the frame's script last kept it of this browser, and as its system prefers until there is such a word."""

from collections.abc import Mapping

DARK = "watchbill_dark"
STYLE = "dark.css"


def is_dark(cookies: Mapping[str, str]) -> bool | None:
    """What is known of this browser; None: nothing yet."""
    return {"1": True, "0": False}.get(cookies.get(DARK, ""))


def media(*, dark: bool | None) -> str:
    """When a page's link to `STYLE` holds. No script is asked, so that nothing is light first."""
    return "(prefers-color-scheme: dark)" if dark is None else "all" if dark else "not all"
