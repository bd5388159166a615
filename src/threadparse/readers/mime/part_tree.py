"""The tree of a mail's parts (RFC 2046), cut without recursion and in linear time, whatever its boundaries say.

``email.feedparser`` of the standard library asks every open boundary about every line and recurses on nested parts, so
that a small hostile mail costs minutes or a ``RecursionError``; here each level is one search for its own boundary.
"""

from __future__ import annotations

import binascii
import quopri
import re
from dataclasses import dataclass, field

from threadparse.errors import LimitError
from threadparse.options import ParseOptions
from threadparse.readers.base import HEAD_BYTES
from threadparse.readers.mime.detect import accepts
from threadparse.readers.mime.fields import Fields, read_fields
from threadparse.readers.mime.parameters import Typed, typed
from threadparse.readers.mime.signed import SMIME_TYPES, signed_content

__all__ = ["MimePart", "is_smime", "read_parts"]

_FIRST_BOUNDARY = re.compile(
    rb"(?:\A|(?<=\n))--([^\r\n]{1,200}?)[ \t]*\r?\n(?=content-[a-z-]{2,30}[ \t]*:|mime-version[ \t]*:)", re.IGNORECASE
)
_LATE_TYPE = re.compile(rb"\s*(?=content-type[ \t]*:[ \t]*multipart/)", re.IGNORECASE)
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_UU_BEGIN = re.compile(rb"(?:\A|(?<=\n))begin(?:-base64)? [0-7]{3,4} [^\r\n]+\r?\n")
_LINE_REST = re.compile(rb"(--)?[ \t]*(?:\r\n|\n|\r|\Z)")
_MAILS = frozenset({"message/rfc822", "message/global", "message/news"})
_ANY_FILE = "application/octet-stream"  # RFC 2046 §4.5.1


@dataclass(slots=True)
class MimePart:
    """A mail, or a part of one.

    Attributes:
        fields: Its header.
        content: Content-Type; ``text/plain`` where none is given.
        disposition: Content-Disposition.
        body: The bytes behind the header, still in their transfer encoding; of a multipart the preamble only.
        children: The parts of a multipart, the one mail of a ``message/rfc822``, or the one part that S/MIME signed.
        broken: A multipart whose boundary is missing from its header or from its body.
    """

    fields: Fields
    content: Typed
    disposition: Typed
    body: bytes
    children: list[MimePart] = field(default_factory=list)
    broken: bool = False

    def decoded(self) -> bytes:
        """Return the body without its transfer encoding (RFC 2045 §6); what breaks the encoding's rules is left out."""
        encoding = typed(self.fields.raw("content-transfer-encoding")).value.strip('"')
        if encoding == "base64":
            return _from_base64(self.body)
        if encoding == "quoted-printable":
            return quopri.decodestring(self.body)
        if encoding in ("x-uuencode", "uuencode", "uue", "x-uue"):
            return _uudecoded(self.body)
        return self.body

    def name(self) -> str | None:
        """Return the file's name (RFC 2183 §2.3; older mailers: the ``name`` of the content type), without folders."""
        given = self.disposition.parameters.get("filename") or self.content.parameters.get("name") or ""
        words = " ".join(re.split(r"[\\/]", given)[-1].split())
        return words or None


def read_parts(data: bytes, path: str, options: ParseOptions) -> MimePart:
    """Cut a mail into its parts.

    Args:
        data: The mail.
        path: What to call it in an error.
        options: ``max_mail_parts`` and ``max_mail_nesting`` are the limits.

    Returns:
        The mail, with all parts below it.

    Raises:
        LimitError: There are more parts than allowed, or they are nested more deeply.
    """
    root = _with_late_type(_part(data, "text/plain"))
    count, level, todo = 1, 0, [root]
    while todo:
        level += 1
        below = [child for part in todo for child in _cut(part)]
        count += len(below)
        if count > options.max_mail_parts:
            words = f"this mail has more than {options.max_mail_parts:,} parts"
            raise LimitError(path, words, "max_mail_parts", "if you trust it,")
        if below and level > options.max_mail_nesting:
            words = f"this mail has parts nested over {options.max_mail_nesting} deep"
            raise LimitError(path, words, "max_mail_nesting", "if you trust it,")
        todo = below
    return root


def _part(data: bytes, default: str) -> MimePart:
    fields, begin = read_fields(data)
    content = typed(fields.raw("content-type"))
    if "/" not in content.value:  # RFC 2045 §5.2: a type that breaks the rules is text
        content = Typed(default, content.parameters)
    return MimePart(fields, content, typed(fields.raw("content-disposition")), data[begin:])


def _with_late_type(mail: MimePart) -> MimePart:
    """Return a mail with the type of its parts, where a gateway left blank lines above that field."""
    late = _LATE_TYPE.match(mail.body) if mail.fields.raw("content-type") is None else None
    if late is not None:
        fields, begin = read_fields(mail.body[late.end() :])
        mail.content, mail.body = typed(fields.raw("content-type")), mail.body[late.end() + begin :]
    return mail


def _cut(part: MimePart) -> list[MimePart]:
    """Return the parts directly inside a part; a multipart without boundary becomes text."""
    kind = part.content.value
    if kind in _MAILS or (kind == _ANY_FILE and _holds_mail(part)):
        mail = part.decoded()
        part.children = [_part(mail.lstrip(b"\r\n"), "text/plain")]
    elif is_smime(part):
        content = signed_content(part.decoded())
        if content is not None:
            part.children = [_unwrapped(_part(content, "text/plain"))]
    elif kind.startswith("multipart/"):
        pieces = _pieces(part)
        default = "message/rfc822" if kind == "multipart/digest" else "text/plain"  # RFC 2046 §5.1.5
        part.children = [_part(piece, default) for piece in pieces]
        if not pieces:
            part.content = Typed("text/plain", part.content.parameters)
    return part.children


def _unwrapped(part: MimePart) -> MimePart:
    """Return what a mail signed with its header holds (RFC 8551 §3.1: the same mail once more), or the part itself."""
    if part.content.value != "message/rfc822" or part.content.parameters.get("forwarded") == "yes":
        return part
    return _part(part.decoded().lstrip(b"\r\n"), "text/plain")


def is_smime(part: MimePart) -> bool:
    """Tell whether a part is an S/MIME structure, by its type or, where mailers give none, by its name.

    Args:
        part: Any part.
    """
    kind = part.content.value
    return kind in SMIME_TYPES or (kind == _ANY_FILE and (part.name() or "").lower().endswith(".p7m"))


def _holds_mail(part: MimePart) -> bool:
    """Tell whether a file is a mail by its name, where it has one, and by how it begins."""
    name = part.name()
    return (name is None or name.lower().endswith(".eml")) and accepts(part.decoded()[:HEAD_BYTES])


def _pieces(part: MimePart) -> list[bytes]:
    """Return the bytes of each part of a multipart."""
    boundary = part.content.parameters.get("boundary", "").rstrip().encode("utf-8", "replace")
    pieces = _between(part.body, boundary) if boundary else []
    if not pieces:
        part.broken = True
        guessed = _FIRST_BOUNDARY.search(part.body)
        pieces = _between(part.body, guessed[1]) if guessed else []
    return pieces


def _between(body: bytes, boundary: bytes) -> list[bytes]:
    """Return what stands between the delimiter lines of a boundary (RFC 2046 §5.1.1); the last may not be closed."""
    mark = b"--" + boundary
    pieces: list[bytes] = []
    begin, at = -1, -1
    while (at := body.find(mark, at + 1)) >= 0:
        rest = _LINE_REST.match(body, at + len(mark)) if at == 0 or body[at - 1] in b"\r\n" else None
        if rest is None:
            continue
        if begin >= 0:
            end = at - 2 if body[at - 2 : at] == b"\r\n" else at - 1  # the line end before it belongs to the delimiter
            pieces.append(body[begin : max(begin, end)])
        if rest[1]:
            return pieces
        begin = at = rest.end()
        at -= 1
    if begin >= 0 and body[begin:].strip():
        pieces.append(body[begin:])
    return pieces


def _from_base64(body: bytes) -> bytes:
    """Decode; what a list server wrote below the padding is passed over, and a part that was cut keeps what it has."""
    try:
        return binascii.a2b_base64(body)
    except binascii.Error:
        letters = _NO_BASE64.sub(b"", body)
        letters = letters[:-1] if len(letters) % 4 == 1 else letters
        return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def _uudecoded(body: bytes) -> bytes:
    begin = _UU_BEGIN.search(body)
    if begin is None:
        return body
    decoded = []
    for line in body[begin.end() :].splitlines():
        if line.strip() in (b"end", b"`", b""):
            break
        try:
            decoded.append(binascii.a2b_uu(line))
        except binascii.Error:  # trailing blanks lost or added: the first byte says how many bytes there are
            count = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                decoded.append(binascii.a2b_uu(line[:count]))
            except binascii.Error:
                continue
    return b"".join(decoded)
