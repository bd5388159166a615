"""Count the messages that are invented in texts without mail: documentation, changelogs, code and tables.

    python -m tests.accuracy.no_invented [--texts N]

The texts are those that the running Python has: its standard library and its installed packages, always the same ones
in the same environment. Each must be one message without header; texts about mail (``SHOWS_MAIL``) are left out.
"""

from __future__ import annotations

import argparse
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from threadparse import parse

SUFFIXES = {".py", ".pyi", ".rst", ".md", ".txt", ".c", ".h", ".js", ".css", ".csv", ".tsv", ".toml", ".json", ".html"}
NAMES = ("METADATA", "LICENSE", "CHANGELOG", "CHANGES", "HISTORY", "NEWS", "README", "AUTHORS")
MAX_BYTES = 200_000
#: Parts of the paths of texts that are about mail and show some.
SHOWS_MAIL = ("/email/", "/mailbox.py", "/smtp", "/test_email", "/imaplib", "/nntplib", "/threadparse", "/wsgiref/")


def texts() -> Iterator[Path]:
    """Yield the texts of the running Python, in the order of their paths."""
    folders = {Path(sysconfig.get_path(name)) for name in ("stdlib", "purelib", "platlib")}
    for folder in sorted(folders):
        for path in sorted(folder.rglob("*")):
            known = path.suffix in SUFFIXES or path.name.startswith(NAMES)
            if known and path.is_file() and not any(part in path.as_posix() for part in SHOWS_MAIL):
                yield path


def sample(count: int) -> list[Path]:
    """Return so many of the texts, evenly spread over all of them, each suffix with its share.

    Args:
        count: How many.
    """
    groups: dict[str, list[Path]] = {}
    for path in texts():
        if 400 < path.stat().st_size <= MAX_BYTES:
            groups.setdefault(path.suffix or path.name, []).append(path)
    share = max(1, count // len(groups))
    chosen = [path for group in groups.values() for path in group[:: max(1, len(group) // share)][:share]]
    rest = [path for group in groups.values() for path in group if path not in set(chosen)]
    return (chosen + rest[:: max(1, len(rest) // max(1, count - len(chosen)))])[:count]


def main() -> int:
    """Print each text with invented messages, and the count; the exit status is 1 if there is any."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--texts", type=int, default=500, help="how many texts (default: 500)")
    chosen = sample(arguments.parse_args().texts)
    invented = 0
    for path in chosen:
        document = parse(path.read_text(encoding="utf-8", errors="replace"))
        headers = [message.header_span for message in document.messages if message.header_span is not None]
        invented += len(headers)
        for start, end in headers:
            print(f"{path}: {document.text[start:end]!r}")
    print(f"{invented} invented messages in {len(chosen)} texts")
    return 1 if invented else 0


if __name__ == "__main__":
    sys.exit(main())
