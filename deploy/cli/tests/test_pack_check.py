"""Each planted defect is found, with its file and line."""

import shutil
from pathlib import Path

import pytest

from common.terms.accepting import LARGEST_PACK
from common.testing.terms import BEIJING, INVENTED, pack_document, repository
from watchbill.pack import check, document_of
from watchbill.words import Stop


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHBILL_LANG", "en_GB")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(repository() / "deploy" / "contracts" / INVENTED, tmp_path / "pack"))


DEFECTS = [
    ("money.yaml", "clause: §2\n", "clause: §2\nsurprise: 1\n", "surprise: 1", "form"),
    ("money.yaml", "percent: 5,", "percent: 105,", "percent: 105", "form"),
    ("money.yaml", 'total: "1000001.00"', 'total: "1000002.00"', 'total: "1000002.00"', "amount_sum"),
    ("money.yaml", '{"no": 4, percent: 10', '{"no": 4, percent: 15', "payments:", "percent_sum"),
    ("money.yaml", 'amount: "100000.10"', 'amount: "100000.11"', 'amount: "100000.11"', "amount_percent"),
    ("money.yaml", 'amount: "50000.05"', 'amount: "50000.06"', 'amount: "50000.06"', "amount_percent"),
    ("money.yaml", "application: true, tail: true,", "application: true,", "payments:", "tail_payment"),
    ("money.yaml", "{at_least: 90, percent", "{at_least: 91, percent", "at_least: 91", "band_gap"),
    ("money.yaml", "{at_least: 90, percent", "{at_least: 89, percent", "at_least: 89", "band_overlap"),
    ("money.yaml", "{below: 60, percent: 0", "{at_least: 0, below: 60, percent: 0", "at_least: 0", "band_open_end"),
    ("money.yaml", "percent: 80, clause", 'percent: "62", clause', 'percent: "62"', "band_order"),
    ("money.yaml", "interest_clause: §6", "interest_clause: §66", "§66", "clause_unknown"),
    ("money.yaml", "due_clock: bond_due", "due_clock: bond_dew", "bond_dew", "reference_unknown"),
    ("breaches.yaml", "- code: V-2", "- code: V-1", "- code: V-1", "duplicate_code"),
    ("breaches.yaml", "  percent: 3", "  percent: 3\n  percent: 4", "percent: 4", "duplicate_key"),
    ("scoring.yaml", "code: 2.a", "code: 1.a", "code: 1.a, zh: 漏检", "duplicate_code"),
    ("scoring.yaml", "points: [2, 2], unit: person", "points: [2, 9], unit: person", "points: [2, 9]", "points_outside_header"),
    (
        "scoring.yaml",
        "points: [2, 2], unit: person",
        "points: [2, 2], values: [3], unit: person",
        "values: [3]",
        "values_outside_points",
    ),
    ("scoring.yaml", "points: [2, 2], unit: person", "points: [3, 2], unit: person", "points: [3, 2]", "form"),
    ("scoring.yaml", "{code: Y-3, over: 12, points: -6,", "{code: Y-3, over: 12, points: -7,", "points: -7", "tier_points"),
    ("scoring.yaml", "{code: Y-2, over: 5", "{code: Y-9, over: 5", "code: Y-9", "tier_rule"),
    ("staffing.yaml", "headcount: 8", "headcount: 9", "headcount: 9", "headcount_sum"),
    ("staffing.yaml", "minimum: 4", "minimum: 7", "minimum: 7", "minimum_over_headcount"),
    ("staffing.yaml", 'time: "08:30"', "time: 18:30", "time: 18:30", "form"),
    ("staffing.yaml", "complement_of: day", "complement_of: dusk", "complement_of: dusk", "reference_unknown"),
    ("staffing.yaml", "complement_of: day", "complement_of: all", "complement_of: all", "window_complement"),
    ("readings.yaml", "option: cumulative", "option: both", "option: both", "option_unknown"),
    ("readings.yaml", "- name: tier.mode", "- name: tier.moods", "- name: ", "reading_missing"),
    ("clocks.yaml", "name: form2", "name: form3", "name: bond_due", "clock_missing"),
    ("clocks.yaml", "length: 3, unit: working_day", "length: 0, unit: working_day", "length: 0", "form"),
    ("calendars.yaml", "makeup_workdays: [2026-01-04,", "makeup_workdays: [2026-01-05,", "2026-01-05", "makeup_on_weekday"),
    ("calendars.yaml", "year: 2026", "year: 2025", "year: 2025", "form"),
    ("contract.yaml", "timezone: Asia/Shanghai", "timezone: Asia/Binhai", "Asia/Binhai", "form"),
    ("contract.yaml", "ends: 2027-02-28", "ends: 2026-02-28", "starts: 2026", "form"),
    ("contract.yaml", "source: 虚构文本", "source: [虚构文本", "source", "yaml"),
]


@pytest.mark.parametrize(("file", "sound", "defect", "at", "code"), DEFECTS)
def test_a_planted_defect_is_named_with_its_file_and_line(
    pack: Path, capsys: pytest.CaptureFixture[str], file: str, sound: str, defect: str, at: str, code: str
) -> None:
    path = pack / file
    text = path.read_text(encoding="utf-8")
    assert sound in text
    broken = text.replace(sound, defect, 1)
    path.write_text(broken, encoding="utf-8")

    assert check(pack) == 1

    lines = capsys.readouterr().out.splitlines()
    found = [line for line in lines if f": {code}: " in line]
    assert found, lines
    named = {int(line.removeprefix(f"{path}:").split(":")[0]) for line in found}
    expected = {n for n, line in enumerate(broken.splitlines(), start=1) if at in line}
    slack = {expected_line + 1 for expected_line in expected} if code == "yaml" else set()
    around = {line - 1 for line in expected} if code == "form" else set()
    assert named & (expected | slack | around), (found, expected)


def test_a_pack_without_a_part_names_the_file_that_is_missing(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pack / "breaches.yaml").unlink()
    assert check(pack) == 1
    assert f"{pack / 'breaches.yaml'}:1: form: " in capsys.readouterr().out


def test_an_unknown_file_is_a_finding(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pack / "notes.txt").write_text("x", encoding="utf-8")
    assert check(pack) == 1
    assert "notes.txt:1: file_unknown" in capsys.readouterr().out


def test_a_recorded_only_reading_may_not_start_with_another_option(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = pack / "readings.yaml"
    text = path.read_text(encoding="utf-8").replace("status: in_force", "status: recorded_only", 1)
    block = text[: text.index("status: recorded_only")].rsplit("- name: ", 1)[1]
    default = next(line for line in block.splitlines() if line.startswith("  default:"))
    name = block.splitlines()[0]
    other = _another_option(text, name, default.removeprefix("  default: "))
    path.write_text(text.replace(default, f"{default}\n  option: {other}", 1), encoding="utf-8")
    assert check(pack) == 1
    assert f"reading_not_in_force: a recorded-only reading keeps its default [{name}]" in capsys.readouterr().out


def test_a_pack_too_large_for_an_event_is_refused(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more = "".join(f"- {{at: §X{n}, line: 1, zh: {'长' * 200}, en: {'long ' * 80}}}\n" for n in range(1000))
    with (pack / "clauses.yaml").open("a", encoding="utf-8") as clauses:
        clauses.write(more)
    assert check(pack) == 1
    assert f"> {LARGEST_PACK}" in capsys.readouterr().out


@pytest.mark.parametrize("name", [BEIJING, INVENTED])
def test_the_packs_of_this_repository_are_sound_and_fit_an_event(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(repository() / "deploy" / "contracts" / name) == 0
    assert f"bytes as an event (at most {LARGEST_PACK})" in capsys.readouterr().out


def test_the_real_pack_counts_what_the_contract_prints(capsys: pytest.CaptureFixture[str]) -> None:
    check(repository() / "deploy" / "contracts" / BEIJING)
    printed = capsys.readouterr().out
    assert "62 quarterly rules, 17 annual rules, 4 tiers" in printed
    assert "23 inspection items (21 daily, 2 monthly)" in printed
    assert "5 posts, 13 people, 8 requirements" in printed
    assert "recorded only: " in printed


@pytest.mark.parametrize("name", [BEIJING, INVENTED])
def test_the_tool_and_the_tests_read_a_pack_alike(name: str) -> None:
    assert document_of(repository() / "deploy" / "contracts" / name) == pack_document(name)


def test_a_folder_that_is_not_there_stops_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="there is no folder"):
        check(tmp_path / "nowhere")


def _another_option(text: str, name: str, default: str) -> str:
    block = text[text.index(f"- name: {name}\n") :].split("- name: ")[1]
    options = [line.strip().split(": {")[0] for line in block.splitlines() if ": {zh:" in line]
    return next(option for option in options if option != default)
