"""A release in two folders, in which the law of a code is told by another document of its folder, or by none."""

from __future__ import annotations

from pathlib import Path

__all__ = ["law_folders"]


def law_folders(path: Path) -> Path:
    """Write the release; in the second folder two laws are named."""
    header = "From: Ada\nSent: 3 May 2021 10:00\nTo: Bo\nSubject: Weir\n\n"
    texts = {
        "a/1.txt": f"{header}[s.38]\n",
        "a/2.txt": "Our decision under FOISA is enclosed.\n",
        "b/3.txt": f"{header}See [s.28].\n\nThe Freedom of Information Act 2000 and FOISA differ.\n",
        "b/4.txt": f"{header}[s.38] [s.47F]\n",
    }
    for name, text in texts.items():
        (path / "release" / name).parent.mkdir(parents=True, exist_ok=True)
        (path / "release" / name).write_text(text, encoding="utf-8")
    return path / "release"
