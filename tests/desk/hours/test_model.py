"""The grid's rules: which hours and sources stand, what they say, and that nothing is cut."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from posdesk.desk.hours.cell_paint import Fit, cell_width, head_width, layout_of
from posdesk.desk.hours.chart import axis_words, bars_of, scale_of
from posdesk.desk.hours.columns import (
    NOTHING,
    ColumnKind,
    columns_of,
    file_columns,
    hours_table,
    total_cell,
)
from posdesk.desk.hours.model import Cursor, HoursModel, Role, cursor_at, first_cursor, place_of
from posdesk.desk.hours.words import StateSign, in_order, standing_of
from posdesk.desk.theme import load_fonts, theme
from posdesk.desk.words.language import Choice, Languages
from posdesk.domain.books.hour import Ask, HourState
from posdesk.domain.books.ledger import HourRow
from posdesk.domain.books.receipt import TILL, Figures
from posdesk.domain.clock import in_china
from tests.support import sample_ledgers as sample


@pytest.fixture
def model(qapp: QApplication, languages: Languages) -> HoursModel:
    """The picture's day."""
    made = HoursModel()
    made.show_day(sample.picture_day())
    return made


COLUMNS = columns_of(sample.picture_day())


def texts(model: HoursModel, row: int) -> list[str]:
    return [model.data(model.index(row, at)) for at in range(model.columnCount())]


def test_the_pictures_first_hour_and_totals_stand_as_in_the_picture(model: HoursModel) -> None:
    first = ["08:00", "265.30", "169.10", "40.40", "54.50", "154.70", "17", "37", "684.00", "confirmed"]
    assert texts(model, 0) == first
    assert texts(model, model.rowCount() - 1) == [
        *("Total", "9,216.40", "6,108.90", "1,204.50", "2,055.20", "4,655.30"),
        *("579", "1,310", "23,240.30", "confirmed 9 of 12 hours"),
    ]


@given(st.permutations(["99", TILL, "17", "4", "5", "20", "3"]))
def test_sources_stand_in_one_order_whatever_order_they_sold_in(sources: list[str]) -> None:
    assert in_order(tuple(sources)) == ("4", "20", "3", "17", "5", "99", TILL)


def test_a_source_that_sold_nothing_all_day_has_no_column(model: HoursModel) -> None:
    model.show_day(sample.day_of(sample.negative_row()))
    assert [c.source for c in model.columns if c.kind is ColumnKind.SOURCE] == [TILL]


FILED = {
    "en": "Hour Net_Tills Receipts Returns Items Gross Discounts Refunds Net State ovopark_has",
    "zh_CN": "时段 净额_门店收银 小票数 退货数 件数 总额 折扣 退款 净额 状态 ovopark_已有",
}


@pytest.mark.parametrize("tongue", FILED)
def test_a_files_columns_keep_their_names_and_order(qapp: QApplication, tongue: str) -> None:
    languages = Languages(qapp, cast("Choice", tongue))
    fields = hours_table(sample.day_of(sample.negative_row())).fields
    languages.choose("en")
    assert [field.replace(" ", "_") for field in fields] == FILED[tongue].split()


def test_grid_and_file_are_one_list_and_say_the_same_figures(model: HoursModel) -> None:
    view = sample.picture_day()
    columns, table = file_columns(view), hours_table(view)
    assert [column for column in columns if column in model.columns] == list(model.columns)
    hours = {row["Hour"]: row for row in table.rows}
    for at, row in enumerate(model.rows):
        filed = hours[in_china(row.hour).replace(tzinfo=None)]
        for shown, column in zip(texts(model, at), model.columns, strict=True):
            value = filed[column.file_title]
            said = f"{value:%H:%M}" if isinstance(value, datetime) else value
            said = f"{value:,}" if isinstance(value, int | Decimal) else said
            said = NOTHING if column.source and not value else said
            assert said.startswith(shown) if column.kind is ColumnKind.STATE else said == shown


def test_hours_before_the_first_and_after_the_last_with_anything_are_not_shown(model: HoursModel) -> None:
    quiet = [HourRow(sample.hour_at(h), HourState.CLOSED, {}, Figures()) for h in (4, 5, 14, 22)]
    rows = [sample.confirmed_row(12), sample.confirmed_row(16), *quiet]
    model.show_day(sample.day_of(*rows))
    assert [row.hour.hour for row in model.rows] == [12, 14, 16]


def test_every_state_has_its_sign_and_words(languages: Languages) -> None:
    said = {
        StateSign.CONFIRMED: (sample.confirmed_row(8), "confirmed"),
        StateSign.DIFFERS: (sample.differing_row(), "differs, needs you"),
        StateSign.SENT: (sample.sent_row(), "sent, no answer yet"),
        StateSign.CLOSED: (sample.closed_row(), "closed, to be sent"),
        StateSign.OPEN: (sample.open_row(), "open"),
        StateSign.UNKNOWN: (sample.unknown_row(), "result unknown"),
    }
    for mark, (row, words) in said.items():
        assert (standing_of(row).mark, str(standing_of(row))) == (mark, words)


def test_a_closed_hour_that_waits_for_a_manager_never_says_that_it_will_be_sent(languages: Languages) -> None:
    for row in (sample.refused_row("7"), sample.refused_row("208001", duplicate=True), sample.negative_row()):
        standing = standing_of(row)
        assert standing.text == "closed, not sent"
        assert standing.asks


def test_a_screen_reader_hears_hour_source_and_figure(model: HoursModel) -> None:
    index = model.index(5, 1)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "13:00, Meituan, 1,075.80"
    state = model.index(5, model.columnCount() - 1)
    assert state.data(Qt.ItemDataRole.AccessibleTextRole) == "13:00, Report to ovopark, differs, needs you"


def test_the_totals_row_is_no_hour(model: HoursModel) -> None:
    assert model.index(model.rowCount() - 1, 0).data(Role.ROW) is None


@pytest.mark.parametrize("width", [812, 936, 960, 1280])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_figure_is_cut_at_any_width(
    qapp: QApplication, languages: Languages, model: HoursModel, width: int, language: str
) -> None:
    languages.choose("en" if language == "en" else "zh_CN")
    load_fonts()
    model.retranslate()
    look = theme(dark=False)
    layout = layout_of(model.columns, model.cells, width, look)
    assert sum(layout.widths) == width
    for at, column in enumerate(model.columns):
        room = layout.widths[at] - 2 * layout.pad
        assert head_width(column, layout.fit, look) <= room
        assert max(cell_width(row[at], layout.fit, look) for row in model.cells) <= room


def test_sources_drop_to_their_tags_before_figures_shrink(model: HoursModel) -> None:
    load_fonts()
    look = theme(dark=False)
    widths = range(1400, 700, -20)
    fits = [layout_of(model.columns, model.cells, width, look).fit for width in widths]
    assert fits == sorted(fits)
    assert fits[0] is Fit.ALL
    assert Fit.TAGS in fits


@given(st.integers(-3, 30), st.integers(-3, 30))
def test_the_cursor_never_leaves_the_grid(row: int, column: int) -> None:
    view = sample.picture_day()
    rows, columns = view.rows, COLUMNS
    found = place_of(cursor_at(row, column, rows, columns), rows, columns)
    assert found == (max(0, min(row, len(rows))), max(0, min(column, len(columns) - 1)))


def test_a_day_opens_at_the_hour_that_needs_a_person() -> None:
    rows = sample.picture_day().rows
    assert first_cursor(rows).hour == sample.DIFFERING
    asking = sample.picture_day(sample.refused_row("7"), sample.differing_row(Ask.NONE)).rows
    assert first_cursor(asking).hour == sample.hour_at(19)


def test_an_hour_that_went_leaves_the_cursor_at_the_nearest() -> None:
    view = sample.day_of(sample.confirmed_row(8), sample.confirmed_row(12))
    assert place_of(Cursor(sample.hour_at(11)), view.rows, COLUMNS)[0] == 1


def test_the_chart_has_the_three_days_and_marks_what_differs() -> None:
    bars = bars_of(sample.picture_day(), "04:00")
    assert [bar.hour for bar in bars][::6] == ["08:00", "14:00", "20:00"]
    assert [(bar.today, bar.before, bar.week, bar.differs) for bar in bars][5] == (
        252340,
        232000,
        225000,
        True,
    )


@given(st.lists(st.integers(-(10**7), 10**9), min_size=1, max_size=24))
def test_every_bar_lies_on_the_axis_and_nought_too(nets: list[int]) -> None:
    bars = tuple(
        replace(bars_of(sample.picture_day(), "04:00")[0], today=fen, before=0, week=0) for fen in nets
    )
    scale = scale_of(bars)
    assert scale.low <= min(0, *nets) / 100
    assert scale.high >= max(0, *nets) / 100
    assert any(abs(line) < scale.step / 1000 for line in scale.lines())
    assert len(scale.lines()) <= 9


def test_the_axis_counts_in_thousands_of_the_language(languages: Languages) -> None:
    assert [axis_words(yuan) for yuan in (0, 500, 2500, 4000)] == ["0", "500", "2.5k", "4k"]
    languages.choose("zh_CN")
    assert axis_words(4000) == "4千"


def test_the_totals_say_how_far_the_day_is(languages: Languages, model: HoursModel) -> None:
    view = sample.day_of(sample.confirmed_row(8), sample.closed_row(), sample.open_row())
    assert total_cell(view, model.columns[-1]).text == "confirmed 1 of 2 hours"
