"""Whether script that somebody typed ran in a browser, or was taken for anything but words."""

from typing import Any

from playwright.sync_api import Page, ViewportSize, expect

from browser.attacks.hostile import SEEN
from browser.people import beyond

PHONE: ViewportSize = {"width": 390, "height": 844}
WATCHED = "Object.defineProperty(window, 'wbx', {set() { window.ran(location.href); }});"
"""Before any script of a page: what was typed sets `wbx` wherever it runs."""
MARKUP = """() => [...document.querySelectorAll("img[src=x], svg[onload], [onerror], [href*=wbx], [src*=wbx]")]
  .map((one) => one.outerHTML.slice(0, 300))"""
SPILT = """() => {
  const spilt = [], words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const inline = (one) => one.nodeType === 3 || (one.nodeType === 1 && getComputedStyle(one).display.startsWith("inline"));
  while (words.nextNode()) {
    if (!words.currentNode.data.includes("\\u202e")) continue;
    line: for (let node = words.currentNode; ; node = node.parentElement) {
      const style = getComputedStyle(node.parentElement);
      if (/flex|grid/.test(style.display)) break;
      for (let next = node.nextSibling; next; next = next.nextSibling) {
        if (next.nodeName === "BR") break line;
        if (inline(next) && next.textContent.trim()) spilt.push(node.parentElement.outerHTML.slice(0, 600));
      }
      if (style.display !== "inline" || style.unicodeBidi !== "normal") break;
    }
  }
  return spilt;
}"""
"""What stands in one line after words that turn the direction of writing round, and is turned round with them."""


class Watch:
    """A page on which whatever was typed and runs is heard of, at any time and in any of its documents."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._ran: list[str] = []
        page.context.expose_binding("ran", lambda _source, where: self._ran.append(where))
        page.context.add_init_script(WATCHED)
        page.on("dialog", self._asked)

    def unharmed(self, where: str, *, words: bool = True) -> None:
        """Nothing ran, nothing was taken for markup or an address, nothing is turned round. `words`: and it is shown as words."""
        assert self._ran == [], where
        assert self.page.evaluate(MARKUP) == [], where
        assert self.page.evaluate(SPILT) == [], where
        if words:
            main = self.page.locator(".wb-main, .wb-bare")  # beside it stands the contract's title, on every page
            assert SEEN in (main if main.count() else self.page.locator("body")).inner_text(), f"{where} shows nothing of it"

    def fits(self, where: str) -> None:
        """On a phone, too, nothing that was typed makes the page wider than its window."""
        wide = self.page.viewport_size
        assert wide is not None
        self.page.set_viewport_size(PHONE)
        sticking_out = beyond(self.page)
        assert not sticking_out, f"{where}: {sticking_out}"
        self.page.set_viewport_size(wide)

    def over_charts(self, where: str) -> None:
        """The pointer over every chart: what it then shows is made by the chart's own script."""
        for chart in self.page.locator(".wb-chart").all():
            chart.scroll_into_view_if_needed()
            box = chart.bounding_box()
            assert box is not None
            for part in (0.2, 0.5, 0.8):
                self.page.mouse.move(box["x"] + box["width"] * part, box["y"] + box["height"] * 0.6)
            self.unharmed(f"{where}: over a chart", words=False)

    def in_dialogs(self, where: str, typed: str) -> None:
        """Every kind of decision that the page offers, with the words typed into its fields, and nothing sent."""
        buttons = self.page.locator(".wb-main [aria-haspopup=dialog]")
        names = buttons.all_inner_texts()
        for number in sorted({names.index(name) for name in names}):
            buttons.nth(number).click()
            dialog = self.page.get_by_role("dialog")
            expect(dialog).to_be_visible()
            for field in dialog.locator("input[type=text], textarea").all():
                field.fill(typed)
            self.unharmed(f"{where}: {names[number]}", words=False)
            self.page.keyboard.press("Escape")
            expect(dialog).to_have_count(0)

    def _asked(self, dialog: Any) -> None:
        self._ran.append(f"{self.page.url}: {dialog.message}")
        dialog.dismiss()
