"""Every page, judged by axe-core: nothing serious, on a desk's screen by day and on a phone by night."""

import pytest

from browser import axe
from browser.people import People
from browser.tour import pages

pytestmark = pytest.mark.skipif(not axe.SOURCE.is_file(), reason="axe-core is missing: npm did not install it (deploy/browser)")


@pytest.mark.parametrize(("login", "path"), list(pages()), ids=lambda value: value)
def test_axe_finds_nothing_serious(visitors: People, login: str, path: str) -> None:
    assert axe.problems(visitors.again(login, path)) == []
    assert axe.problems(visitors.again(login, path, width=390, height=844, look="dark")) == []


def test_axe_finds_what_is_planted(visitors: People) -> None:
    page = visitors.again("auditor", "/")
    page.evaluate("document.querySelector('.wb-main').append(document.createElement('button'))")
    assert [one.split(" ")[0] for one in axe.problems(page)] == ["button-name"]
