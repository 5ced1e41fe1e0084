"""The checks of the source tree. Each takes a root and names what breaks its rule, so that a test can plant a violation."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

SERVICES = ("roster", "tickets", "inspection", "scoring", "billing")
PARTS = ("api", "main", "policies", "projections", "publishing", "timing")
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "misc", "manager", "base"}
# The base class of everything published: here the word says what the module is.
EXEMPT_NAMES = {"libs/common/src/common/published/base.py"}
LONGEST_MODULE = 300
LONGEST_FUNCTION = 60
MEDIAN_MODULE = 100
MEDIAN_FUNCTION = 12
MOCKS = {"mock", "unittest.mock", "pytest_mock"}
PHONE = re.compile(r"(?<![\d.])1[3-9]\d{9}(?!\d)")
TEXTS = {".py", ".yaml", ".yml", ".md", ".toml", ".csv", ".sh", ".json", ""}


def sources(root: Path) -> list[Path]:
    """Every module that ships."""
    return sorted(
        path
        for pattern in ("libs/*/src", "services/*/src", "deploy/cli/src")
        for src in root.glob(pattern)
        for path in src.rglob("*.py")
    )


def tests(root: Path) -> list[Path]:
    """Every module that tests."""
    folders = [*root.glob("libs/*/tests"), *root.glob("services/*/tests"), *root.glob("deploy/cli/tests"), root / "tests"]
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def misnamed(root: Path) -> list[str]:
    """Modules and folders that are called after what they are not (style.md 18)."""
    names = {path.relative_to(root) for path in sources(root)}
    return sorted(
        str(name) for name in names if {name.stem, *name.parent.parts} & FORBIDDEN_NAMES and str(name) not in EXEMPT_NAMES
    )


def differently_laid_out(root: Path) -> list[str]:
    """What a service lacks of the file names that all of them have."""
    return [f"{name}: {missing}" for name in SERVICES for missing in _missing(root / "services" / name, name)]


def _missing(home: Path, name: str) -> Iterator[str]:
    package = home / "src" / name
    for part in PARTS:
        if not (package / f"{part}.py").is_file() and not (package / part / "__init__.py").is_file():
            yield part
    for path in (package / "domain/clauses.py", package / "domain/refusals.py", home / "README.md", home / "pyproject.toml"):
        if not path.is_file() and not (path.with_suffix("") / "__init__.py").is_file():
            yield path.name
    if not list((home / "tests").rglob("test_*.py")):
        yield "tests"


def too_long(root: Path) -> list[str]:
    """Modules and functions beyond the limits."""
    found = []
    for path in (*sources(root), *tests(root)):
        lines = len(path.read_text().splitlines())
        if lines > LONGEST_MODULE:
            found.append(f"{path.relative_to(root)}: {lines} lines")
        found += [
            f"{path.relative_to(root)}: {function.name} has {_length(function)} lines"
            for function in _functions(path)
            if _length(function) > LONGEST_FUNCTION
        ]
    return found


def medians(root: Path) -> tuple[float, float]:
    """The median lines of a module that ships, and of a function in one."""
    modules = [path for path in sources(root) if path.stat().st_size]
    functions = [_length(function) for path in modules for function in _functions(path)]
    return median(len(path.read_text().splitlines()) for path in modules), median(functions)


def swallowed(root: Path) -> list[str]:
    """`except …: pass`, in code and in tests."""
    return [
        f"{path.relative_to(root)}:{node.lineno}"
        for path in (*sources(root), *tests(root))
        for node in ast.walk(_parsed(path))
        if isinstance(node, ast.ExceptHandler) and len(node.body) == 1 and isinstance(node.body[0], ast.Pass)
    ]


def mocked_or_slept(root: Path) -> list[str]:
    """Tests that mock what we own, or sleep instead of waiting on progress.

    The programs below `tests/faults`, `tests/cluster` and `tests/bench` that are no tests keep time: load comes at a rate, a
    fault lasts.
    """
    return [
        f"{path.relative_to(root)}:{node.lineno}"
        for path in tests(root)
        if path.name.startswith(("test_", "conftest")) or not {"faults", "cluster", "bench"} & set(path.relative_to(root).parts)
        for node in ast.walk(_parsed(path))
        if isinstance(node, ast.stmt | ast.expr) and (_imports_a_mock(node) or _sleeps(node))
    ]


def _imports_a_mock(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module in MOCKS or (node.module == "unittest" and any(name.name == "mock" for name in node.names))
    return isinstance(node, ast.Import) and any(name.name in MOCKS for name in node.names)


def _sleeps(node: ast.AST) -> bool:
    """A sleep of more than nothing; `asyncio.sleep(0)` only lets others run."""
    if not isinstance(node, ast.Call):
        return False
    called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
    return called == "sleep" and not (len(node.args) == 1 and isinstance(node.args[0], ast.Constant) and node.args[0].value == 0)


def assertless(root: Path) -> list[str]:
    """Tests that assert nothing, neither themselves nor through what they call."""
    shared = [*tests(root), *(root / "libs/common/src/common/testing").glob("*.py")]
    functions = [(path, function) for path in shared for function in _functions(path)]
    asserting = _asserting([function for _, function in functions])
    return [
        f"{path.relative_to(root)}: {function.name}"
        for path, function in functions
        if function.name.startswith("test_") and not _asserts(function) and not _names(function) & asserting
    ]


def _asserting(functions: list[ast.FunctionDef | ast.AsyncFunctionDef]) -> set[str]:
    """The names of functions that assert, themselves or through another one of these."""
    found = {function.name for function in functions if _asserts(function)}
    while more := {function.name for function in functions if function.name not in found and _names(function) & found}:
        found |= more
    return found


def _asserts(function: ast.AST) -> bool:
    return any(
        isinstance(node, ast.Assert | ast.Raise) or (isinstance(node, ast.Attribute) and node.attr in {"raises", "fail"})
        for node in ast.walk(function)
    )


def _names(function: ast.AST) -> set[str]:
    """The names of what it calls."""
    called = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {one.attr if isinstance(one, ast.Attribute) else one.id for one in called if isinstance(one, ast.Attribute | ast.Name)}


def unfinished(root: Path) -> list[str]:
    """Marks of unfinished work."""
    marks = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    return [
        f"{path.relative_to(root)}:{number}"
        for path in (*sources(root), *(path for path in tests(root) if "architecture" not in path.parts))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if marks.search(line)
    ]


def phone_numbers(root: Path) -> list[str]:
    """Numbers that could be somebody's telephone."""
    folders = ("libs", "services", "deploy", "tests")
    files = [path for folder in folders for path in (root / folder).rglob("*") if path.is_file() and path.suffix in TEXTS]
    return [
        f"{path.relative_to(root)}: {found}"
        for path in files
        if "__pycache__" not in path.parts
        for found in PHONE.findall(path.read_text(errors="ignore"))
    ]


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def _functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(_parsed(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1
