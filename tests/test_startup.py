"""Nothing is imported before it is needed: people run this in loops over thousands of files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"pydantic", "rich", "email", "importlib.metadata", "concurrent.futures", "asyncio", "json"}


def imported(*arguments: str | Path) -> set[str]:
    """Modules that a run of the command line imports, with their packages."""
    result = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "threadparse", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    lines = [line for line in result.stderr.split("\n") if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip() for line in lines}


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["show", "--help"],
        ["export", "--help"],
        ["text", "--help"],
        ["explain", "--help"],
        ["redactions", "--help"],
        ["batch", "--help"],
        ["merge", "--help"],
    ],
)
def test_help_and_version_import_click_alone(arguments: list[str]) -> None:
    modules = imported(*arguments)
    assert "click" in modules
    assert not modules & HEAVY
    ours = {module for module in modules if module.startswith("threadparse")}
    assert ours <= {
        "threadparse",
        "threadparse.cli",
        "threadparse.cli.entry",
        *(f"threadparse.cli.{name}" for name in COMMANDS),
    }


COMMANDS = (
    "main",
    "anonymize",
    "selecting",
    "stats",
    "export_forms",
    "merge_forms",
    "console",
    "explain",
    "redactions",
    "inputs",
    "limits",
    "stderr",
    "reading",
    "show",
    "export",
    "text",
    "time_limit",
    "batch",
    "merge",
    "schema",
)


#: What a plain chain needs nothing of: dates in rare shapes, attributions, mark-up, letters, archives.
RARE = {
    "threadparse.headers.attribution_patterns",
    "threadparse.locales.attribution_table",
    "threadparse.locales.calendar",
    "threadparse.lines.markup",
    "threadparse.values.dates.scanner",
    "threadparse.body.letter",
    "urllib.parse",
    "zipfile",
}


def test_export_imports_nothing_that_it_does_not_use(footbridge: Path) -> None:
    unused = {"rich", "pydantic", "threadparse.model", "concurrent.futures", "threadparse.views.timeline", "pathlib"}
    assert not imported("export", footbridge) & (unused | RARE | {"shutil"})


def test_show_imports_nothing_that_it_does_not_use(footbridge: Path) -> None:
    modules = imported("show", footbridge)
    assert "rich.console" in modules
    unused = {"pydantic", "threadparse.model", "rich.progress", "rich.markdown", "rich.traceback", "jsonschema"}
    assert not modules & (unused | RARE | {"threadparse.views.json"})


def test_batch_loads_no_models_neither_itself_nor_its_workers(footbridge: Path, tmp_path: Path) -> None:
    modules = imported("batch", footbridge.parent, "-o", tmp_path / "out", "--jobs", "1")
    assert {"threadparse.batch.preload", "threadparse.pipeline"} <= modules  # those of the workers are seen too
    assert not modules & {"pydantic", "threadparse.model", "fsspec", "rich.markdown"}


COMPILED = """
import re, sys
import threadparse.cli.export
from threadparse.cli.main import main

compile, patterns = re.compile, []

def count(pattern, flags=0):
    patterns.append(pattern)
    return compile(pattern, flags)

re.compile = count
main(["export", *sys.argv[1:]], standalone_mode=False)
print(len(patterns), file=sys.stderr)
"""


def test_few_patterns_are_compiled_for_a_plain_text(footbridge: Path) -> None:
    """Compiling one takes as long as reading some lines of mail: those of rare lines wait until there is one."""
    result = subprocess.run(
        [sys.executable, "-c", COMPILED, footbridge], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert int(result.stderr) <= 152  # some 20 for the places that were blacked out


STRINGS = """
import sys, typing
made = typing.ForwardRef.__init__
found = set()

def note(reference, *arguments, **named):
    frame = sys._getframe()
    while frame.f_globals["__name__"] in ("__main__", "typing"):
        frame = frame.f_back
    found.add(frame.f_globals["__name__"])
    return made(reference, *arguments, **named)

typing.ForwardRef.__init__ = note
import threadparse
threadparse.parse(sys.stdin.read())
print(*sorted(name for name in found if name.startswith("threadparse")))
"""


def test_no_annotation_is_compiled_again_for_a_field_of_a_tuple(footbridge: Path) -> None:
    text = footbridge.read_text(encoding="utf-8")
    result = subprocess.run([sys.executable, "-c", STRINGS], input=text, capture_output=True, text=True, check=True)
    assert result.stdout.split() == []


def test_a_text_in_memory_loads_no_readers_of_files() -> None:
    code = "import sys, threadparse.api; sys.exit('threadparse.readers.files' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


REPLY = """
import sys
from threadparse.locales.exemptions import exemptions
from threadparse.options import ParseOptions
from threadparse.pipeline import parse_text
from threadparse.document import Source

text = "Hi Bo,\\n\\nyes.\\n\\nAnn\\n\\nOn Mon, Mar 4, 2024 at 9:12 AM Bo Roe <bo@roe.example> wrote:\\n> Monday?\\n"
document = parse_text(text, Source("-", "text", "", len(text)), ParseOptions())
print(len(document.threads[0].messages), exemptions.cache_info().currsize, *sys.modules)
"""


def test_a_short_reply_loads_no_scanner_of_dates_no_markup_and_no_table_of_codes() -> None:
    result = subprocess.run([sys.executable, "-c", REPLY], capture_output=True, text=True, check=True)
    messages, tables_of_codes, *modules = result.stdout.split()
    assert (messages, tables_of_codes) == ("2", "0")
    assert not {"threadparse.values.dates.scanner", "threadparse.lines.markup"} & set(modules)


def test_the_package_itself_imports_no_model() -> None:
    code = "import sys, threadparse; sys.exit(bool({'pydantic', 'threadparse.model'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
