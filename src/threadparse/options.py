"""ParseOptions: every leniency and limit of the parser, named, with its default."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

from threadparse.errors import OptionError

__all__ = ["DateOrder", "ParseOptions"]

DateOrder = Literal["auto", "day-first", "month-first"]


@dataclass(frozen=True, slots=True)
class ParseOptions:
    """How to parse; the defaults are right for most mail.

    Attributes:
        date_order: How to read ``03/04/2021`` where the chain itself does not decide it.
        max_characters: Longest text that is parsed, in characters; a longer one raises ``LimitError``.
        max_header_lines: Longest header block, in lines; what follows is body.
        max_quote_depth: Quote marks deeper than this count as this deep.
        max_pages: Most pages of a PDF.
        max_nesting: How deep messages may lie in messages, and archives in archives.
        max_attachments: Most files and messages that one message may carry.
        max_members: Most files of a ZIP archive, those of archives in it counted.
        max_unpacked_bytes: Most bytes that a ZIP archive or a Word file may hold when unpacked.
        max_unpacked_ratio: Most bytes that one packed byte of a ZIP archive or a Word file may stand for; small files
            are not measured.
        max_mail_parts: Most MIME parts of one mail, those of attached mails included; more raise ``LimitError``.
        max_mail_nesting: Most levels of parts within parts of one mail; more raise ``LimitError``.

    Raises:
        OptionError: A limit is not positive.
    """

    date_order: DateOrder = "auto"
    max_characters: int = 256 * 1024 * 1024
    max_header_lines: int = 400
    max_quote_depth: int = 200
    max_pages: int = 20_000
    max_nesting: int = 8
    max_attachments: int = 10_000
    max_members: int = 200_000
    max_unpacked_bytes: int = 16 * 1024 * 1024 * 1024
    max_unpacked_ratio: int = 250
    max_mail_parts: int = 10_000
    max_mail_nesting: int = 50

    def __post_init__(self) -> None:
        for limit in fields(self):
            value = getattr(self, limit.name)
            if limit.name.startswith("max_") and value < 1:
                raise OptionError(f"{limit.name} must be 1 or more, not {value}")
