import csv
import io
import re
from zipfile import ZipFile

import pytest

from console.shell import sheets

FORMULA = '=HYPERLINK("https://elsewhere.example","x")'


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t=", "\r=", "\n=", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_what_somebody_typed_is_no_formula_in_a_file(begins: str) -> None:
    typed = f"{begins}{FORMULA[1:]}"
    (row,) = list(csv.reader(io.StringIO(sheets.csv(["a"], [[typed]]).decode("utf-8-sig"), newline="")))[1:]
    assert row == [f"'{typed}"]


def test_a_workbook_holds_words_only() -> None:
    with ZipFile(io.BytesIO(sheets.xlsx(["a"], [[FORMULA, "https://elsewhere.example", "12"]]))) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r'<c r="[A-C]2" t="(\w+)"><(\w+)>', page) == [("s", "v")] * 3
    assert "hyperlink" not in page
