"""Which reader a source goes to: by what it begins with, whatever it is called."""

from __future__ import annotations

import io

import pytest

from threadparse import ParseOptions
from threadparse.readers.base import Text
from threadparse.readers.registry import texts

FORWARD = "From: Ann Lee <ann@x.org>\nSent: Monday, May 4, 2020 10:00 AM\nTo: Bob\nSubject: Bridge\n\nHi"


@pytest.mark.parametrize(
    ("source", "form"),
    [
        (FORWARD, "text"),
        (FORWARD.replace("Sent", "Date"), "text"),
        ("From: Ann\nTo: Bo\nSubject: What MIME-Version: means\n\nHello", "text"),
        ("Dear all,\nMIME-Version: 1.0\nMessage-ID: <1@x.org>\n", "text"),
        ("Subject: a poem\n\nFrom: here", "text"),
        ("Received: three boxes\n\nThanks", "text"),
        ("> From: ann@x.org\n> MIME-Version: 1.0\n>\n> Hi", "text"),
        ("-----Original Message-----\n" + FORWARD, "text"),
        ("From: Ann <ann@x.org>\nDate: Mon, 4 May 2020 10:00:00 +0100\nSubject: Bridge\n\nHi", "eml"),
        ("Return-Path: <a@b.org>\nFrom: a@b.org\nMIME-Version: 1.0\n\nHello", "eml"),
        ("Subject: Test\nFrom: me@x.org\nTo: you@x.org\nContent-Type: text/plain\n\nHi", "eml"),
        ("\r\n\r\nReceived: x\r\n by y\r\nFrom: a@b.org\r\n\r\nHi", "eml"),
        ("\ufeffFrom: a@b.org\nMessage-ID: <1@b.org>\n\nHi", "eml"),
        ("Message-ID: <1@b.org>\nFrom: a@b.org", "eml"),
        ("Received: " + "x" * 9_000 + "\nFrom: a@b.org\n\nHi", "text"),
        ("DKIM-Signature: a=rsa\nReceived: x\nTo: " + "a@b.org, " * 2_000 + "\nFrom: a@b.org\n\nHi", "eml"),
        ("From a@b.org Mon May  4 10:00:00 2020\nFrom: a@b.org\n\nHi\n", "mbox"),
        ("From the start\nFrom: a@b.org\nMIME-Version: 1.0\n\nHi", "eml"),
        ("<html><body><p>From: Ann</p>", "html"),
    ],
)
@pytest.mark.parametrize("name", ["x.txt", "x.eml", "x.html", "x.mbox"])
def test_content_decides_and_not_the_name(source: str, form: str, name: str) -> None:
    found = list(texts(io.BytesIO(source.encode()), name, ParseOptions()))
    assert [text.source.format for text in found if isinstance(text, Text)] == [form]
