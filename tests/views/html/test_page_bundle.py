"""The script of docs/bundle.md: the index of the print has page numbers."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.views.html.browser import program
from tests.views.html.test_page import long_chain, page_of, parsed

DOCS = Path(__file__).parents[3] / "docs"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(program() is None or not str(program()).endswith("chromium"), reason="no program `chromium`"),
]


def test_the_index_of_a_bundle_names_the_page_of_each_message(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    (script,) = re.findall(r"```python\n(.*?)```", (DOCS / "bundle.md").read_text(encoding="utf-8"), re.DOTALL)
    text = long_chain(12)
    (tmp_path / "page.html").write_text(page_of((text, parsed(text))), encoding="utf-8")
    subprocess.run([sys.executable, "-c", script, "page.html", "page.pdf"], cwd=tmp_path, check=True)
    read = pypdf.PdfReader(tmp_path / "page.pdf")
    index = "\n".join(sheet.extract_text() for sheet in read.pages[:2])
    for number, day in ((1, "1 Jan 2010"), (12, "4 Jan 2010")):
        found = re.search(rf"(?<!\d){number}\s*p\.\s*(\d+)", index)
        assert found is not None
        assert day in read.pages[int(found[1]) - 1].extract_text()
