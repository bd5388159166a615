"""Words that a page hides are bars in the text and a warning; tables, charts, forms and highlights hide nothing."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject
from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.shapes import Drawing
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table

from tests.readers.printed import drawn
from tests.readers.reading import read_text
from threadparse.options import ParseOptions

Draw = Callable[[Canvas], None]
LEFT, BASE, WIDTH = 100, 700, 50  # of the word "Quill"


def page(*drawn: Draw) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream)
    for draw in drawn:
        draw(canvas)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def words(canvas: Canvas) -> None:
    canvas.setFillColor(colors.black)
    canvas.drawString(60, BASE, "Ask")
    canvas.drawString(LEFT, BASE, "Quill")
    canvas.drawString(160, BASE, "today")


def box(color: colors.Color) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(color)
        canvas.rect(LEFT - 2, BASE - 4, WIDTH, 14, stroke=0, fill=1)

    return draw


def line(canvas: Canvas) -> None:
    canvas.setStrokeColor(colors.black)
    canvas.setLineWidth(14)
    canvas.line(LEFT - 2, BASE + 3, LEFT + WIDTH, BASE + 3)


def code(canvas: Canvas) -> None:
    canvas.setFillColor(colors.red)
    canvas.drawString(LEFT, BASE, "b6")


def annotated(kind: str) -> bytes:
    """The words with an annotation over one of them."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(page(words))))
    numbers = [FloatObject(number) for number in (LEFT - 2, BASE - 4, LEFT + WIDTH, BASE + 10)]
    fields = {"/Type": NameObject("/Annot"), "/Subtype": NameObject(kind), "/Rect": ArrayObject(numbers)}
    fields["/IC"] = ArrayObject([FloatObject(0)] * 3)
    writer.add_annotation(0, DictionaryObject({NameObject(name): value for name, value in fields.items()}))
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


KINDS = {
    "black box": page(words, box(colors.black)),
    "thick line": page(words, line),
    "box on a page that is turned": page(words, box(colors.black), lambda canvas: canvas.setPageRotation(90)),
    "white box": page(words, box(colors.white)),
    "white box with a code on it": page(words, box(colors.white), code),
    "box of the colour of the words": page(box(colors.black), words),
    "redaction not applied": annotated("/Redact"),
    "square": annotated("/Square"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_covered_words_are_bars_and_a_warning_without_them(kind: str) -> None:
    text = read_text(KINDS[kind], "a.pdf")
    assert text.characters.replace(" b6", "").split() == ["Ask", "█████", "today"]
    codes = ["pdf.covered-text"] + ["pdf.redaction-pending"] * (kind == "redaction not applied")
    assert [note.code for note in text.notes] == codes
    assert text.notes[0].text.startswith("Page 1: 5 characters lie under a bar")
    assert "Quill" not in repr(text)


@pytest.mark.parametrize("kind", KINDS)
def test_they_are_read_if_one_asks_for_them_and_a_warning_says_so(kind: str) -> None:
    text = read_text(KINDS[kind], "a.pdf", ParseOptions(covered=True))
    assert "Quill" in text.characters
    assert text.notes[0].code == "pdf.covered-read"


def table(canvas: Canvas) -> None:
    rows = [["Name", "Sum"], ["Ida", "12"], ["Per", "7"]]
    head = [("BACKGROUND", (0, 0), (-1, 0), colors.black), ("TEXTCOLOR", (0, 0), (-1, 0), colors.white)]
    shading = [("BACKGROUND", (0, 1), (-1, -1), colors.lightgrey), ("GRID", (0, 0), (-1, -1), 1, colors.black)]
    made = Table(rows, style=head + shading)
    made.wrapOn(canvas, 300, 300)
    made.drawOn(canvas, 60, 500)


def chart(canvas: Canvas) -> None:
    drawing, bars = Drawing(300, 150), VerticalBarChart()
    bars.data, bars.categoryAxis.categoryNames = [[3, 5, 4]], ["Jan", "Feb", "Mar"]
    bars.barLabelFormat, bars.width, bars.height = "%d", 250, 120
    drawing.add(bars)
    drawing.drawOn(canvas, 60, 300)


def highlight(canvas: Canvas) -> None:
    words(canvas)
    canvas.setFillColor(colors.yellow)
    canvas.setFillAlpha(0.4)
    canvas.rect(LEFT - 2, BASE - 4, WIDTH, 14, stroke=0, fill=1)


def form(canvas: Canvas) -> None:
    canvas.drawString(60, BASE, "Name")
    canvas.acroForm.textfield(name="name", value="Ida", x=LEFT, y=BASE - 4, width=120, height=16)


def underline(canvas: Canvas) -> None:
    words(canvas)
    canvas.rect(LEFT, BASE - 2, 40, 0.7, fill=1)
    canvas.rect(LEFT - 4, BASE - 6, 60, 20, fill=0)


def panel(canvas: Canvas) -> None:
    """A dark picture of no plain shape with white words on it, above a white page."""
    canvas.setFillColor(colors.white)
    canvas.rect(0, 0, 595, 842, stroke=0, fill=1)
    canvas.setFillColor(colors.navy)
    canvas.roundRect(80, 680, 200, 60, 10, stroke=0, fill=1)
    canvas.setFillColor(colors.white)
    canvas.drawString(LEFT, BASE, "Quarterly")


@pytest.mark.parametrize("draw", [table, chart, highlight, form, underline, panel])
def test_what_hides_nothing_is_no_alarm(draw: Draw) -> None:
    text = read_text(page(draw), "a.pdf")
    assert "█" not in text.characters
    assert text.notes == ()


def test_white_words_on_a_gradient_are_seen() -> None:
    content = b"/Pattern cs /P scn 50 700 300 40 re f 1 1 1 rg BT /F 30 Tf 60 710 Td (Still illicit) Tj ET"
    shades = b"/FunctionType 2 /Domain [0 1] /C0 [0 0.2 0.4] /C1 [0.4 0.6 0.8] /N 1"
    shading = b"/ShadingType 2 /ColorSpace /DeviceRGB /Coords [50 0 350 0] /Function << %s >>" % shades
    pattern = b"/Resources << /Pattern << /P << /PatternType 2 /Shading << %s >> >> >>" % shading
    data = drawn(content).replace(b"/Resources <<", pattern)
    assert read_text(data, "banner.pdf").characters == "Still illicit\n"
    blank = drawn(content.replace(b"/Pattern cs /P scn", b"1 1 1 rg"))
    assert read_text(blank, "blank.pdf").characters == "█████ ███████\n"
