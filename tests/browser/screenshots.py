"""`python -m browser.screenshots`: pictures of every page, wide and phone, light and dark, in out/screenshots."""

import os
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from browser.house import House
from browser.people import People, settle
from browser.tour import pages

OUT = Path("out/screenshots")
SHAPES = {"wide": (1440, 900), "phone": (390, 844)}
LOOKS = ("light", "dark")


def main() -> None:
    """Takes them; one that cannot be taken is named and the rest goes on."""
    OUT.mkdir(parents=True, exist_ok=True)
    with House.of_its_own() as house, sync_playwright() as playwright:
        program = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        people = People(house, chromium)
        for shape, (width, height) in SHAPES.items():
            for look in LOOKS:
                _tour(people, f"{shape}-{look}", width, height, look)
        people.leave()
        chromium.close()


def _tour(people: People, name: str, width: int, height: int, look: str) -> None:
    for login, path in pages():
        page = people.again(login, path, width=width, height=height, look=look)
        title = path.strip("/").replace("/", "-") or "home"
        _take(page, f"{title}-{name}")
        first = page.locator("tr.is-link td a").first
        if first.count():
            first.click()
            settle(page)
            _take(page, f"{title}-one-{name}")


def _take(page: Page, name: str) -> None:
    page.wait_for_timeout(150)  # fonts and charts are drawn
    page.screenshot(path=OUT / f"{name}.png", full_page=page.locator(".wb-bare").count() == 0)


if __name__ == "__main__":
    main()
