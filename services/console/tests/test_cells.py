import pytest

from console.pages.system.trail import detail
from console.shell import shown
from console.shell.cells import Column, cell, known_position_link
from console.shell.here import Contract, Here
from console.visitor import Visitor


def here() -> Here:
    made = Here.__new__(Here)  # words and links need the contract, the language and nothing else
    made.contract = Contract("c-1", "合同", "Contract", "Asia/Shanghai", sample=False)
    made.visitor = Visitor("account-1", "某人", {}, "zh", "session-1", kiosk=False)
    return made


def test_a_position_leads_to_its_event() -> None:
    assert known_position_link(here(), "scoring:c-1:12") == "/c/c-1/audit/events/scoring/12"


@pytest.mark.parametrize(
    "typed", ["", "现场照片", '=HYPERLINK("javascript:x")', "javascript:x:1", "scoring:c-1:", "scoring:c-1:1/../../..", "x:c-1:1"]
)
def test_what_somebody_typed_instead_leads_nowhere(typed: str) -> None:
    assert known_position_link(here(), typed) is None


def test_an_id_that_tells_nothing_is_a_link_in_words() -> None:
    column = Column("call_id", link="/desk/calls/{call_id}", says="see")
    assert cell(here(), column, {"call_id": "01a2"}) == {"t": "查看", "h": "/c/c-1/desk/calls/01a2"}
    assert cell(here(), column, {"call_id": None}) == {}


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        ("2026-07-03", "2026年7月3日", "3 Jul 2026"),
        ("2026-06-20/2026-06-21", "2026年6月20日–6月21日", "20 Jun – 21 Jun 2026"),
        ("2026-12-26/2027-01-03", "2026年12月26日–2027年1月3日", "26 Dec 2026 – 3 Jan 2027"),
        ("2027-07-26/2027-07-26", "2027年7月26日", "26 Jul 2027"),
        ("roster:sample:146", "roster:sample:146", "roster:sample:146"),
        ("-5", "-5", "-5"),
        (12, 12, 12),
    ],
)
def test_days_behind_a_number_are_written_as_everywhere_else(value: object, zh: object, en: object) -> None:
    assert (shown.span(value, "zh"), shown.span(value, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("what", "roster/people", "内容: roster/people"),
        ("how_many", 12, "条数: 12"),
        ("because", "wrong", "原因: 登录名或口令不正确"),
        ("because", "某人离职", "原因: 某人离职"),
        ("reason", "wrong", "理由: wrong"),
        ("roles", {"c-1": ["auditor", "customer.officer"]}, "角色: c-1 审计、甲方经办"),
        ("everywhere", True, "所有会话: 是"),
        ("never_seen_before", "x", "never_seen_before: x"),
    ],
)
def test_a_detail_of_the_trail_is_told_in_words_and_none_is_hidden(name: str, value: object, words: str) -> None:
    assert detail(here(), name, value) == words
