"""Rows `console.page.cold` and `console.page.warm`: from the beginning of a navigation until the page can be worked with.

That is: its socket takes events, no panel is still reading, and the first decision that it offers, if it offers one, has
opened its dialog at a click. Both moments are the browser's own: the navigation's start, and the page's own clock. When
charts are drawn, which come after, is noted beside it.
"""

import asyncio
import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.async_api import Browser, BrowserContext

from bench.console_house import House, context_of
from bench.figures import Figure, percentile
from bench.stage import sized
from browser.tour import Stop, stops

COLD_SECONDS, WARM_SECONDS = 1.5, 0.6
COLD_ROUNDS, WARM_ROUNDS = 3, 7
SHOWN = 8
PATIENCE_MILLISECONDS = 30_000

USABLE = """(() => {
  const settled = () => window.socket?.connected && document.querySelector(".wb-main, .wb-bare")
    && ![...document.querySelectorAll(".wb-notice")].some((one) => /正在读取|Reading/.test(one.textContent));
  const until = (found, then) => found() ? then() : setTimeout(() => until(found, then), 4);
  const drawn = () => { window.benchDrawn = performance.now(); };
  const usable = () => {
    window.benchUsable = performance.now();
    until(() => !document.querySelector(".wb-chart:not(:has(svg))"), drawn);
  };
  until(settled, () => {
    const first = document.querySelector(".wb-main [aria-haspopup=dialog]");
    if (!first) return usable();
    first.click();
    until(() => document.querySelector("[role=dialog] .wb-dialog, .wb-dialog"), usable);
  });
})()"""
FAILED = ".is-failed, .is-refused, .is-away, .wb-notice.is-alone"

BEGAN = "performance.getEntriesByType('navigation')[0].responseStart"

OPENING_SECONDS = 1.0
"""A browser's new window is busy with itself for half a second, which is not the page's: people have theirs open."""

Times = dict[str, list["Visit"]]
"""By page, each navigation that showed it whole."""


@dataclass(frozen=True)
class Visit:
    """Seconds since the navigation began: the first byte, a page that can be worked with, its charts."""

    first: float
    whole: float
    drawn: float


async def cold(home: House, browser: Browser, cookies: dict[str, str]) -> Figure:
    """Every page of the navigation in a browser that has never seen the console before."""
    times: Times = defaultdict(list)
    asked = 0
    for _ in range(sized(COLD_ROUNDS)):
        for stop in stops():
            async with context_of(browser, home, cookies[stop.login], USABLE) as context:
                asked += 1
                await _visit(home, context, stop, times)
    return _figure("console.page.cold", COLD_SECONDS, times, asked)


async def warm(home: House, browser: Browser, cookies: dict[str, str]) -> Figure:
    """Every page again and again, each in the browser where its visitor has worked before."""
    times: Times = defaultdict(list)
    asked = 0
    for login, cookie in cookies.items():
        mine = [stop for stop in stops() if stop.login == login]
        async with context_of(browser, home, cookie, USABLE) as context:
            for stop in mine:
                await _visit(home, context, stop, defaultdict(list))
            for _ in range(sized(WARM_ROUNDS)):
                for stop in mine:
                    asked += 1
                    await _visit(home, context, stop, times)
    return _figure("console.page.warm", WARM_SECONDS, times, asked)


async def _visit(home: House, context: BrowserContext, stop: Stop, times: Times) -> None:
    """Notes the time of a page that came whole; one that shows a failure is missing in the count."""
    if context.pages:
        page = context.pages[0]
    else:
        page = await context.new_page()
        await asyncio.sleep(OPENING_SECONDS)
    await page.goto(home.address(stop.path), wait_until="commit", timeout=PATIENCE_MILLISECONDS)
    await page.wait_for_function("window.benchDrawn", timeout=PATIENCE_MILLISECONDS)
    if not await page.locator(FAILED).count():
        found = await page.evaluate(f"[{BEGAN}, window.benchUsable, window.benchDrawn]")
        times[stop.path].append(Visit(*(float(one) / 1000 for one in found)))


def _figure(name: str, goal: float, times: Times, asked: int) -> Figure:
    """The worst page's median has to reach the goal; p50 and p99 are of all navigations."""
    medians = {path: statistics.median(one.whole for one in seen) for path, seen in times.items()}
    slowest = sorted(medians, key=lambda path: -medians[path])
    worst = slowest[0]
    every: Sequence[float] = [one.whole for seen in times.values() for one in seen]
    first = statistics.median(one.first for seen in times.values() for one in seen)
    drawn = max(statistics.median(one.drawn for one in seen) for seen in times.values())
    over, middle = sum(one > goal for one in medians.values()), statistics.median(medians.values())
    behind = ", ".join(f"{path} {medians[path]:.2f}" for path in slowest[1:SHOWN])
    note = (
        f"the worst of {len(medians)} pages is {worst}, then {behind}; {over} are over;"
        f" median {middle:.2f} s, first byte {first:.2f} s, the last chart stands after {drawn:.2f} s"
    )
    return Figure(
        name, medians[worst], "s", p50_ms=1000 * percentile(every, 50), p99_ms=1000 * percentile(every, 99),
        goal=f"every page's median <= {goal:g} s", met=medians[worst] <= goal and len(every) == asked, lowest=min(every),
        highest=max(every), expected=asked, arrived=len(every), note=note,
    )  # fmt: skip
