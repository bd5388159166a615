"""Pages in a browser: nothing overflows, a click moves what it should, names choose, paper is whole."""

from __future__ import annotations

import io
import itertools
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.fixtures import CHAINS, FIXTURES
from tests.views.html.browser import Browser, chromium, program
from tests.views.html.test_page import PROBES, long_chain, page_of, parsed, probed

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(program() is None, reason="no Chromium: install it with the system's packages"),
]

FOOTBRIDGE = FIXTURES / "chains" / "footbridge.txt"
CONSOLE = ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded", "Page.javascriptDialogOpening")
WIDTHS = (1280, 820, 390, 320)
#: A folder in which screenshots stay, to look at.
KEPT = os.environ.get("THREADPARSE_SCREENSHOTS", "")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all tests."""
    with chromium(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


def written(text: str, folder: Path) -> Path:
    """Write the page of a text."""
    target = folder / "page.html"
    target.write_text(page_of((text, parsed(text))), encoding="utf-8")
    return target


def pages(folder: Path) -> Iterator[Path]:
    """Yield pages of different shapes: each chain of the tests, and a long one."""
    wide = long_chain(2).replace("Dear all,", "\n".join(f"{n}" + " " * 90 + f"{n} of many" for n in range(3)))
    for text in [*(path.read_text(encoding="utf-8") for path in CHAINS), long_chain(40), wide]:
        yield written(text, folder)


OVERLAPS = """
(() => {
  const boxes = [...document.querySelectorAll("h1, .facts, h3 .from, .when, .meta > *, .body p, .index td, svg .day")]
    .filter(element => element.checkVisibility() && element.textContent.trim())
    .map(element => [element, element.getBoundingClientRect()]).filter(([, box]) => box.width && box.height);
  const found = [];
  boxes.sort((one, other) => one[1].top - other[1].top);
  boxes.forEach(([one, a], at) => {
    for (const [other, b] of boxes.slice(at + 1)) {
      if (b.top >= a.bottom - 2) break;
      if (one.contains(other) || other.contains(one)) continue;
      const shared = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      if (shared > 2) found.push(one.textContent + " | " + other.textContent);
    }
  });
  return found;
})()
"""


UNDER_THE_SOURCE = """
(() => {
  const edge = document.querySelector("#source")?.getBoundingClientRect();
  if (!edge || !edge.left) return [];
  return [...document.querySelectorAll(".account, .lanes, .index, .card")]
    .filter(element => element.getBoundingClientRect().right > edge.left)
    .map(element => element.className);
})()
"""


def test_pages_fit_their_window_no_text_lies_over_another_and_all_are_quiet(browser: Browser, tmp_path: Path) -> None:
    for number, target in enumerate(pages(tmp_path)):
        for width, dark in itertools.product(WIDTHS, (False, True)):
            browser.open(target, width=width, dark=dark)
            if KEPT and number % 20 == 0:
                Path(KEPT).mkdir(parents=True, exist_ok=True)
                name = f"{number}-{width}-{'dark' if dark else 'light'}.png"
                browser.screenshot(Path(KEPT) / name, whole=True)
            root = browser.value("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
            assert root == [width, width]
            assert browser.value(OVERLAPS) == []
            assert browser.value(UNDER_THE_SOURCE) == []
            methods = [event.get("method") for event in browser.events]
            assert not set(methods) & set(CONSOLE)
            assert methods.count("Network.requestWillBeSent") == 1


@pytest.mark.parametrize("probe", PROBES)
def test_mail_does_nothing(browser: Browser, tmp_path: Path, probe: str) -> None:
    target = tmp_path / "probe.html"
    target.write_text(page_of(probed(probe)), encoding="utf-8")
    browser.open(target)
    methods = [event.get("method") for event in browser.events]
    assert not set(methods) & set(CONSOLE)
    assert methods.count("Network.requestWillBeSent") == 1
    assert browser.value("location.href") == target.as_uri()


def test_a_short_chain_is_told_without_scrolling(browser: Browser, tmp_path: Path) -> None:
    browser.open(written(long_chain(4, people=2), tmp_path))
    marks = "h1, .names a, svg .disc, .index.few tbody tr"
    found = browser.value(f"[...document.querySelectorAll('{marks}')].map(e => e.getBoundingClientRect().bottom)")
    assert len(found) == 1 + 2 + 4 + 4
    assert max(found) <= 640


def test_a_click_on_a_place_moves_the_source_alone_and_one_on_a_number_leads_back(
    browser: Browser, tmp_path: Path
) -> None:
    browser.open(written(long_chain(30), tmp_path))
    browser.value("document.querySelectorAll('.card')[9].scrollIntoView()")
    before = browser.value("[scrollY, document.querySelector('#source').scrollTop]")
    browser.click(".item:nth-child(10) .place a")
    line = browser.value("location.hash")
    top = browser.value(f"document.querySelector('{line}').getBoundingClientRect().top")
    assert browser.value("scrollY") == before[0]
    assert browser.value("document.querySelector('#source').scrollTop") != before[1]
    assert 60 <= top <= 120
    pane = browser.value("document.querySelector('#source').scrollTop")
    browser.value("scrollTo(0, 0)")
    browser.click(f".seg:has({line}) .tag")
    assert browser.value("document.querySelector('#source').scrollTop") == pane
    top = browser.value("document.querySelector(location.hash).getBoundingClientRect().top")
    assert 0 <= top <= 100


def test_a_name_shows_what_that_person_sent_or_received(browser: Browser, tmp_path: Path) -> None:
    text = FOOTBRIDGE.read_text(encoding="utf-8")
    chain = parsed(text)
    target = written(text, tmp_path)
    for number, person in enumerate(chain.threads[0].participants, 1):
        browser.open(target, fragment=f"#t1p{number}")
        shown = browser.value("[...document.querySelectorAll('.body')].map(body => body.checkVisibility())")
        wanted = [
            person.id in {box.participant for box in [each.sender, *each.to, *each.cc, *each.bcc] if box is not None}
            for each in chain.messages
        ]
        assert shown == wanted
        assert browser.value("document.querySelector('.showall').checkVisibility()") is True
        rows = browser.value("[...document.querySelectorAll('.few tbody tr')].map(row => row.checkVisibility())")
        assert rows == wanted


def test_the_keyboard_goes_from_top_to_bottom(browser: Browser, tmp_path: Path) -> None:
    browser.open(written(FOOTBRIDGE.read_text(encoding="utf-8"), tmp_path), width=1000)
    order = []
    # A disc of the chart gets a thicker edge in the place of an outline.
    shows = (
        "(e => e.closest('svg') ? getComputedStyle(e.querySelector('.disc')).strokeWidth === '3px'"
        " : getComputedStyle(e).outlineStyle !== 'none')(document.activeElement)"
    )
    said = "(e => e.closest('[class]').getAttribute('class') + ' ' + e.textContent)(document.activeElement)"
    for _ in range(14):
        browser.tab()
        order.append(browser.value(said))
        assert browser.value(shows)
    kinds = [re.split(r"[ \n]", item)[0] for item in order]
    assert kinds[:3] == ["skip", "tosource", "about"]
    assert kinds[3:6] == ["p1", "pr", "p2"]
    assert kinds[6] == "scroll"
    assert [item.split()[-1] for item in order[7:11]] == ["Clerk1", "redacted2", "Enquiries3", "redacted4"]
    assert (
        browser.value('document.querySelectorAll(\'[tabindex]:not([tabindex="0"]):not([tabindex="-1"])\').length') == 0
    )


def test_a_screen_reader_gets_landmarks_headings_and_names(browser: Browser, tmp_path: Path) -> None:
    text = FOOTBRIDGE.read_text(encoding="utf-8") + "\nAsk \u2588\u2588\u2588\u2588.\n"
    browser.open(written(text, tmp_path))
    told = browser.spoken()
    assert [role for role, _ in told if role in ("banner", "main")] == ["banner", "main"]
    assert [name for role, name in told if role == "region"] == [
        "Mill Lane footbridge",
        "Chart of thread 1",
        "Source text chain.txt",
    ]
    assert [name for role, name in told if role == "heading"][2:] == [
        "1 10 Mar 2024 Sun 19:30 Parish Clerk",
        "2 11 Mar 2024 Mon 08:12 redacted",
        "3 13 Mar 2024 Wed 16:48 Highways Enquiries",
        "4 14 Mar 2024 Thu 09:05 redacted",
        "Source text chain.txt",
    ]
    assert ("link", "Message 1, Sun 10 Mar 2024, 19:30, from Parish Clerk") in told
    assert [name for role, name in told if role == "image"].count("to") == 4
    assert ("image", "blacked out") in told
    assert {"header", "greeting", "body", "closing", "signature"} <= {name for role, name in told if role == "list"}
    assert all(name for role, name in told if role in ("link", "image", "region", "DisclosureTriangle"))


def test_what_colours_say_is_said_in_colours_of_the_reader_too(browser: Browser, tmp_path: Path) -> None:
    browser.open(written(FOOTBRIDGE.read_text(encoding="utf-8"), tmp_path), dark=True, forced=True)
    zone = "getComputedStyle(document.querySelector('ol.z-header'), '::before').content"
    assert browser.value(zone) == '"header"'
    number = "(s => [s.color, s.backgroundColor])(getComputedStyle(document.querySelector('.card .no')))"
    assert browser.value(number) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert browser.value("getComputedStyle(document.querySelector('.bar')).borderColor") == "rgb(255, 255, 255)"


def test_five_thousand_messages_load_in_proportion(browser: Browser, tmp_path: Path) -> None:
    target = written(long_chain(5000), tmp_path)
    assert target.stat().st_size <= 5000 * 3500
    taken = least_load(browser, target)
    assert taken <= 30 * least_load(browser, written(long_chain(500), tmp_path))  # as the machine may be busy


def least_load(browser: Browser, target: Path) -> float:
    """Return the seconds of the processor that the page takes to load, the least of three times."""
    browser.call("Performance.enable", timeDomain="threadTicks")
    taken = []
    for _ in range(3):
        browser.open(target)
        metrics = browser.call("Performance.getMetrics")["metrics"]
        taken.append(next(float(row["value"]) for row in metrics if row["name"] == "TaskDuration"))
    return min(taken)


def test_paper_has_everything(browser: Browser, tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    text = long_chain(12).replace("line 5.", "line 5.\n" + "\n".join(f"And {n} more." for n in range(90)), 1)
    text += "Disclaimer: " + "this message is confidential and may be privileged. " * 3 + "\n"
    chain = parsed(text)
    browser.open(written(text, tmp_path))
    read = pypdf.PdfReader(io.BytesIO(browser.pdf()))
    words = "".join("".join(sheet.extract_text().split()) for sheet in read.pages)
    for each in chain.messages:
        assert all("".join(line.split()) in words for line in each.body.split("\n"))
    first = read.pages[0].extract_text()
    assert "Index of 12 messages" in first
    assert "Page 1 of" in first
    heads = sum("Bo Ek" in sheet.extract_text() and "And 8" in sheet.extract_text() for sheet in read.pages)
    assert heads >= 1
    titles = [str(entry.title) for entry in _flat(read.outline)]
    assert sum("Roof" in title for title in titles) >= 1
    assert sum(bool(re.match(r"\d+ ?\d+ \w{3} \d{4}", title)) for title in titles) == 12
    assert any(title.startswith("Source text") for title in titles)


def _flat(outline: list[Any]) -> list[Any]:
    """Bookmarks at all depths."""
    return [entry for item in outline for entry in (_flat(item) if isinstance(item, list) else [item])]


@pytest.mark.parametrize(("dark", "forced"), [(False, False), (True, False), (True, True)])
def test_axe_finds_nothing(browser: Browser, tmp_path: Path, dark: bool, forced: bool) -> None:
    axe = Path(str(pytest.importorskip("axe_core_python").__file__)).with_name("axe.min.js").read_text(encoding="utf-8")
    pair = FOOTBRIDGE.read_text(encoding="utf-8"), parsed(FOOTBRIDGE.read_text(encoding="utf-8"))
    long = long_chain(60)
    texts = [path.read_text(encoding="utf-8") for path in CHAINS]  # redactions, names and scripts of all kinds
    every = [(text, parsed(text, path.name)) for text, path in zip(texts, CHAINS, strict=True)]
    for number, shown in enumerate(
        (page_of(pair), page_of(*every), page_of(probed(PROBES[-1])), page_of((long, parsed(long))))
    ):
        target = tmp_path / f"{number}.html"
        target.write_text(shown, encoding="utf-8")
        browser.open(target, dark=dark, forced=forced)
        browser.value(axe + "; 0")
        found = browser.value("axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html))")
        assert found == []
