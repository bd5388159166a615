"""The structure of the source: layers, names, and the tests beside it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

from tests.rows import each_row

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "threadparse"
TESTS = ROOT / "tests"
SOURCES = sorted(PACKAGE.rglob("*.py"))
#: Test modules that are about more than one module of the source.
OF_THE_WHOLE = {
    "test_bench": "the benchmark",
    "test_package": "the structure of the source",
    "test_packaging": "pyproject.toml and constraints.txt",
    "test_prefilters": "each prefilter switched off",
    "test_recipes": "docs/recipes.md",
    "test_readme": "what the README shows and says",
    "test_small_modules": "modules that could be parts of others",
    "test_startup": "what is imported when",
    "test_kinds": "the kinds of faults that mail brings, from the text to the messages",
    "test_lossless": "properties of every text",
    "test_traps": "texts that look like mail",
    "test_fuzz": "files of all formats, changed by their structure",
    "test_growth": "time by the size of a text",
    "test_memory": "memory by the size of a text",
    "batch/test_docs": "docs/batch.md",
}
LAYERS = (
    {"cli"},
    {"batch", "anonymize"},
    {"api"},
    {"merge"},
    {"views"},
    {"explain"},
    {"readers", "pipeline"},
    {"threads", "releases"},
    {"messages"},
    {"model", "segments"},
    {"body", "furniture", "headers"},
    {"document"},
    {"values"},
    {"locales"},
    {"lines"},
    {"options"},
    {"errors"},
)


def parsed(path: Path) -> ast.Module:
    """Parse a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imported(path: Path) -> list[str]:
    """Return the names of all modules that a module imports anywhere, and of what it takes out of them."""
    nodes = [*ast.walk(parsed(path))]
    taken = [(node.module or "", node.names) for node in nodes if isinstance(node, ast.ImportFrom)]
    names = [name for module, aliases in taken for name in (module, *(f"{module}.{alias.name}" for alias in aliases))]
    return names + [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]


@each_row(SOURCES)
def test_imports_run_downwards(path: Path) -> None:
    own = path.relative_to(PACKAGE).with_suffix("").parts[0]
    if own.startswith("__"):
        return
    level = next(index for index, layer in enumerate(LAYERS) if own in layer)
    for name in imported(path):
        parts = name.split(".")
        if parts[0] != "threadparse" or len(parts) == 1 or parts[1] in (own, "__version__"):
            continue
        assert any(parts[1] in layer for layer in LAYERS[level + 1 :]), f"{own} imports {name}"


@each_row(SOURCES)
def test_every_module_says_its_job(path: Path) -> None:
    assert ast.get_docstring(parsed(path)), "no docstring"


#: Names that modules of several packages have in common, as they are the same thing there.
IN_COMMON = {"read": "the way into its package", "tokens": "what the values of its package are made of"}


def test_the_name_of_a_module_says_which_one_it_is() -> None:
    """The modules of ``cli`` have the names of their commands."""
    stems = Counter(path.stem for path in SOURCES if path.parent.name != "cli" and not path.stem.startswith("__"))
    assert {stem for stem, count in stems.items() if count > 1} == IN_COMMON.keys()


def test_the_name_of_a_class_says_which_one_it_is() -> None:
    """The models are the classes of ``document.py`` once more (``test_document.py`` holds the two alike)."""
    texts = [path.read_text(encoding="utf-8") for path in SOURCES if path.name != "model.py"]
    found = [name for text in texts for name in re.findall(r"^ *class (\w+)", text, re.MULTILINE)]
    names = Counter(name.strip("_").lower() for name in found)
    assert {name for name, count in names.items() if count > 1} == set()


def names_its_module(test: Path) -> bool:
    """Tell whether ``tests/PACKAGE/test_MODULE.py``, or ``test_MODULE_aspect.py``, tests a module that there is."""
    name = test.stem.removeprefix("test_")
    folder = test.parent.relative_to(TESTS)
    home = (TESTS if folder.name == "accuracy" else PACKAGE) / folder  # the measurements are no part of the package
    modules = {path.stem for path in home.glob("*.py") if path.stem != "__init__"}
    return any(name == module or name.startswith(f"{module}_") for module in modules)


def test_tests_mirror_the_source() -> None:
    tests = {str(path.relative_to(TESTS).with_suffix("")): path for path in TESTS.rglob("test_*.py")}
    assert sorted(name for name, path in tests.items() if not names_its_module(path)) == sorted(OF_THE_WHOLE)


def test_no_test_looks_at_a_clock() -> None:
    """Other work on the machine must not make a test fail: ``tests/growth.py`` compares times of one run."""
    clocks = re.compile(r"\b(time\.time|perf_counter|process_time|thread_time|monotonic)(_ns)?\(")
    assert [path for path in TESTS.rglob("test_*.py") if clocks.search(path.read_text(encoding="utf-8"))] == []


def test_the_benchmark_needs_no_tests() -> None:
    for path in (ROOT / "bench").rglob("*.py"):
        assert not [name for name in imported(path) if name.split(".")[0] == "tests"], path


def test_no_group_is_possessive() -> None:
    """Before Python 3.11.5, a try of the group that fails halfway moves the match on: an atomic group does not."""
    possessive = re.compile(r"\)(?:[*+?]|\{[^()\s]*\})\+")
    found = [f"{path}: {line.strip()}" for path in SOURCES for line in path.read_text("utf-8").splitlines()]
    assert [line for line in found if possessive.search(line)] == []
    assert possessive.search('re.compile(r"(?:ab?c)*+")')
    assert possessive.search('rf"(?:x){{1,{depth}}}+"')
