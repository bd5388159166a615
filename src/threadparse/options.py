"""ParseOptions: every leniency and limit of the parser, named, with its default."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Literal

from threadparse.errors import OptionError

__all__ = ["DateOrder", "ParseOptions", "Recognition"]

DateOrder = Literal["auto", "day-first", "month-first"]
Recognition = Literal["auto", "never", "always"]


def _limit(default: int, meaning: str) -> int:
    """Return a limit, its default, and what it counts, which the command line tells too."""
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True, slots=True)
class ParseOptions:
    """How to parse; the defaults are right for most mail.

    What each limit counts stands beside it below, in its field's metadata, and in ``threadparse show --limit help``. A
    source that passes one raises ``LimitError``, but for the two that say what happens instead.

    Attributes:
        date_order: How to read ``03/04/2021`` where the chain itself does not decide it.
        encoding: What text is in that is no UTF-8, has no byte order mark and does not say (a file, a page, a part of a
            mail); None for Windows-1252, with a note.
        column: The column of a table that holds the mails; None for the one that plainly does.
        password: What opens encrypted PDFs.
        ocr: Whether to recognise text in images and in PDF pages: ``auto`` in pages without text, ``always`` in all.
        ocr_lang: What languages it is in, in the codes of Tesseract: ``eng+deu``.
        ocr_kept: Folder in which recognised text is kept by content, so that it is not done again; None to keep none.
        covered: Whether to read what lies under the bars of a PDF, too.

    Raises:
        OptionError: A limit is not positive, or no encoding has that name.
    """

    date_order: DateOrder = "auto"
    encoding: str | None = None
    column: str | None = None
    password: str | None = field(default=None, repr=False)
    covered: bool = False
    ocr: Recognition = "auto"
    ocr_lang: str = "eng"
    ocr_kept: str | None = None
    max_characters: int = _limit(256 * 1024 * 1024, "characters of one text; a file may have 4 bytes for each")
    max_header_lines: int = _limit(400, "lines of a header block; what follows is body")
    max_quote_depth: int = _limit(200, "quote marks before a line; deeper ones count as this deep")
    max_pages: int = _limit(20_000, "pages of a PDF")
    max_content_bytes: int = _limit(32 * 1024 * 1024, "bytes of a content stream of a PDF when unpacked")
    max_nesting: int = _limit(8, "levels of Outlook messages in messages, of archives in archives")
    max_attachments: int = _limit(10_000, "files and messages that an Outlook message carries")
    max_members: int = _limit(200_000, "files of an archive, those of archives in it counted")
    max_unpacked_bytes: int = _limit(
        16 * 1024 * 1024 * 1024, "bytes of an archive or Word file when unpacked, as often as it is"
    )
    max_unpacked_ratio: int = _limit(250, "unpacked bytes for each packed one, in a file and in all; 1 MiB is allowed")
    max_text_ratio: int = _limit(10, "characters of a text for each of its HTML; 1 MiB is allowed")
    max_mail_parts: int = _limit(10_000, "MIME parts of a mail, those of mails attached to it counted")
    max_mail_nesting: int = _limit(50, "levels of MIME parts within parts")

    def __post_init__(self) -> None:
        for limit in fields(self):
            value = getattr(self, limit.name)
            if limit.name.startswith("max_") and value < 1:
                raise OptionError(f"{limit.name} must be 1 or more, not {value}")
        if self.encoding is not None and not _is_encoding(self.encoding):
            words = "no encoding of text has this name; try windows-1251, koi8-r, shift_jis, gb18030, big5 or euc-kr"
            raise OptionError(f"encoding {self.encoding!r}: {words}")


def _is_encoding(name: str) -> bool:
    """Tell whether Python knows an encoding of text by this name."""
    try:
        return bool(" ".encode(name))  # refuses codecs from bytes to bytes ("zip"), which are no encodings of text
    except (LookupError, ValueError, UnicodeError):
        return False
