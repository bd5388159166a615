"""Places on the axis of time."""

from __future__ import annotations

from itertools import pairwise

from threadparse.views.dates import read_iso_date
from threadparse.views.html.time_axis import time_axis


def test_time_is_linear_where_there_is_room() -> None:
    axis = time_axis([read_iso_date(f"2025-01-{day:02}") for day in (1, 3, 6, 11)])
    assert [round(x, 1) for x in axis.positions] == [8.0, 24.8, 50.0, 92.0]
    assert axis.cuts == []
    assert [label.words for label in axis.labels] == ["1 Jan 2025", "6 Jan", "11 Jan"]


def test_a_long_gap_is_cut_and_says_how_long_it_is() -> None:
    axis = time_axis([read_iso_date(date) for date in ("2025-01-01T10:00", "2025-01-01T11:00", "2025-03-01T11:00")])
    (cut,) = axis.cuts
    assert cut.words == "59 days"
    assert axis.positions[1] - axis.positions[0] >= 15


def test_marks_do_not_touch_and_never_go_back() -> None:
    dates = ["2025-01-01T10:00", None, "2025-01-01T10:05", "2024-12-31T10:00", *["2025-01-09"] * 12]
    positions = time_axis([read_iso_date(date) for date in dates]).positions
    assert len(positions) == 16
    assert min(below - above for above, below in pairwise(positions)) > 5
    assert 8 <= positions[0] < positions[-1] <= 92.001


def test_offsets_count_if_all_dates_have_one() -> None:
    dates = ("2025-01-01T10:00+02:00", "2025-01-01T09:00Z", "2025-01-01T11:00Z")
    positions = time_axis([read_iso_date(date) for date in dates]).positions
    assert round(positions[1], 1) == round(8 + 84 / 3, 1)


def test_years_are_named_where_they_change_and_long_spans_name_months() -> None:
    labels = time_axis([read_iso_date(date) for date in ("2024-12-01", "2025-01-15", "2025-03-01")]).labels
    assert [label.words for label in labels] == ["1 Dec 2024", "15 Jan 2025", "1 Mar"]
    labels = time_axis([read_iso_date(date) for date in ("2019-12-01", "2025-03-01")]).labels
    assert [label.words for label in labels] == ["Dec 2019", "Mar 2025"]
