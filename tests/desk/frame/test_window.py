"""The window: pages that exist, keys in their order, words and colours that change while it is open."""

from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.page import KeyAction
from posdesk.desk.frame.rail import RailButton
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.theme import Theme, ThemeSource, theme
from posdesk.desk.widgets.label import Words
from posdesk.desk.words.language import Languages
from posdesk.desk.words.states import Sentence
from posdesk.domain.orders.intent import Kind, Outcome, Seq
from posdesk.domain.orders.order import OrderState
from posdesk.engine.actions import Actions
from posdesk.errors import OrderReason
from tests.desk.frame.conftest import SamplePage
from tests.support import sample_views
from tests.support.fake_counter import FakeCounter

pytestmark = pytest.mark.window
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, light: Theme, counter: FakeCounter) -> MainWindow:
    made = MainWindow(counter, ThemeSource("light", parent=None))
    qtbot.addWidget(made)
    for number, bar in ((1, True), (2, True), (4, False)):
        made.add_page(SamplePage(number, bar=bar))
    made.show()
    return made


def _page(window: MainWindow) -> SamplePage:
    page = window.page
    assert isinstance(page, SamplePage)
    return page


def _press(
    window: MainWindow,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    *,
    held: bool = False,
) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, modifiers, "", held)
    QApplication.sendEvent(window, event)


def test_ctrl_and_a_number_show_the_pages_that_exist(window: MainWindow) -> None:
    _press(window, Qt.Key.Key_4, CTRL)
    assert _page(window).number == 4
    _press(window, Qt.Key.Key_3, CTRL)
    assert _page(window).number == 4
    _press(window, Qt.Key.Key_1, CTRL)
    assert _page(window).number == 1


def test_the_action_bar_is_there_for_pages_that_use_it(window: MainWindow) -> None:
    assert window.shell.action_bar.isVisible()
    window.show_page(4)
    assert not window.shell.action_bar.isVisible()


def test_f2_accepts_once_for_a_double_press(window: MainWindow, counter: FakeCounter) -> None:
    _press(window, Qt.Key.Key_F2)
    _press(window, Qt.Key.Key_F2)
    _press(window, Qt.Key.Key_F2, held=True)
    assert _page(window).done == ["accept"]
    counter.time.advance(0.4)
    _press(window, Qt.Key.Key_F2)
    assert _page(window).done == ["accept", "accept"]


def test_an_action_pressed_on_a_card_rests_f2_too(window: MainWindow) -> None:
    _page(window).acted.emit()
    _press(window, Qt.Key.Key_F2)
    assert _page(window).done == []


def test_function_keys_work_while_a_field_has_the_focus(qtbot: QtBot, window: MainWindow) -> None:
    field = QLineEdit(_page(window))
    field.show()
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_F2)
    QTest.keyClicks(field, "12")
    assert _page(window).done == ["accept"]
    assert field.text() == "12"


def test_esc_closes_the_open_list_first_then_undoes_the_latest(
    window: MainWindow, counter: FakeCounter
) -> None:
    view = sample_views.accept_waiting()
    seq = view.intents[0].seq
    counter.undo_within(seq, 2)
    counter.put(view)
    _page(window).open_list = True
    _press(window, Qt.Key.Key_Escape)
    assert counter.calls("undo") == []
    _press(window, Qt.Key.Key_Escape)
    assert counter.calls("undo") == [(seq,)]


def test_what_can_be_undone_shows_its_number_until_it_left(
    qtbot: QtBot, window: MainWindow, counter: FakeCounter, languages: Languages
) -> None:
    view = sample_views.accept_waiting()
    counter.undo_within(view.intents[0].seq, 2)
    counter.put(view)
    button = window.shell.undo_button
    assert button.isVisible()
    assert "106" in button.accessibleName()
    counter.time.advance(2)
    counter.put(view)
    assert not button.isVisible()
    _press(window, Qt.Key.Key_Escape)
    assert counter.calls("undo") == []


def test_another_counters_intent_is_not_ours_to_undo(window: MainWindow, counter: FakeCounter) -> None:
    view = sample_views.accept_waiting()
    theirs = sample_views.with_intent(
        view, view.intents[0].kind, view.intents[0].outcome, counter="2", attempts=0
    )
    counter.undo_within(theirs.intents[1].seq, 2)
    counter.put(theirs)
    assert not window.undo_latest()


def test_a_key_of_the_whole_desk_works_on_a_page_that_does_not_name_it(window: MainWindow) -> None:
    done: list[str] = []
    window.add_key(KeyAction(Qt.Key.Key_F9, "Snooze", lambda: done.append("snooze")))
    window.show_page(4)
    _page(window).bar_changed.emit()
    _press(window, Qt.Key.Key_F9)
    assert (done, _page(window).done) == ([], ["find"])  # the page names F9 itself
    _press(window, Qt.Key.Key_F11)
    assert done == []


def test_digits_go_to_the_page(window: MainWindow) -> None:
    _press(window, Qt.Key.Key_2)
    assert _page(window).keys == [Qt.Key.Key_2]


def test_f12_asks_to_sign_in_once_for_a_held_key(qtbot: QtBot, window: MainWindow) -> None:
    asked: list[bool] = []
    window.sign_in_wanted.connect(lambda: asked.append(True))
    _press(window, Qt.Key.Key_F12)
    _press(window, Qt.Key.Key_F12, held=True)
    assert asked == [True]


def test_the_language_changes_while_the_window_is_open(window: MainWindow, languages: Languages) -> None:
    before = _page(window).retranslated
    languages.choose("zh_CN")
    QApplication.processEvents()
    assert _page(window).retranslated > before
    assert "最近收到" in window.shell.top_bar.accessibleName()
    languages.choose("en")
    QApplication.processEvents()
    assert "Last received" in window.shell.top_bar.accessibleName()


def test_the_theme_changes_while_the_window_is_open(qtbot: QtBot, light: Theme, counter: FakeCounter) -> None:
    themes = ThemeSource("light")
    window = MainWindow(counter, themes)
    qtbot.addWidget(window)
    page = SamplePage(1)
    window.add_page(page)
    themes.choose("dark")
    assert page.themes[-1] is theme(dark=True)
    assert window.shell.top_bar.theme is theme(dark=True)


def test_why_a_wish_was_not_allowed_is_said_and_goes_away(window: MainWindow, counter: FakeCounter) -> None:
    counter.act(partial(Actions.undo, seq=Seq("1")))
    counter.refuse(OrderReason.LEFT)
    notice = window.shell.notice
    assert notice.isVisible()
    assert notice.said.what.startswith("It can't be undone")
    counter.time.advance(8)
    notice.tick()
    assert not notice.isVisible()


def test_a_cancel_before_anybody_accepted_is_told_until_it_is_read(
    window: MainWindow, counter: FakeCounter, languages: Languages
) -> None:
    new, other, made = sample_views.new_27(), sample_views.new_104(), sample_views.stop_25()
    counter.put(new, other, replace(made, order=replace(made.order, state=OrderState.ACCEPTED)))
    for view in (new, other, made):
        counter.put(replace(view, order=replace(view.order, state=OrderState.CANCELLED)))
    band = window.shell.bands.cancelled
    assert band.isVisible()
    assert band.said.what == "Cancelled before it was accepted: Meituan 27, Ele.me 104."
    languages.choose("zh_CN")
    QApplication.processEvents()
    assert "美团 27，饿了么 104" in band.said.what
    band.button.click()
    assert not band.isVisible()


def test_an_order_that_leaves_by_a_refusal_or_an_ended_stop_says_so_as_it_goes(
    window: MainWindow, counter: FakeCounter
) -> None:
    said, new, stop = window.shell.notice, sample_views.new_104(), sample_views.stop_25()
    asked = sample_views.with_intent(new, Kind.REFUSE, Outcome.SENDING)
    counter.put(asked, stop)
    assert not said.isVisible()
    (intent,) = asked.intents
    counter.put(replace(asked, intents=(replace(intent, outcome=Outcome.CONFIRMED),)))
    assert said.said.what == "Ele.me 104 is refused, the platform has confirmed it."
    counter.put(replace(stop, order=replace(stop.order, stop_open=False)))
    assert str(said.said) == "Meituan 25: the STOP is ended. F10 finds it."
    said.hide()
    counter.put(*counter.views())
    assert not said.isVisible(), "each is said once"


def test_another_counters_refusal_is_no_word_of_this_one(window: MainWindow, counter: FakeCounter) -> None:
    asked = sample_views.with_intent(sample_views.new_104(), Kind.REFUSE, Outcome.SENDING, counter="2")
    counter.put(asked)
    (intent,) = asked.intents
    counter.put(replace(asked, intents=(replace(intent, outcome=Outcome.CONFIRMED),)))
    assert not window.shell.notice.isVisible()


def test_what_was_cancelled_before_the_desk_opened_or_is_a_stop_is_not_told_by_that_band(
    qtbot: QtBot, light: Theme, counter: FakeCounter
) -> None:
    gone = sample_views.new_27()
    counter.put(replace(gone, order=replace(gone.order, state=OrderState.CANCELLED)), sample_views.stop_25())
    window = MainWindow(counter, ThemeSource("light", parent=None))
    qtbot.addWidget(window)
    counter.put(*counter.views())
    assert not window.shell.bands.cancelled.said.what


def test_a_word_that_stays_over_another_page_says_whose_it_is(
    window: MainWindow, counter: FakeCounter
) -> None:
    counter.signals.notice.emit(Sentence("It is on its way already."))
    notice = window.shell.notice.findChild(Words)
    assert notice is not None
    assert notice.text() == "It is on its way already."
    window.show_page(2)
    assert notice.text() == "Page 1 page: It is on its way already."
    window.show_page(1)
    assert notice.text() == "It is on its way already."
    window.say(Sentence("A scan could not be read whole."))
    window.show_page(2)
    assert notice.text() == "A scan could not be read whole."


def test_the_word_of_a_page_that_is_not_on_screen_says_whose_it_is(window: MainWindow) -> None:
    first = _page(window)
    window.show_page(2)
    first.said.emit(Sentence("Saved."))
    notice = window.shell.notice.findChild(Words)
    assert notice is not None
    assert notice.text() == "Page 1 page: Saved."


def test_nothing_in_the_frame_can_have_the_keyboards_focus(window: MainWindow) -> None:
    takers = [
        w
        for w in window.shell.findChildren(QWidget)
        if w.focusPolicy() != Qt.FocusPolicy.NoFocus and w.window() is window
    ]
    assert [type(w).__name__ for w in takers if not isinstance(w, SamplePage)] == []


def test_the_window_fits_a_small_screen_and_the_rail_shows_counts(window: MainWindow) -> None:
    assert window.minimumWidth() <= 1024
    assert window.minimumHeight() <= 768
    assert window.width() <= QGuiApplication.primaryScreen().availableSize().width()


@pytest.mark.parametrize("width", [1024, 1366, 1920])
def test_each_page_in_the_rail_shows_its_number_beside_its_sign(window: MainWindow, width: int) -> None:
    window.resize(width, 768)
    window.shell.rail.set_window_width(width)
    QApplication.processEvents()
    buttons = window.shell.rail.findChildren(RailButton)
    assert buttons
    for button in buttons:
        box = button.number_box.toRect()
        assert button.rect().contains(box)
        image = button.grab(box).toImage()
        inks = {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
        assert len(inks) > 1, "a digit is painted there"
