import pytest

from console.shell.cells import known_position_link
from console.shell.here import Contract, Here


def here() -> Here:
    made = Here.__new__(Here)  # a link needs the contract and nothing else
    made.contract = Contract("c-1", "合同", "Contract", "Asia/Shanghai", sample=False)
    return made


def test_a_position_leads_to_its_event() -> None:
    assert known_position_link(here(), "scoring:c-1:12") == "/c/c-1/audit/events/scoring/12"


@pytest.mark.parametrize(
    "typed", ["", "现场照片", '=HYPERLINK("javascript:x")', "javascript:x:1", "scoring:c-1:", "scoring:c-1:1/../../..", "x:c-1:1"]
)
def test_what_somebody_typed_instead_leads_nowhere(typed: str) -> None:
    assert known_position_link(here(), typed) is None
