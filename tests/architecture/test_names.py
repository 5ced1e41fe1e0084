"""Every service has the same file names, and no module is called after what it is not."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
FORBIDDEN = {"utils", "util", "helpers", "helper", "misc", "manager", "base"}


def test_no_module_is_called_after_what_it_is_not() -> None:
    modules = [*ROOT.glob("libs/*/src/**/*.py"), *ROOT.glob("services/*/src/**/*.py"), *ROOT.glob("deploy/cli/src/**/*.py")]
    assert modules
    assert [path for path in modules if path.stem in FORBIDDEN - {"base"}] == []
