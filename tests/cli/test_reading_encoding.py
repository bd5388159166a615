"""``--encoding``: what text is in where neither its bytes nor its header say so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from threadparse.cli.main import main

WORDS = {
    "koi8-r": "Мост закрыт до понедельника.",
    "windows-1251": "Мост закрыт до понедельника.",
    "shift_jis": "橋は月曜日まで閉鎖です。",
    "big5": "橋樑封閉至星期一。",
    "iso-8859-2": "Most jest zamknięty do poniedziałku, proszę czekać.",
}


@pytest.mark.parametrize("kind", ["txt", "html", "eml"])
@pytest.mark.parametrize(("encoding", "words"), WORDS.items(), ids=WORDS)
def test_a_text_that_does_not_say_is_read_as_stated(tmp_path: Path, encoding: str, words: str, kind: str) -> None:
    head = {"txt": "", "html": "<html><p>", "eml": "From: a@x.org\nMIME-Version: 1.0\n\n"}[kind]
    file = tmp_path / f"a.{kind}"
    file.write_bytes(f"{head}{words}\n".encode(encoding))
    found = CliRunner().invoke(main, ["export", "--encoding", encoding, str(file)])
    assert (found.exit_code, found.stderr) == (0, "")
    document = json.loads(found.stdout)
    assert document["threads"][0]["messages"][0]["body"] == words
    assert document["notes"] == []


@pytest.mark.parametrize("data", ["Zoë’s café".encode(), "Zoë’s café".encode("utf-16")])
def test_what_the_bytes_say_for_themselves_wins(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    found = CliRunner().invoke(main, ["export", "--encoding", "koi8-r", str(tmp_path / "a.txt")])
    assert json.loads(found.stdout)["threads"][0]["messages"][0]["body"] == "Zoë’s café"


@pytest.mark.parametrize("command", ["show", "export"])
@pytest.mark.parametrize("name", ["klingon", "", "zip", "base64", "undefined", "a b", "x\u2028"])
def test_an_unknown_name_is_wrong_usage(command: str, name: str) -> None:
    found = CliRunner().invoke(main, [command, "--encoding", name, "-"], input="Hello")
    assert (found.exit_code, found.stdout) == (2, "")
    assert "no encoding of text has this name; try windows-1251" in " ".join(found.stderr.split())
