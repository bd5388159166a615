"""Compare what two checkouts make of the same mail: ``python -m tests.accuracy.unchanged OTHER [PATH…]``.

A change of the structure must not change the output. Each checkout reads every text with its own code, in a process of
its own; compared are the JSON, with its notes, and the timeline as it is printed, character by character. The texts are
the project's fixtures, the corpora where they are at hand (see ``gate.py``), and any further files or folders given.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.accuracy.gate import CORPORA
from tests.fixtures import FIXTURES

__all__ = ["main"]

ROOT = Path(__file__).parents[2]
SUFFIXES = frozenset({".txt", ".md", ".eml", ".mbox", ".html", ".htm", ".msg", ".pdf", ".docx", ".rtf"})
#: Run by each checkout: prints, for each text, its name and a digest of everything that a user could see of it.
READ = """
import hashlib, io, json, sys
import threadparse
from threadparse.cli.main import main  # the console of the timeline is the one that users get
from click.testing import CliRunner

def seen(document):
    return document.model_dump_json(by_alias=True)

runner = CliRunner()
for line in sys.stdin:
    name, form, text = json.loads(line)
    try:
        if form == "text":
            found = [seen(threadparse.parse(text))]
        elif form == "path":
            found = [seen(document) for document in threadparse.read(text)]
        else:
            found = [seen(document) for document in threadparse.read(io.BytesIO(text.encode()))]
    except threadparse.ThreadparseError as error:
        found = [f"{type(error).__name__}: {error}"]
    shown = ["show", text] if form == "path" else ["show", "-"]
    result = runner.invoke(main, shown, input=None if form == "path" else text)
    found.append(f"{result.exit_code}\\n{result.output}")
    digest = hashlib.sha256("\\0".join(found).encode("utf-8", "surrogatepass")).hexdigest()
    print(json.dumps([name, digest]), flush=True)
"""


def texts(paths: list[Path]) -> Iterator[tuple[str, str, str]]:
    """(name, form, text or path) of all that is compared."""
    for folder in [FIXTURES, *(path for path in sorted(CORPORA.glob("*")) if path.is_dir()), *paths]:
        files = sorted(folder.rglob("*")) if folder.is_dir() else [folder]
        for path in files:
            if path.suffix in SUFFIXES:
                yield str(path), "path", str(path)
    for corpus in sorted(CORPORA.glob("*.jsonl")):
        for line in corpus.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            yield f"{corpus.stem}:{record['id']}", record["format"], record["text"]


def digests(checkouts: list[Path], inputs: str) -> list[dict[str, str]]:
    """What each checkout makes of the texts, side by side: their names and digests."""
    environment = {**os.environ, "COLUMNS": "100", "PYTHONHASHSEED": "0"}
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", READ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**environment, "PYTHONPATH": str(checkout / "src")},
        )
        for checkout in checkouts
    ]
    with ThreadPoolExecutor() as pool:
        outputs = list(pool.map(lambda process: process.communicate(inputs)[0], processes))
    if any(process.returncode for process in processes):
        raise SystemExit("a checkout failed; its words stand above")
    return [dict(map(json.loads, output.splitlines())) for output in outputs]


def main(argv: list[str] | None = None) -> int:
    """Compare; 0 if all is the same."""
    parser = argparse.ArgumentParser(description="Compare the output of this checkout with that of another.")
    parser.add_argument("other", type=Path, help="another checkout of the project, such as a git worktree")
    parser.add_argument("paths", nargs="*", type=Path, help="more files and folders to compare")
    options = parser.parse_args(argv)
    inputs = "".join(json.dumps(item) + "\n" for item in texts(options.paths))
    here, there = digests([ROOT, options.other.resolve()], inputs)
    changed = sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name))
    for name in changed:
        print(f"changed: {name}")
    print(f"{len(here)} texts compared, {len(changed)} changed")
    return int(bool(changed))


if __name__ == "__main__":
    sys.exit(main())
