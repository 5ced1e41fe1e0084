"""Rows `console.*`: pages in a real browser, the wall, and a hundred clients, all on one system with its sample."""

from collections.abc import Sequence

from bench.console_clients import clients
from bench.console_house import House, chromium, house, missing_browser
from bench.console_pages import cold, warm
from bench.console_wall import VIEWER, idle, wall
from bench.figures import Figure
from browser.tour import stops

NEEDS_A_BROWSER = ("console.page.cold", "console.page.warm", "console.idle", "console.wall")


async def console(wanted: Sequence[str]) -> list[Figure]:
    """Without a browser the rows that need one say so, and the others are measured."""
    looked_at = [name for name in NEEDS_A_BROWSER if name in wanted]
    figures: list[Figure] = []
    with house() as home:
        if looked_at:
            missing = await missing_browser()
            figures += [unseen(name, missing) for name in looked_at] if missing else await _in_chromium(home, looked_at)
        if "console.clients" in wanted:
            figures.append(await clients(home))
    return figures


async def _in_chromium(home: House, wanted: Sequence[str]) -> list[Figure]:
    figures = []
    cookies = {login: await home.sign_in(login) for login in sorted({stop.login for stop in stops()} | {VIEWER})}
    async with chromium() as browser:
        if "console.page.cold" in wanted:
            figures.append(await cold(home, browser, cookies))
        if "console.page.warm" in wanted:
            figures.append(await warm(home, browser, cookies))
        if "console.idle" in wanted:
            figures.append(await idle(home, browser, cookies[VIEWER]))
        if "console.wall" in wanted:
            figures.append(await wall(home, browser, cookies[VIEWER]))
    return figures


def unseen(name: str, why: str) -> Figure:
    """The row of something that could not be measured here."""
    return Figure(name, None, "", note=f"NOT MEASURED: {why}")
