"""Tables as files. What somebody typed never becomes a formula in somebody else's spreadsheet."""

import csv as commas
import io
from collections.abc import Sequence

import xlsxwriter

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What begins a formula, in the width of Chinese input as well, or what a spreadsheet skips before one."""


def csv(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """UTF-8 with the mark that Excel needs to see it."""
    out = io.StringIO(newline="")
    writer = commas.writer(out)
    writer.writerow(titles)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook with one sheet; every cell is text."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    page = book.add_worksheet()
    page.freeze_panes(1, 0)
    page.write_row(0, 0, titles, book.add_format({"bold": True}))
    for number, row in enumerate(rows, 1):
        page.write_row(number, 0, row)
    page.autofit(600)
    book.close()
    return out.getvalue()


def _harmless(value: str) -> str:
    """A leading quote makes a spreadsheet take the rest as text (OWASP, CSV injection)."""
    return f"'{value}" if value.startswith(_FORMULA) else value
