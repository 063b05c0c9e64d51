"""The Shift page on a shift of the picture: what it says, and what its keys ask for."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from posdesk.desk.paint import ButtonKind
from posdesk.desk.shift.fields import fen_of_text
from posdesk.desk.theme import Color
from posdesk.desk.widgets.label import Words
from posdesk.desk.words.language import Languages
from posdesk.domain.books.receipt import Figures
from posdesk.domain.shift.cash import Cash
from posdesk.domain.shift.checklist import Checklist, Line, LineKind
from posdesk.domain.shift.shift import Count
from posdesk.domain.shift.view import ShiftView
from posdesk.domain.shift.z import Handed
from posdesk.errors import ShiftReason
from posdesk.settings.settings import Staff
from tests.support.fake_shifts import OPENED, before_opening, counted_shift, picture_shift
from tests.support.whole_desk import WholeDesk

pytestmark = pytest.mark.window


@pytest.fixture
def desk(qtbot: QtBot, languages: Languages) -> WholeDesk:
    """In English, on the Shift page."""
    made = WholeDesk(qtbot)
    made.window.resize(1366, 768)
    made.page(5)
    made.shifts.put(picture_shift())
    made.settle()
    return made


def preview(desk: WholeDesk) -> str:
    return "\n".join(row.words for row in desk.shift.z_card.figures.rows)


def picture_lines() -> tuple[Line, ...]:
    view = picture_shift()
    assert view.open is not None
    return view.open.checklist.lines


def chosen(desk: WholeDesk) -> LineKind | None:
    line = desk.shift.checklist.chosen
    return line.kind if line else None


def test_what_should_be_there_is_not_shown_before_the_cash_is_counted(desk: WholeDesk) -> None:
    assert "Cash over or short after the count" in preview(desk)
    assert "1,026.00" not in preview(desk)
    desk.shifts.put(counted_shift())
    assert "Expected 1,026.00" in preview(desk)
    assert "Cash over 3.50" in preview(desk)


def test_with_a_payment_of_no_known_kind_it_is_not_computed_and_for_how_many(desk: WholeDesk) -> None:
    view = counted_shift()
    assert view.open is not None
    count = Count(100, {}, Cash(unmapped=2), "", "李敏", OPENED)
    desk.shifts.put(replace(view, open=replace(view.open, count=count)))
    assert "Expected not computed: 2 not known" in preview(desk)
    assert "Cash over" not in preview(desk)


def test_how_many_lines_are_left_stands_where_the_button_will_be(desk: WholeDesk) -> None:
    assert not desk.shift.close_button.isVisible()
    desk.letter("E")
    assert desk.shifts.calls("close") == []
    desk.shifts.put(counted_shift())
    assert desk.shift.close_button.isVisible()
    desk.letter("E")
    assert len(desk.shifts.calls("close")) == 1


def test_the_first_open_line_is_chosen_and_the_arrows_choose_another(desk: WholeDesk) -> None:
    assert chosen(desk) is LineKind.UNKNOWN
    desk.press(Qt.Key.Key_Up)
    assert chosen(desk) is LineKind.ORDERS
    desk.shifts.put(picture_shift())
    assert chosen(desk) is LineKind.ORDERS, "what a person chose stays chosen"
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Down)
    desk.letter("H")
    assert desk.shift.requests.panel is None, "a clear line goes to nobody"


def test_behind_an_open_panel_no_key_does_anything(desk: WholeDesk) -> None:
    desk.letter("I")
    panel = desk.shift.requests.pay_in
    for letter in "ONXHQMCE":
        desk.letter(letter)
    assert desk.shift.requests.panel is panel
    assert panel.amount.text() == ""
    assert desk.shifts.asked[-1].name == "look"


def test_an_act_that_lacks_something_says_what_and_is_not_asked_for(desk: WholeDesk) -> None:
    desk.letter("O")
    panel = desk.shift.requests.pay_out
    desk.letter("O")
    QTest.keyClicks(panel.amount, "86")
    desk.letter("O")
    assert panel.reason.hasFocus()
    QTest.keyClicks(panel.reason, "ice")
    assert desk.shifts.calls("pay_out") == []
    desk.letter("O")
    assert desk.shifts.calls("pay_out") == [(8_600, "ice")]
    desk.letter("C")
    assert desk.shifts.calls("count") == []
    QTest.keyClicks(desk.shift.cash.field, "1026")
    desk.letter("C")
    assert desk.shifts.calls("count")[0][:3] == (102_600, {}, "")
    desk.shifts.put(counted_shift())
    desk.shifts.refuse(ShiftReason.NO_REASON)
    assert desk.shift.cash.reason.hasFocus()


def test_before_opening_it_says_what_was_missed_and_which_numbers_are_not_here(desk: WholeDesk) -> None:
    desk.shifts.put(before_opening())
    words = desk.shift.opening.words
    assert "3 orders were accepted while no shift was open" in words
    assert "Z 0147 to 0148 are not in this journal" in words
    assert "饿了么 110 等骑手" in words
    desk.letter("B")
    assert desk.shifts.calls("open") == []
    QTest.keyClicks(desk.shift.opening.field, "500.5")
    desk.letter("B")
    assert desk.shifts.calls("open") == [(50_050,)]


def test_a_recorded_count_shows_its_difference_large_and_asks_why_only_of_another_sum(
    desk: WholeDesk,
) -> None:
    cash = desk.shift.cash
    assert (cash.difference, cash.record.face.kind) == ("", ButtonKind.PRIMARY)
    QTest.keyClicks(cash.field, "1029.50")
    desk.shifts.put(counted_shift())
    assert cash.difference == "Cash over 3.50"
    assert cash._off.font().pixelSize() == 28
    assert cash._off._color is Color.WARN
    assert (cash.record.face.kind, cash.reason.isVisible()) == (ButtonKind.QUIET, False)
    cash.field.setText("1029")
    assert (cash.record.face.kind, cash.reason.isVisible()) == (ButtonKind.PRIMARY, True)
    desk.shifts.put(agreeing(counted_shift()))
    assert (cash.difference, cash._off._color) == ("It agrees", Color.GOOD)
    desk.shifts.put(before_opening())
    assert cash.field.text() == "", "the next shift counts for itself"


def agreeing(view: ShiftView) -> ShiftView:
    """The same, with nothing over and nothing short."""
    assert view.open is not None
    assert view.open.count is not None
    count = view.open.count
    right = replace(count, counted_fen=count.cash.expected_fen or 0)
    return replace(view, open=replace(view.open, count=right))


@pytest.mark.parametrize("width", [1024, 1366])
def test_the_drawer_stands_first_on_the_z_no_figure_is_sliced_and_pgdn_shows_the_rest(
    desk: WholeDesk, width: int
) -> None:
    desk.window.resize(width, 768)
    desk.shifts.put(counted_shift())
    desk.settle()
    figures = desk.shift.z_card.figures
    first = figures.whole_rows()
    assert [row.words for row in first[:3]] == [
        "Expected 1,026.00",
        "Counted by 李敏 1,029.50",
        "Cash over 3.50",
    ]
    assert first != figures.rows
    seen = set(first)
    assert any(words.text() == "PgDn: more" for words in desk.shift.z_card.findChildren(Words))
    desk.letter("Q")  # from the field, too
    for _ in figures.rows:
        desk.press(Qt.Key.Key_PageDown)
        seen |= set(figures.whole_rows())
    assert seen == set(figures.rows)


def test_no_net_beside_cash_that_was_taken_says_that_no_receipt_came(desk: WholeDesk) -> None:
    view = counted_shift()
    assert view.open is not None
    why = "No receipt has come in yet: the net is of receipts."
    assert desk.shift.x_card.warn.text() == ""
    figures = replace(view.open.figures, total=Figures())
    desk.shifts.put(replace(view, open=replace(view.open, figures=figures)))
    assert desk.shift.x_card.warn.text() == why
    assert desk.shift.z_card.said.text() == why


def test_a_complaint_goes_once_something_is_typed(desk: WholeDesk) -> None:
    desk.shifts.put(before_opening())
    desk.letter("B")
    assert "that is no amount" in desk.shift.opening.words
    QTest.keyClicks(desk.shift.opening.field, "5")
    assert "that is no amount" not in desk.shift.opening.words
    assert "3 orders were accepted" in desk.shift.opening.words, "what was known stays said"


def test_a_closed_shift_is_said_as_done_with_what_went_to_whom_and_the_next_one_signs_in(
    desk: WholeDesk,
) -> None:
    desk.shifts.settings = desk.shifts.settings.model_copy(update={"staff": (Staff(name="李敏"),)})
    desk.shifts.put(counted_shift())
    closed = replace(before_opening(), handed=(Handed(LineKind.ORDERS, "王经理", 3),))
    desk.shifts.put(closed)
    said = desk.window.shell.notice.said
    assert (said.what, said.is_done) == ("The shift is closed: Z 0146.", True)
    assert said.todo == "Orders not finished: 3 handed to 王经理."
    assert "sign in first, F12" not in desk.shift.opening.words
    desk.shifts.name = "counter 1"
    desk.shifts.put(closed)
    assert "Whoever comes next: sign in first, F12." in desk.shift.opening.words


def test_a_shift_in_which_only_the_cash_is_left_shows_its_checklist_from_the_top(desk: WholeDesk) -> None:
    desk.window.resize(1024, 600)
    view = counted_shift()
    assert view.open is not None
    lines = tuple(
        replace(line, items=(), count=0, handed=None) if line.kind is not LineKind.CASH else line
        for line in picture_lines()
    )
    desk.shifts.put(replace(view, open=replace(view.open, checklist=Checklist(lines), count=None)))
    desk.settle()
    rows = desk.shift.checklist.list
    assert rows.verticalScrollBar().maximum() > 0
    assert rows.verticalScrollBar().value() == 0


def test_a_shift_left_open_is_counted_in_the_rail(desk: WholeDesk) -> None:
    assert desk.shift.count().value == 0
    desk.page(1)
    told: list[bool] = []
    desk.shift.count_changed.connect(lambda: told.append(True))
    desk.shifts.time.advance(86_400)
    desk.shift._minute.timeout.emit()  # a minute has gone by
    assert told
    assert desk.shift.count().value == 1, "and nobody has looked at the page"


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        *(("200", 20_000), ("200.5", 20_050), ("1,200.50", 120_050), ("￥９.９", 990), ("0", 0), (".5", 50)),
        *(("", None), (".", None), ("-1", None), ("1.234", None), ("1e5", None), ("12 元", None)),
        ("999999999", None),
    ],
)
def test_an_amount_is_read_as_a_person_writes_it_or_not_at_all(text: str, fen: int | None) -> None:
    assert fen_of_text(text) == fen
