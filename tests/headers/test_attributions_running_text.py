"""Running text that ends with a verb and a colon is no attribution in any language, unless something confirms it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.locales.renderer import NAMES, RECORDS, attribution
from tests.rows import each_row

import threadparse
from threadparse.headers.attribution_patterns import match_attribution

#: Lines of letters that name a writer or a day; below them stand words without marks.
LINES = [
    "On Monday Jane wrote that the report is not ready:",
    "As Jane Roe wrote in her letter of 3 May 2019:",
    "Мария написала:",
    "В понедельник Мария написала, что отчёт не готов:",
    "Am Montag schrieb Jane, dass der Bericht nicht fertig ist:",
    "Frau Roe schrieb:",
    "Lundi, Jane a écrit que le rapport n'est pas prêt :",
    "Jane a écrit :",
    "El lunes Jane escribió que el informe no está listo:",
    "Jane escribió:",
    "Lunedì Jane ha scritto che la relazione non è pronta:",
    "Jane ha scritto:",
    "Na segunda-feira Jane escreveu que o relatório não está pronto:",
    "Jane escreveu:",
    "Op maandag schreef Jane dat het rapport niet klaar is:",
    "Jane schreef:",
    "I måndags skrev Jane att rapporten inte är klar:",
    "Jane skrev:",
    "W poniedziałek Jane napisała, że raport nie jest gotowy:",
    "Jane napisał:",
    "V pondělí Jane napsala, že zpráva není hotová:",
    "Jane napsal:",
    "Maanantaina Jane kirjoitti, ettei raportti ole valmis:",
    "Jane kirjoitti:",
    "Hétfőn Jane azt írta, hogy a jelentés nincs kész:",
    "Jane írta:",
    "Pazartesi günü Jane raporun hazır olmadığını yazdı:",
    "Jane yazdı:",
    "Τη Δευτέρα η Jane έγραψε ότι η έκθεση δεν είναι έτοιμη:",
    "Η Jane έγραψε:",
    "У понеділок Марія написала, що звіт не готовий:",
    "Марія написала:",
    "В понеделник Мария написа, че докладът не е готов:",
    "月曜日にジェーンさんは報告書ができていないと書きました:",
    "ジェーンさんは書きました:",
    "星期一，简写道：",
    "王小明写道：",
    "월요일에 제인이 보고서가 준비되지 않았다고 썼습니다:",
    "제인 작성:",
    "كتبت جين يوم الاثنين أن التقرير غير جاهز:",
    "كتب أحمد:",
    "ביום שני כתבה ג'יין שהדוח לא מוכן:",
    "דוד כתב:",
    "ในวันจันทร์ เจนเขียนว่า:",
    "Hari Senin Jane menulis bahwa laporan belum siap:",
    "Thứ Hai, Jane đã viết:",
    "Ddydd Llun ysgrifennodd Jane:",
    "Luni Jane a scris că raportul nu este gata:",
    "सोमवार को जेन ने लिखा:",
    "Jana pirmdien rakstīja:",
    "Jonas rašė:",
    "On 3 May 2019:",
    "On 3 May 2019, Mr Lee:",
    "3.5.2019 Jane Roe:",
    "2019-05-03 14:00 Jane Roe:",
    "Am 3. Mai 2019 um 14:00:",
    "23.04.2019 tarihinde:",
    "23.04.2019 16:48 Jane Roe:",
    "Le 3 mai 2019 à 14:00 :",
    "Den 3. maj 2019 kl. 14.00:",
    "2019年5月3日 14:00:",
    "3 мая 2019 г. в 14:00:",
    "3 мая 2019 г., Иванова Мария:",
    "On 3 May 2019 the council wrote to Jane Roe and said:",
    "As Jane Roe wrote on 3 May 2019 to the council:",
    "Wie Frau Roe am 3. Mai 2019 geschrieben hat, gilt:",
    "Comme Jane l'a écrit le 3 mai 2019 au conseil :",
    "Op 3. Mai 2019, hett Jane Roe Klock halvig twee schreven:",
    "Op 3. Mai 2019 hett Jane Roe mi vertellt, dat Klock 14.00 vörbi is:",
    '[As the council said on 3 May 2019, in "Footbridge"]',
    "16:48:09 روز ۳ش، ۲۳ آوریل ۲۰۱۹:",
    "Como Jane escribió al consejo el 3 de mayo de 2019:",
]
#: The same weak lines count above quoted words.
CONFIRMED = [
    "Мария написал:",
    "Jane a écrit :",
    "Jane schreef:",
    "王小明写道：",
    "제인 이 씀:",
    "كتب أحمد:",
    "On 3 May 2019:",
]


def count(text: str) -> int:
    """How many messages a text has."""
    return len(threadparse.parse(text).messages)


@each_row(LINES)
def test_running_text_does_not_split(line: str) -> None:
    assert count(f"Thank you.\n\n{line}\nThe report is not ready.\n") == 1
    assert count(f"Thank you.\n\n{line}\n\nThe report is not ready.\n\nBye.\n") == 1
    assert count(f"{line} The report is not ready.\n") == 1


@each_row(CONFIRMED)
def test_quoted_words_below_confirm_it(line: str) -> None:
    assert count(f"Thank you.\n\n{line}\n> The report is not ready.\n") == 2


@each_row(
    (locale, row)
    for locale, record in RECORDS.items()
    for row in record.get("attributions", [])
    if not re.search(r"\{(date|time|address|from|to)\}|^---", row["pattern"])
)
def test_a_name_and_a_verb_alone_need_quoted_words_below(locale: str, row: dict[str, Any]) -> None:
    """These patterns name neither a day nor an address, and have no rule of dashes at both ends."""
    text, _ = attribution(row, locale, NAMES["plain"])
    assert count(f"Thank you.\n\n{text}\nA line without any mark.\nAnd another one.\n") == 1


@pytest.mark.parametrize(
    "text",
    [
        "On " * 190,
        "<" * 590 + ":",
        "1/1/2020 " * 60 + "wrote:",
        "a@b.c " * 95 + "wrote:",
        "\u202b" * 590 + ":",
        "ﷺ" * 300 + " wrote:",
        "wrote:",
        ":" * 500,
    ],
)
def test_odd_lines_are_no_attribution(text: str) -> None:
    assert match_attribution(text) is None


def test_letters_that_grow_when_they_are_folded_are_a_name() -> None:
    found = match_attribution("İ" * 100 + " написал:")
    assert found is not None
    assert found.sender == "İ" * 100
