"""The content of a PDF page made plain for pypdf's layout mode: form XObjects written out, a turned page turned back.

Layout mode reads the operators of the page itself only, passes over ``Do`` (ISO 32000-1 §8.10) and leaves out text that
is not upright in the content, be the page turned for showing or not. But stamps and printed mails often stand in forms,
and scanned or wide pages are turned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PageObject

__all__ = ["make_plain"]

_DEEPEST = 12  # forms in forms; real ones have two or three
_MAX_OPERATIONS = 100_000  # of one page, all forms written out; a page of small print has 10,000
# What moves or shows text; lines, fills and pictures are left out.
_TEXT_OPERATORS = frozenset(b"q Q cm BT ET Tf Td TD Tm T* Tj TJ ' \" Tc Tw Tz TL Ts".split())

# The matrix that turns content as a viewer turns the page, clockwise (ISO 32000-1 §7.7.3.3).
_TURNS = {90: (0, -1, 1, 0, 0, 0), 180: (-1, 0, 0, -1, 0, 0), 270: (0, 1, -1, 0, 0, 0)}

_Operation = tuple[Any, bytes]


def make_plain(page: PageObject) -> bool:
    """Replace the forms that a page paints by what they paint, and turn it as its ``Rotate`` entry says.

    Each form is put in the place where it is painted, its matrix before it and its fonts under names of their own.

    Args:
        page: The page; its content and fonts are changed if it has forms or is turned.

    Returns:
        False if that cannot be done, since forms in forms paint too much; then the page is as it was.
    """
    from pypdf.generic import ContentStream, DictionaryObject, FloatObject, NameObject

    contents = page.get("/Contents")
    resources = _dictionary(page.get("/Resources"))
    turn = _TURNS.get(page.rotation % 360)
    if contents is None or not (turn or _forms(resources)):
        return True
    writer = _PageWriter(page.pdf)
    if turn:
        writer.operations += [([], b"q"), ([FloatObject(number) for number in turn], b"cm")]
    writer.write(ContentStream(contents.get_object(), page.pdf, "bytes").operations, resources, depth=0)
    if turn:
        writer.operations.append(([], b"Q"))
    if len(writer.operations) > _MAX_OPERATIONS:
        return False
    flat = ContentStream(None, page.pdf, "bytes")
    flat.operations = writer.operations
    page[NameObject("/Contents")] = flat
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): writer.fonts})
    return True


class _PageWriter:
    """The operations of a page as they are written out."""

    def __init__(self, pdf: Any) -> None:
        from pypdf.generic import DictionaryObject

        self.pdf = pdf
        self.operations: list[_Operation] = []
        self.fonts: dict[Any, Any] = DictionaryObject()
        self._names: dict[int, Any] = {}

    def write(self, operations: list[_Operation], resources: dict[Any, Any], depth: int) -> None:
        """Write the operations of the page or of a form."""
        fonts, forms = _dictionary(resources.get("/Font")), _forms(resources)
        for operands, operator in operations:
            if len(self.operations) > _MAX_OPERATIONS:
                return
            if operator == b"Do" and operands and operands[0] in forms and depth < _DEEPEST:
                self._write_form(forms[operands[0]], resources, depth)
            elif operator == b"Tf" and operands and operands[0] in fonts:
                self.operations.append(([self._font(fonts, operands[0]), *operands[1:]], operator))
            elif operator in _TEXT_OPERATORS:
                self.operations.append((operands, operator))

    def _write_form(self, form: Any, outer: dict[Any, Any], depth: int) -> None:
        """Write one form as ISO 32000-1 §8.10.1 paints it: save, move, paint, restore."""
        from pypdf.generic import ContentStream

        self.operations.append(([], b"q"))
        matrix = form.get("/Matrix")
        if matrix is not None and len(matrix) == 6:
            self.operations.append((list(matrix), b"cm"))
        before = len(self.operations)
        resources = _dictionary(form.get("/Resources")) or outer
        self.write(ContentStream(form, self.pdf, "bytes").operations, resources, depth + 1)
        operators = [operator for _, operator in self.operations[before:]]
        for _ in range(operators.count(b"q") - operators.count(b"Q")):
            self.operations.append(([], b"Q"))  # what a form saves it has to restore, or all behind it moves
        self.operations.append(([], b"Q"))

    def _font(self, fonts: dict[Any, Any], name: Any) -> Any:
        """Return the name of a font for the whole page; forms use the same names for other fonts."""
        from pypdf.generic import NameObject

        raw = fonts.raw_get(name) if hasattr(fonts, "raw_get") else fonts[name]
        identity = getattr(raw, "idnum", None) or -id(fonts[name])
        if identity not in self._names:
            self._names[identity] = NameObject(f"/T{len(self._names)}")
            self.fonts[self._names[identity]] = raw
        return self._names[identity]


def _forms(resources: dict[Any, Any]) -> dict[Any, Any]:
    """Return the forms among the XObjects of some resources, by name."""
    objects = _dictionary(resources.get("/XObject"))
    found = {name: _dictionary(objects[name]) for name in objects}
    return {name: form for name, form in found.items() if form.get("/Subtype") == "/Form"}


def _dictionary(value: Any) -> Any:
    """Return what a value refers to, if that is a dictionary, else an empty one."""
    found = value.get_object() if value is not None else None
    return found if isinstance(found, dict) else {}
