"""The readable account at the end: figures, what they were expected to be, and why the final payment is what it is."""

import re
from collections.abc import Iterable, Iterator, Sequence

from watchbill.demo.columns import table
from watchbill.stage.desk import Desk, Json

EXPECTED_QUARTERS = ((12, 0), (21, 11), (8, 15), (20, 10))
POSITION = re.compile(r"\b(?:billing|roster|tickets|inspection|scoring):[a-z0-9-]+:\d+\b")


class Figure:
    """One number of the account beside the one worked out by hand from the contract."""

    def __init__(self, zh: str, en: str, found: str, expected: str) -> None:
        self.zh, self.en, self.found, self.expected = zh, en, found, expected

    @property
    def agrees(self) -> bool:
        """Whether the system computed what the hand did."""
        return self.found == self.expected

    def row(self) -> tuple[str, str, str, str]:
        """The figure as a line of the account."""
        return self.zh, self.en, self.found, "✓" if self.agrees else f"✗ ≠ {self.expected}"


async def figures(desk: Desk) -> list[Figure]:
    """Asks the services for every number that the story fixes (reading.md GC-23, GC-42)."""
    quarters = [await desk.get("auditor", "scoring", f"/quarters/{number}") for number in range(1, 5)]
    year = await desk.get("auditor", "scoring", "/annual")
    settled = await desk.get("auditor", "billing", "/settlement")
    bond = await desk.get("auditor", "billing", "/bond")
    payments = (await desk.get("auditor", "billing", "/payments"))["items"]
    return [
        *(_quarter(found, expected) for found, expected in zip(quarters, EXPECTED_QUARTERS, strict=True)),
        Figure("年度考核得分", "annual score", str(year["score"]), "84"),
        Figure("合同尾款 × 75%", "tail x 75 %", _amount(settled["gross"]), "449055.00"),
        Figure("违约金合计", "damages", _amount(settled["damages"]), "359244.00"),
        Figure("退还履约保证金", "bond back", _amount(bond["owed_back"]), "0.00"),
        Figure("最终付款", "final payment", _amount(settled["final_payment"]), "389181.00"),
        Figure("第 3 笔实付", "payment 3 made", _amount(payments[2]["paid"]), "389181.00"),
    ]


def _quarter(found: Json, expected: tuple[int, int]) -> Figure:
    number = found["quarter"]
    return Figure(
        f"第 {number} 季度 扣/加分",
        f"quarter {number} deducted/bonus",
        f"{found['result']['deducted']}/{found['result']['bonus']}",
        f"{expected[0]}/{expected[1]}",
    )


def _amount(money: Json | None) -> str:
    return "-" if money is None else str(money["amount"])


def account(found: Sequence[Figure]) -> list[str]:
    """The figures as aligned lines, Chinese and English."""
    return table([figure.row() for figure in found], right=frozenset({2}))


async def explanation(desk: Desk) -> list[str]:
    """The tree of the final payment with ledger positions, clauses and readings."""
    tree = await desk.get("auditor", "billing", "/settlement/explanation")
    return list(_lines(tree, "", ""))


def _lines(node: Json, first: str, rest: str) -> Iterator[str]:
    yield f"{first}{node['zh']} | {node['en']} = {node['value']}{_sources(node)}"
    parts = node["parts"]
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        yield from _lines(part, rest + ("└─ " if last else "├─ "), rest + ("   " if last else "│  "))


def _sources(node: Json) -> str:
    readings = ", ".join(f"{reading['name']}={reading['option']}" for reading in node["readings"])
    known = (node["clause"], readings, " ".join(node["inputs"]))
    shown = "; ".join(part for part in known if part)
    return f"  [{shown}]" if shown else ""


def without_positions(lines: Iterable[str]) -> list[str]:
    """The same account with every ledger position blanked: two runs may number their events differently."""
    return [POSITION.sub("…", line) for line in lines]
