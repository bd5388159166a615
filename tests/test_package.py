"""The package as its users meet it: names, verbs, files."""

from __future__ import annotations

import ast
import gc
import io
import pickle
import re
from pathlib import Path

import pytest

import threadparse
from threadparse import InputError, LimitError, ParseOptions, ThreadparseError

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src" / "threadparse").rglob("*.py"))
LAYERS = (
    {"cli"},
    {"batch"},
    {"api"},
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


def test_all_names_are_importable_and_no_others() -> None:
    public = {name for names in threadparse._HOMES.values() for name in names}
    assert sorted(public | {"__version__"}) == threadparse.__all__
    for name in threadparse.__all__:
        assert getattr(threadparse, name) is not None
    assert set(threadparse.__all__) <= set(dir(threadparse))
    with pytest.raises(AttributeError, match="no attribute 'prase'"):
        _ = threadparse.prase


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_imports_run_downwards(path: Path) -> None:
    own = path.relative_to(ROOT / "src" / "threadparse").with_suffix("").parts[0]
    if own.startswith("__"):
        return
    level = next(index for index, layer in enumerate(LAYERS) if own in layer)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        for name in names:
            parts = name.split(".")
            if parts[0] != "threadparse" or len(parts) == 1 or parts[1] == own:
                continue
            assert any(parts[1] in layer for layer in LAYERS[level + 1 :]), f"{own} imports {name}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_every_module_says_its_job(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "no docstring"


def test_a_text_and_a_file_give_the_same_messages(footbridge: Path) -> None:
    text = footbridge.read_text(encoding="utf-8")
    (from_file,) = threadparse.read(footbridge)
    (from_stream,) = threadparse.read(io.BytesIO(text.encode()))
    from_text = threadparse.parse(text)
    assert from_file.threads == from_text.threads == from_stream.threads
    assert from_file.source.sha256 == from_text.source.sha256
    assert [document.source.path for document in (from_file, from_text, from_stream)] == [str(footbridge), "", "-"]


@pytest.mark.parametrize("enabled", [True, False])
def test_the_collector_is_left_as_it_was(enabled: bool) -> None:
    (gc.enable if enabled else gc.disable)()
    try:
        threadparse.parse("From: Ann <a@b.example>\nTo: Bob\nSubject: Tides\n\n" + "late again\n" * 30_000)
        assert gc.isenabled() == enabled
    finally:
        gc.enable()


def test_notes_of_the_reader_come_first() -> None:
    assert threadparse.parse("Hello\ud800").notes[0].code == "encoding.surrogates"


def test_limits_hold_for_texts_in_memory() -> None:
    with pytest.raises(LimitError) as raised:
        threadparse.parse("x" * 11, options=ParseOptions(max_characters=10))
    assert isinstance(raised.value, InputError)
    assert isinstance(raised.value, ThreadparseError)


def test_every_link_of_the_readme_leads_somewhere() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in re.findall(r"\]\((?!http)([^)#]+)", readme):
        assert (ROOT / name).exists(), name


@pytest.mark.parametrize(
    "error", [InputError("a.txt", "is gone"), LimitError("a.pdf", "3 pages", "max_pages", "split it, or")]
)
def test_errors_cross_processes_whole(error: InputError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))
