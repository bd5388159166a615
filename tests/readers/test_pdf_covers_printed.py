"""Two hundred printed pages of tables, charts and forms hide no word: none of their boxes is taken for a bar."""

from __future__ import annotations

import io
import random

import pytest
from reportlab.graphics import renderPDF
from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.charts.piecharts import Pie
from reportlab.graphics.shapes import Drawing
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table, TableStyle

from threadparse.readers.pdf_process import PdfProcess

PAGES = 200
DARK = (colors.black, colors.darkblue, colors.darkred, colors.HexColor("#333333"))
LIGHT = (colors.whitesmoke, colors.lightgrey, colors.lightyellow, colors.white, colors.HexColor("#dde6f0"))
WORDS = ["Harbour", "Wall", "Berth", "Crane", "Survey", "Ferry", "Depth", "Gauge", "Notice", "Pile", "Grout", "Steps"]


def table(canvas: Canvas, chance: random.Random) -> None:
    """Draw a table with a dark head and shaded rows."""
    columns = chance.randint(3, 6)
    rows = [[chance.choice(WORDS) for _ in range(columns)] for _ in range(chance.randint(8, 24))]
    head, stripes = chance.choice(DARK), [chance.choice(LIGHT), chance.choice(LIGHT)]
    style = [
        ("BACKGROUND", (0, 0), (-1, 0), head),
        ("TEXTCOLOR", (0, 0), (-1, 0), colors.white),
        ("ROWBACKGROUNDS", (0, 1), (-1, -1), stripes),
        ("BACKGROUND", (-1, -1), (-1, -1), chance.choice((colors.yellow, colors.lightgreen))),
        ("GRID", (0, 0), (-1, -1), chance.choice((0.25, 1)), colors.grey),
    ]
    drawn = Table(rows, style=TableStyle(style))
    drawn.wrapOn(canvas, 480, 700)
    drawn.drawOn(canvas, 60, 780 - drawn._height)


def chart(canvas: Canvas, chance: random.Random) -> None:
    """Draw bars with their values written in them, a pie, and a legend."""
    drawing = Drawing(440, 300)
    bars = VerticalBarChart()
    bars.x, bars.y, bars.width, bars.height = 30, 60, 220, 200
    bars.data = [[chance.randint(5, 60) for _ in range(5)] for _ in range(2)]
    bars.categoryAxis.categoryNames = chance.sample(WORDS, 5)
    bars.barLabelFormat = "%d"
    bars.barLabels.nudge = chance.choice((-8, 8))
    drawing.add(bars)
    pie = Pie()
    pie.x, pie.y, pie.width, pie.height = 300, 90, 120, 120
    pie.data = [chance.randint(1, 9) for _ in range(5)]
    pie.labels = chance.sample(WORDS, 5)
    pie.sideLabels = chance.choice((True, False))
    drawing.add(pie)
    renderPDF.draw(drawing, canvas, 60, 420)
    canvas.setFillColor(chance.choice(DARK))
    canvas.roundRect(60, 340, 240, 40, 6, fill=1)
    canvas.setFillColor(colors.white)
    canvas.drawString(72, 356, f"Figure: {chance.choice(WORDS)} by {chance.choice(WORDS)}")


def form(canvas: Canvas, chance: random.Random) -> None:
    """Draw a form with fields that are filled in, boxes that are ticked, and a shaded note."""
    fields = canvas.acroForm
    for number in range(chance.randint(6, 12)):
        top = 760 - 40 * number
        canvas.setFillColor(colors.black)
        canvas.drawString(60, top, f"{chance.choice(WORDS)}:")
        fill = chance.choice(LIGHT)
        fields.textfield(chance.choice(WORDS), fillColor=fill, x=160, y=top - 6, height=20)
        fields.checkbox(checked=True, x=320, y=top - 4, size=16, fillColor=fill)
        canvas.drawString(345, top, chance.choice(WORDS))
    canvas.setFillColor(chance.choice(LIGHT))
    canvas.rect(56, 200, 480, 60, fill=1, stroke=1)
    canvas.setFillColor(colors.black)
    canvas.drawString(64, 236, "Please return this form to the Harbour Office.")
    canvas.setFillColor(colors.Color(1, 1, 0, alpha=0.4))
    canvas.rect(62, 230, 180, 16, fill=1, stroke=0)
    canvas.highlightAnnotation("Read", Rect=(64, 210, 200, 224), QuadPoints=(64, 224, 200, 224, 64, 210, 200, 210))


@pytest.mark.slow
def test_no_word_of_tables_charts_and_forms_is_taken_for_a_hidden_one() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    chance = random.Random(14)
    for number in range(PAGES):
        (table, chart, form)[number % 3](canvas, chance)
        canvas.showPage()
    canvas.save()
    file = PdfProcess(stream.getvalue())
    try:
        pages = list(file.pages())
    finally:
        file.close()
    assert len(pages) == PAGES
    assert [number for number, page in enumerate(pages) if page.covered or page.pending or "█" in page.characters] == []
    assert all(page.state == "read" and page.characters for page in pages)
