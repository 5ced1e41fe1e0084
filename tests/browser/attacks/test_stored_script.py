"""Script that people typed, wherever a service takes words of theirs: shown as words, on every page, in every file."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page

from browser.attacks import further, hostile
from browser.attacks.harm import Watch
from browser.attacks.somebody import Harmed, newcomer
from browser.people import settle
from browser.tour import Stop, stops
from common.web.permissions import Role

PLAIN = ("/account", "/c/sample/print/slips", "/c/sample/print/quarters/1/notice", "/c/sample/inspection/walk")
WITHOUT_WORDS = {
    *("/audit/ledger", "/audit/verify", "/billing/settlement", "/inspection/plans", "/inspection/rounds", "/roster/rosters"),
    *("/scoring/proposals", "/scoring/quarters", "/system/parked", "/system/services"),
    *("/audit/events/{service}/{seq}", "/scoring/proposals/{proposal_id}"),  # have digests of what was typed, and numbers
    *("/desk/tickets/{ticket_id}", "/system/accounts/{account_id}"),  # of a fault, of an account made at the start
}
"""Pages that show nothing that anybody typed. On every other one the words stand as words, or this would show nothing."""
WHEN_IT_IS_OVER = ("/scoring/quarters/1", "/billing/payments/1", "/billing/acceptance", "/billing/bond", "/scoring/annual")


@pytest.fixture(scope="module")
def guides(harmed: Harmed, chromium: Browser) -> Iterator[dict[str, Watch]]:
    """Somebody of each role that looks at pages, with a hostile name, in browsers that run whatever they find."""
    with ExitStack() as held:
        opened = {}
        for login in {stop.login for stop in stops()} | {"contractor-engineer", "customer-officer"}:
            role = next(role for role in Role if role.replace(".", "-") == login)
            contract = "*" if role in (Role.ADMIN, Role.AUDITOR) else "sample"
            somebody = newcomer(harmed, role, contract)
            opened[login] = Watch(held.enter_context(somebody.browser(chromium, bypass_csp=True, accept_downloads=True)))
        yield opened


def take_files(page: Page, path: str) -> None:
    """Its lists as files: what somebody typed is text there, and never a formula."""
    for kind in ("CSV", "XLSX"):
        button = page.get_by_role("button", name=re.compile(kind, re.IGNORECASE)).first
        if not button.count():
            return
        with page.expect_download() as download:
            button.click()
        content = Path(download.value.path()).read_bytes()
        if kind == "CSV":
            cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
            assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))], path
        else:
            with ZipFile(io.BytesIO(content)) as book:
                sheet = book.read("xl/worksheets/sheet1.xml").decode()
            assert {kind for kind in re.findall(r"<c [^>]*?(?:t=\"(\w+)\")?/?>", sheet) if kind} == {"s"}, path
            assert not re.search("<f>|<hyperlink", sheet), path


@pytest.mark.parametrize("stop", stops(), ids=str)
def test_script_that_somebody_typed_stays_words_on_every_page(harmed: Harmed, guides: dict[str, Watch], stop: Stop) -> None:
    watch = guides[stop.login]
    watch.page.goto(f"{harmed.address}/c/sample{stop.path}")
    settle(watch.page)
    beyond = list(stop.links(watch.page))
    look_at(watch, stop.path)
    take_files(watch.page, stop.path)
    for declared, path in beyond:
        watch.page.goto(f"{harmed.address}/c/sample{path}")
        settle(watch.page)
        look_at(watch, declared)


def look_at(watch: Watch, path: str) -> None:
    watch.unharmed(path, words=path not in WITHOUT_WORDS)
    watch.fits(path)
    watch.over_charts(path)
    watch.in_dialogs(path, hostile.HOSTILE)


def test_script_stays_words_on_the_pages_of_a_year_that_is_over(harmed: Harmed, chromium: Browser) -> None:
    with newcomer(harmed, "customer.officer", harmed.over).browser(chromium, bypass_csp=True) as page:
        watch = Watch(page)
        for path in WHEN_IT_IS_OVER:
            page.goto(f"{harmed.address}/c/{harmed.over}{path}")
            settle(page)
            look_at(watch, path)


@pytest.mark.parametrize("path", PLAIN)
def test_script_stays_words_on_plain_pages_and_on_paper(harmed: Harmed, guides: dict[str, Watch], path: str) -> None:
    watch = guides["contractor-engineer" if path.endswith("/walk") else "customer-officer"]
    answer = watch.page.goto(harmed.address + path)
    assert answer is not None
    assert answer.status == 200
    watch.page.wait_for_load_state("networkidle")
    watch.unharmed(path)


def test_every_field_that_takes_words_was_typed_into(harmed: Harmed) -> None:
    assert harmed.address
    left = hostile.places() - hostile.typed
    assert left == set(further.NOT_TYPED), sorted(left)
