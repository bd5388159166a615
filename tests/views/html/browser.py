"""Chromium, driven over a pipe: what a page does and measures in a browser. Tests skip where it is missing."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

__all__ = ["Browser", "chromium", "program"]

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def program() -> str | None:
    """The path of a Chromium; None if there is none."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


class Browser:
    """A browser with one tab, over the pipe of its debugging protocol.

    Attributes:
        events: What the browser told by itself since the last page was opened.
    """

    def __init__(self, reading: int, writing: int) -> None:
        self._in = os.fdopen(reading, "rb")
        self._out = os.fdopen(writing, "wb")
        self._count = 0
        self._session: str | None = None
        self._buffer = b""
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Ask the browser to do something, and wait for its answer."""
        self._count += 1
        message: dict[str, Any] = {"id": self._count, "method": method, "params": parameters}
        if self._session is not None:
            message["sessionId"] = self._session
        self._out.write(json.dumps(message).encode() + b"\0")
        self._out.flush()
        while True:
            answer = self._read()
            if answer.get("id") == self._count:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return dict(answer["result"])
            self.events.append(answer)

    def close(self) -> None:
        """Let the pipes be closed."""
        self._in.close()
        with suppress(OSError):
            self._out.close()

    def _read(self) -> dict[str, Any]:
        """Return the next message."""
        while b"\0" not in self._buffer:
            data = os.read(self._in.fileno(), 1 << 20)
            if not data:
                raise RuntimeError("the browser ended")
            self._buffer += data
        message, _, self._buffer = self._buffer.partition(b"\0")
        return dict(json.loads(message))

    def open(
        self,
        path: Path,
        *,
        width: int = 1280,
        height: int = 900,
        dark: bool = False,
        forced: bool = False,
        fragment: str = "",
    ) -> None:
        """Show a file, and wait until it is loaded; ``forced``: in the reader's own colours."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        features = {
            "prefers-color-scheme": "dark" if dark else "light",
            "forced-colors": "active" if forced else "none",
        }
        self.call("Emulation.setEmulatedMedia", features=[{"name": k, "value": v} for k, v in features.items()])
        for url in ("about:blank", path.as_uri() + fragment):  # from a page to itself nothing would be loaded
            self.events.clear()
            self.call("Page.navigate", url=url)
            while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
                self.events.append(self._read())

    def value(self, expression: str) -> Any:
        """Return the value of an expression on the page."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def spoken(self) -> list[tuple[str, str]]:
        """Return what a screen reader gets, in its order: roles and names."""
        nodes = {node["nodeId"]: node for node in self.call("Accessibility.getFullAXTree")["nodes"]}
        told, waiting = [], [next(iter(nodes))]
        while waiting:
            node = nodes[waiting.pop()]
            waiting += reversed([child for child in node["childIds"] if child in nodes])
            if not node["ignored"]:
                told.append((str(node["role"]["value"]), str(node.get("name", {}).get("value", ""))))
        return told

    def click(self, selector: str) -> None:
        """Click in the middle of an element that is in view."""
        x, y = self.value(
            f"(b => [b.x + b.width / 2, b.y + b.height / 2])"
            f"(document.querySelector({json.dumps(selector)}).getClientRects()[0])"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
        self.value("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))")

    def tab(self) -> None:
        """Press the tabulator key."""
        for kind in ("rawKeyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)

    def screenshot(self, target: Path, *, whole: bool = False) -> None:
        """Write what the window shows, or the whole page, as a PNG file."""
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"]
        target.write_bytes(base64.b64decode(data))

    def pdf(self) -> bytes:
        """Print the page."""
        options = {"preferCSSPageSize": True, "printBackground": False, "generateTaggedPDF": True}
        answer = self.call("Page.printToPDF", **options, generateDocumentOutline=True, transferMode="ReturnAsBase64")
        return base64.b64decode(answer["data"])


@contextmanager
def chromium(profile: Path) -> Iterator[Browser]:
    """Start a Chromium, and end it.

    Args:
        profile: An empty folder for what it keeps.
    """
    path = program()
    assert path is not None
    to_read, to_browser = os.pipe()
    from_browser, to_write = os.pipe()

    def place_pipes() -> None:
        """Give the browser its pipes where it looks for them; both are moved out of the way first."""
        reading, writing = os.dup(to_read), os.dup(to_write)
        os.dup2(reading, 3)
        os.dup2(writing, 4)

    options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-pipe"]
    process = subprocess.Popen(
        [path, *options, "--no-first-run", "--disable-dev-shm-usage", f"--user-data-dir={profile}"],
        close_fds=False,
        preexec_fn=place_pipes,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(to_read)
    os.close(to_write)
    browser = Browser(from_browser, to_browser)
    try:
        yield browser
    finally:
        with suppress(OSError, RuntimeError):
            browser.call("Browser.close")
        browser.close()
        process.wait(timeout=20)
