"""Words and their boxes become lines: rows, columns, paragraphs."""

from __future__ import annotations

from threadparse.readers.pdf_layout import PrintedWord, lay_out


def line(text: str, left: float, base: float, *, size: float = 10, begins: bool = True) -> list[PrintedWord]:
    """Words of a font in which each character is as wide as half its size."""
    words, at = [], left
    for word in text.split(" "):
        width = len(word) * size / 2
        words.append(PrintedWord(word, at, base - 2, at + width, base + size, begins and at == left))
        at += width + size / 2
    return words


def test_rows_are_set_from_top_to_bottom_whatever_the_order_of_the_file() -> None:
    assert lay_out([*line("second", 50, 700), *line("first", 50, 715)]) == "first\nsecond"


def test_a_label_and_its_value_stand_on_one_line() -> None:
    words = [*line("From:", 50, 700), *line("Sent:", 50, 686), *line("Ann", 125, 700), *line("12 May", 125, 686)]
    assert [row.split() for row in lay_out(words).split("\n")] == [["From:", "Ann"], ["Sent:", "12", "May"]]


def test_white_between_paragraphs_is_a_blank_line_and_a_wide_pitch_is_not() -> None:
    bases = [700, 686, 672, 644, 630, 616]
    rows = [word for number, base in enumerate(bases) for word in line(f"line {number}", 50, base)]
    assert lay_out(rows) == "line 0\nline 1\nline 2\n\nline 3\nline 4\nline 5"
    wide = [word for number in range(6) for word in line(f"line {number}", 50, 700 - 19 * number)]
    assert "" not in lay_out(wide).split("\n")


def test_a_raised_ordinal_and_a_leaning_line_stay_in_their_row() -> None:
    raised = [*line("12", 50, 700), *line("th", 60, 704, size=6), *line("May", 69, 700)]
    assert lay_out(raised) == "12th May"
    leaning = [
        word._replace(bottom=word.bottom - 0.01 * word.left, top=word.top - 0.01 * word.left)
        for word in line("a line of a page that was not put straight into the scanner", 50, 700)
    ]
    assert lay_out(leaning).count("\n") == 0


def test_a_word_cut_at_the_end_of_a_line_keeps_its_hyphen_and_its_line() -> None:
    assert lay_out([*line("engage-", 50, 700), *line("ment", 50, 686)]) == "engage-\nment"


def test_head_and_foot_of_a_browser_indent_no_line_between_them() -> None:
    rows = [*line("Dear Nora,", 60, 700), *line("indented", 100, 686), *line("Tomasz", 60, 672)]
    head, foot = line("Re: Lamp - Mail", 20, 740), line("1 of 1", 20, 40)
    found = [row for row in lay_out([*head, *rows, *foot]).split("\n") if row]
    assert [row.index(row.strip()) for row in found] == [0, 0, 8, 0, 0]
    assert lay_out([*head, *rows]).split("\n")[-1].startswith("    ")


def test_one_blank_of_a_typewriter_is_one_blank_however_low_its_words_are() -> None:
    typed = line("The divers found two cracks below the third ladder.", 50, 700, size=12)
    low = [word._replace(bottom=700, top=707) for word in typed]
    assert lay_out(low) == "The divers found two cracks below the third ladder."
    ink = [word._replace(left=word.left + 0.2, right=word.right - 2.4) for word in low]
    assert lay_out(ink) == "The divers found two cracks below the third ladder."
    apart = [word._replace(left=word.left + 6, right=word.right + 6) for word in low[5:]]
    assert lay_out([*low[:5], *apart]) == "The divers found two cracks  below the third ladder."


def test_no_words_are_no_text_and_far_ones_do_not_fill_the_memory() -> None:
    assert lay_out([]) == ""
    assert len(lay_out([*line("a", 0, 700), *line("b", 1e9, 700)])) < 1000


LEFT = [f"line {number} on the left of it" for number in range(9)]
RIGHT = [f"and {number} to the right of it" for number in range(9)]


def beside(left: list[str], right: list[str], start: float = 250) -> list[PrintedWord]:
    """Set lines side by side, from 700 points downwards."""
    columns = ((50.0, left), (start, right))
    return [
        word for at, lines in columns for number, text in enumerate(lines) for word in line(text, at, 700 - 14 * number)
    ]


def test_two_columns_of_text_are_read_one_after_the_other() -> None:
    head = line("The harbour news of the spring, with all of its tides", 80, 760)
    foot = [*line("Page 1", 50, 500), *line("harbour.example", 250, 500)]
    found = lay_out([*head, *beside([*LEFT, "Ann"], RIGHT), *foot]).split("\n")
    assert [row.strip() for row in found[1:-1]] == [*LEFT, "Ann", *RIGHT]
    assert found[-1].split() == ["Page", "1", "harbour.example"]


def test_labels_beside_values_and_columns_with_a_line_across_stay_rows() -> None:
    assert lay_out(beside(["Label:"] * 9, RIGHT)).split("\n")[0].split() == ["Label:", *RIGHT[0].split()]
    across = line("a line that goes on over both of them without an end", 50, 644)
    words = beside([*LEFT[:4], "", *LEFT[5:]], [*RIGHT[:4], "", *RIGHT[5:]])
    found = lay_out([word for word in [*words, *across] if word.text]).split("\n")
    assert found[0].split() == [*LEFT[0].split(), *RIGHT[0].split()]
