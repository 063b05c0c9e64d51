"""Signing in: six digits by key or touch, what is said when it fails, and how it gets out of the way."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.sign_in import SignInDialog
from posdesk.desk.theme import load_fonts, theme
from posdesk.desk.words.language import Languages
from posdesk.domain.rights import Right
from posdesk.settings.settings import Settings, Staff
from tests.support import sample_views as sample
from tests.support.fake_counter import FakeCounter
from tests.support.labels import cut

pytestmark = pytest.mark.window
LI = Staff(name="李敏")


def opened(qtbot: QtBot, counter: FakeCounter) -> SignInDialog:
    """The dialog, on screen."""
    load_fonts()
    dialog = SignInDialog(counter, theme(dark=False))
    qtbot.addWidget(dialog)
    dialog.open_up()
    return dialog


@pytest.fixture
def counter(qapp: QApplication, languages: Languages) -> FakeCounter:
    """A counter with one person set up."""
    return FakeCounter(settings=Settings(staff=(LI,)))


@pytest.fixture
def dialog(qtbot: QtBot, counter: FakeCounter) -> SignInDialog:
    """The dialog, on screen, nothing typed."""
    return opened(qtbot, counter)


def test_six_digits_ask_the_counter_and_five_do_not(dialog: SignInDialog, counter: FakeCounter) -> None:
    QTest.keyClicks(dialog, "13579")
    assert counter.calls("sign_in") == []
    QTest.keyClicks(dialog, "0")
    assert counter.calls("sign_in") == [("135790",)]


def test_touch_and_keys_type_into_one_pin(dialog: SignInDialog, counter: FakeCounter) -> None:
    QTest.keyClicks(dialog, "12")
    for digit in "3456":
        QTest.mouseClick(dialog.button(digit), Qt.MouseButton.LeftButton)
    assert counter.calls("sign_in") == [("123456",)]


def test_a_seventh_digit_is_not_taken_while_the_pin_is_looked_up(
    dialog: SignInDialog, counter: FakeCounter
) -> None:
    QTest.keyClicks(dialog, "1234567")
    assert counter.calls("sign_in") == [("123456",)]


def test_the_dialog_closes_when_somebody_is_signed_in(dialog: SignInDialog, counter: FakeCounter) -> None:
    QTest.keyClicks(dialog, "123456")
    counter.set_staff(LI)
    assert not dialog.isVisible()


def test_a_pin_of_nobody_is_said_and_typed_anew(dialog: SignInDialog, counter: FakeCounter) -> None:
    QTest.keyClicks(dialog, "123456")
    counter.signals.sign_in_failed.emit()
    assert dialog.isVisible()
    assert "nobody" in dialog.words
    assert dialog.filled == 0
    QTest.keyClicks(dialog, "1")
    assert dialog.words == "Six digits"


def test_a_pad_whose_wish_was_dropped_asks_for_nothing_but_signing_in(
    qtbot: QtBot, counter: FakeCounter
) -> None:
    counter.people.with_right(Right.SETTLE, lambda: None)
    dialog = opened(qtbot, counter)
    assert dialog.title == "Say how it ended"
    counter.people.drop()
    qtbot.waitUntil(lambda: dialog.title == "Sign in with your PIN")


def test_backspace_takes_one_digit_back(dialog: SignInDialog) -> None:
    QTest.keyClicks(dialog, "12")
    QTest.keyClick(dialog, Qt.Key.Key_Backspace)
    assert dialog.filled == 1


def test_esc_closes_and_forgets_the_digits(dialog: SignInDialog) -> None:
    QTest.keyClicks(dialog, "12")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    dialog.open_up()
    assert dialog.filled == 0


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Tab])
def test_enter_space_and_tab_press_nothing(dialog: SignInDialog, counter: FakeCounter, key: Qt.Key) -> None:
    QTest.keyClicks(dialog, "12345")
    for target in (dialog, dialog.button("1"), dialog.button("0")):
        QTest.keyClick(target, key)
    assert dialog.isVisible()
    assert dialog.filled == 5
    assert counter.calls("sign_in") == []


def test_with_nobody_set_up_it_says_how_and_offers_no_keys(qtbot: QtBot, languages: Languages) -> None:
    counter = FakeCounter()
    dialog = opened(qtbot, counter)
    assert "Settings, People and PIN" in dialog.words
    assert not dialog.button("1").isVisible()
    QTest.keyClicks(dialog, "123456")
    assert counter.calls("sign_in") == []


def test_who_is_signed_in_can_sign_out(qtbot: QtBot, counter: FakeCounter) -> None:
    counter.set_staff(LI)
    dialog = opened(qtbot, counter)
    QTest.mouseClick(dialog.out_button, Qt.MouseButton.LeftButton)
    assert counter.calls("sign_out") == [()]
    assert not dialog.isVisible()


def test_all_of_it_is_on_a_small_screen_too(dialog: SignInDialog, counter: FakeCounter) -> None:
    room = QRect(0, 0, 910, 472)  # what a task bar leaves of 1366 × 768 at 150 %
    counter.set_staff(LI)
    dialog.open_up()
    dialog.fit_into(room, room.center() + QPoint(0, 60))
    assert dialog.out_button.isVisible()
    assert room.contains(dialog.geometry())
    assert dialog.sizeHint().height() <= dialog.height()
    assert dialog.out_button.width() >= dialog.out_button.sizeHint().width()


@pytest.mark.parametrize("is_open", [False, True])
@pytest.mark.parametrize("locked", [False, True])
def test_a_pad_that_takes_no_pin_speaks_of_f11_only_where_a_stop_is_open(
    qtbot: QtBot, counter: FakeCounter, is_open: bool, locked: bool
) -> None:
    counter.people.can_read_pins, counter.people.wait_s = not locked, 0.0 if locked else 20.0
    if is_open:
        counter.put(sample.stop_25())
    dialog = opened(qtbot, counter)
    assert dialog.waits
    assert ("F11" in dialog.words) is is_open
    assert cut(dialog) == []
