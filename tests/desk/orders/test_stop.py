"""STOP: above everything, oldest first, ended only by a name."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posdesk.desk.cards.card_view import MarkButton
from posdesk.desk.cards.draft import ThemeMeasure
from posdesk.desk.cards.facts import Moment, facts_of
from posdesk.desk.cards.marks import Text
from posdesk.desk.frame.page import PageCount
from posdesk.desk.frame.sign_in import SignInDialog
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.orders.page import OrdersPage
from posdesk.desk.stop.stop_band import DEAF_S, StopBand
from posdesk.desk.stop.stop_card import StopAct, StopSigner, stop_card
from posdesk.desk.stop.stop_room import height_of, stops_that_fit
from posdesk.desk.theme import StateRole, Theme, theme
from posdesk.desk.widgets.name_dialog import NameDialog
from posdesk.desk.words.language import Choice, Languages
from posdesk.domain.orders.board import Lane, OrderView
from posdesk.domain.orders.order import OrderKey, OrderState, PassedOver
from posdesk.domain.rights import Right
from posdesk.errors import NotDone
from posdesk.settings.settings import Desk, Settings, Staff
from tests.desk.orders.conftest import Put
from tests.journal.making import key_of
from tests.support import sample_views as sample
from tests.support.fake_counter import NOON, FakeCounter


def older() -> OrderView:
    view = sample.stop_25()
    key = key_of("older")
    return replace(
        view, order=replace(view.order, key=key, state_at=view.order.state_at - timedelta(minutes=3))
    )


def end(view: OrderView) -> OrderView:
    return replace(view, order=replace(view.order, stop_open=False))


def wake(counter: FakeCounter) -> None:
    """What has just appeared is deaf for a moment."""
    counter.time.advance(DEAF_S)


def press_f11(window: MainWindow) -> None:
    """A real key, at the window of the window system."""
    handle = window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key.Key_F11)


def button_of(window: MainWindow, key: OrderKey) -> MarkButton:
    card = window.stops.card(key)
    button = card.button(StopAct.STOPPED) if card else None
    assert button is not None
    return button


def test_a_stop_takes_its_room_above_the_page_at_full_width(
    window: MainWindow, page: OrdersPage, put: Put
) -> None:
    put(*sample.alerts())
    QApplication.processEvents()
    assert window.stops.isVisible()
    assert window.stops.geometry().bottom() < window.shell.stack.y()
    assert window.stops.width() == window.shell.stack.width()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_platform_cancel_and_due_time_stand_apart(
    measure: ThemeMeasure, languages: Languages, language: Choice
) -> None:
    """What is broken into lines has no more than one blank between two words."""
    languages.choose(language)
    view = sample.stop_25()
    facts = facts_of(view, Lane.DONE, Moment(NOON, "1"))
    card = stop_card(view, facts, measure, 1900, signer=StopSigner("李敏"), oldest=True)
    said = next(mark.text for mark in card.marks if isinstance(mark, Text) and facts.due in mark.text)
    assert [bool(part.strip()) for part in said.split(" · ")] == [True, True, True], said


def test_several_stops_stack_oldest_first(window: MainWindow, put: Put) -> None:
    put(sample.stop_25())
    put(older())
    QApplication.processEvents()
    assert window.stops.keys[0].bill == "older"
    tops = [window.stops.card(key).y() for key in window.stops.keys]  # type: ignore[union-attr]
    assert tops == sorted(tops)


def test_only_its_button_and_f11_end_it(window: MainWindow, counter: FakeCounter, put: Put) -> None:
    view = sample.stop_25()
    put(view)
    wake(counter)
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_F2):
        QTest.keyClick(window, key)
    assert counter.calls("acknowledge_stop") == []
    button = button_of(window, view.order.key)
    assert "李敏" in button.face.label
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert counter.calls("acknowledge_stop") == [(view.order.key,)]
    assert window.stops.isVisible()
    put(end(view))
    assert not window.stops.isVisible()


def test_f11_ends_one_stop_a_press_and_is_drawn_on_the_one_it_ends(
    window: MainWindow, counter: FakeCounter, put: Put
) -> None:
    first, second = older(), sample.stop_25()
    put(first, second)
    wake(counter)
    assert button_of(window, first.order.key).face.key == "F11"
    assert button_of(window, second.order.key).face.key == ""
    press_f11(window)
    press_f11(window)  # deaf: the key has just come to the second
    assert counter.calls("acknowledge_stop") == [(first.order.key,)]
    assert button_of(window, first.order.key).face.key == ""
    assert button_of(window, second.order.key).face.key == "F11"
    wake(counter)
    press_f11(window)
    wake(counter)
    press_f11(window)
    assert counter.calls("acknowledge_stop") == [(first.order.key,), (second.order.key,)]


def test_a_held_f11_ends_one_stop(window: MainWindow, counter: FakeCounter, put: Put) -> None:
    put(older(), sample.stop_25())
    handle = window.windowHandle()
    for held in (False, True, True):
        wake(counter)
        event = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_F11, Qt.KeyboardModifier.NoModifier, "", autorep=held
        )
        QApplication.sendEvent(handle, event)
    assert len(counter.calls("acknowledge_stop")) == 1


@given(st.lists(st.tuples(st.sampled_from(["press", "stop", "wait", "touch"]), st.floats(0, 1)), max_size=30))
@settings(deadline=None, max_examples=40)
def test_no_stop_ends_within_400_ms_of_its_coming_up(steps: list[tuple[str, float]]) -> None:
    counter, came, ended = (
        FakeCounter(staff_now=Staff(name="李敏")),
        dict[OrderKey, float](),
        dict[OrderKey, float](),
    )
    band = StopBand(counter, theme(dark=False))
    band.set_window_size(1024, 768)
    for number, (step, seconds) in enumerate(steps):
        counter.time.advance(seconds)
        if step == "stop":
            counter.put(sample.numbered_stop(str(number)))
        elif step == "press":
            band.end_first()
        elif step == "touch" and band.keys:
            band.card(band.keys[-1]).used.emit(StopAct.STOPPED, "")  # type: ignore[union-attr]
        now = counter.time.monotonic()
        for (key,) in counter.calls("acknowledge_stop"):
            assert isinstance(key, OrderKey)
            ended.setdefault(key, now)
        came |= {key: now for key in band.keys if key not in came}
    assert all(ended[key] - came[key] >= DEAF_S - 1e-9 for key in ended)
    assert len(counter.calls("acknowledge_stop")) == len(ended)
    band.deleteLater()


def test_a_stop_that_could_not_be_written_down_can_be_ended_again(
    window: MainWindow, counter: FakeCounter, put: Put
) -> None:
    view = sample.stop_25()
    put(view)
    wake(counter)
    press_f11(window)
    assert window.stops.target is None
    counter.fail(NotDone.DISK)
    wake(counter)
    press_f11(window)
    assert counter.calls("acknowledge_stop") == [(view.order.key,)] * 2


def test_the_button_takes_the_name_of_who_signs_in(
    window: MainWindow, counter: FakeCounter, put: Put
) -> None:
    view = sample.stop_25()
    put(view)
    assert "李敏" in button_of(window, view.order.key).face.label
    counter.set_staff(None)
    assert "takes a PIN" in button_of(window, view.order.key).face.label


@pytest.fixture
def stopped(window: MainWindow, counter: FakeCounter, put: Put) -> OrderView:
    """A STOP where nobody is set up, and nobody can sign in."""
    counter.settings = counter.settings.model_copy(update={"staff": ()})
    counter.set_staff(None)
    view = sample.stop_25()
    put(view)
    wake(counter)
    return view


def names_asked(window: MainWindow, counter: FakeCounter, qtbot: QtBot, *last: str) -> NameDialog:
    """F11, and the dialog with the last names has the keyboard."""
    press_f11(window)
    counter.tell("read_names", last)
    names = window.stops.names
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is names.windowHandle())
    return names


def test_where_nobody_is_set_up_a_stop_asks_for_a_name_which_stands_as_said(
    window: MainWindow, counter: FakeCounter, stopped: OrderView, qtbot: QtBot
) -> None:
    assert "asks your name" in button_of(window, stopped.order.key).face.label
    names = names_asked(window, counter, qtbot, "王静", "李敏")
    assert counter.calls("acknowledge_stop") == []
    assert [names.button(n).face.label for n in (0, 1)] == ["王静", "李敏"]
    assert not names.button(2).isVisible()
    QTest.keyClick(names.windowHandle(), Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    assert counter.calls("acknowledge_stop") == [(stopped.order.key,)]
    assert counter.people.signed == ["counter 1, said 李敏"]
    assert not names.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_F11, Qt.Key.Key_M])
def test_a_typed_name_ends_it_by_f11_or_its_own_key_and_by_no_enter(
    window: MainWindow, counter: FakeCounter, stopped: OrderView, qtbot: QtBot, key: Qt.Key
) -> None:
    names = names_asked(window, counter, qtbot)
    held = Qt.KeyboardModifier.AltModifier if key == Qt.Key.Key_M else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(names.windowHandle(), key, held)
    assert counter.people.signed == [], "nothing is typed yet"
    names.field.setText("  周  强 ")
    for nothing in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        QTest.keyClick(names.windowHandle(), nothing)
    assert counter.people.signed == []
    QTest.keyClick(names.windowHandle(), key, held)
    assert counter.people.signed == ["counter 1, said 周 强"]
    assert counter.calls("acknowledge_stop") == [(stopped.order.key,)]


def test_esc_ends_no_stop_and_it_asks_again(
    window: MainWindow, counter: FakeCounter, stopped: OrderView, qtbot: QtBot
) -> None:
    names = names_asked(window, counter, qtbot, "王静")
    QTest.keyClick(names.windowHandle(), Qt.Key.Key_Escape)
    assert counter.calls("acknowledge_stop") == []
    qtbot.waitUntil(lambda: not names.isVisible())
    names = names_asked(window, counter, qtbot, "王静")
    assert names.field.text() == ""


def test_a_stop_that_another_counter_ended_asks_nobody_any_more(
    window: MainWindow, counter: FakeCounter, stopped: OrderView, put: Put, qtbot: QtBot
) -> None:
    names = names_asked(window, counter, qtbot)
    put(end(stopped))
    assert not names.isVisible()
    names.named.emit("王静")
    assert counter.calls("acknowledge_stop") == []


DISH = st.text("湘西土匪猪肝配外婆菜炒饭 double rice", min_size=1, max_size=40).filter(str.strip)


@given(st.lists(DISH, min_size=1, max_size=30), st.sampled_from([640, 900, 1024, 1920]), st.booleans())
@settings(deadline=None, max_examples=60)
def test_no_dish_of_a_stop_is_cut(dishes: list[str], width: int, oldest: bool) -> None:
    measure, view = ThemeMeasure(theme(dark=False)), sample.stop_25()
    lines = tuple(sample.line(" ".join(name.split()), "2") for name in dishes)
    order = replace(view.order, content=replace(view.order.content, lines=lines))
    view = replace(view, order=order)
    facts = facts_of(view, Lane.DONE, Moment(NOON, "1"))
    card = stop_card(view, facts, measure, width, signer=StopSigner("李敏", others=True), oldest=oldest)
    texts = [mark for mark in card.marks if isinstance(mark, Text)]
    shown = "".join("".join(each.text.split()) for each in texts)
    assert "".join(f"{item.name}×2" for item in facts.items).replace(" ", "") in shown.replace(",", "")
    for each in texts:
        assert measure.width(each.text, each.font) <= each.box.w, each.text
        assert each.box.y >= 0
        assert each.box.bottom <= card.height


@pytest.mark.parametrize("size", [(900, 600), (1024, 768)])
def test_a_stop_longer_than_its_room_scrolls_by_page_keys(
    window: MainWindow, put: Put, size: tuple[int, int]
) -> None:
    window.resize(*size)
    view = sample.stop_25()
    lines = tuple(sample.line(f"招牌湘西土匪猪肝配外婆菜炒饭超大份家庭分享装{n}") for n in range(60))
    put(replace(view, order=replace(view.order, content=replace(view.order.content, lines=lines))))
    QApplication.processEvents()
    bar, stops = window.stops.area.verticalScrollBar(), window.stops
    assert bar.maximum() > 0
    assert window.shell.stack.height() >= 120
    for _ in range(10):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_PageDown)
    card = stops.card(view.order.key)
    assert card is not None
    assert card.mapTo(stops, card.rect().bottomLeft()).y() <= stops.height()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_PageUp)
    assert bar.value() < bar.maximum()


def test_f11_without_a_sign_in_asks_for_a_pin_first_and_with_it_ends_the_stop(
    window: MainWindow, counter: FakeCounter, put: Put
) -> None:
    view = sample.stop_25()
    put(view)
    counter.set_staff(None)
    counter.time.advance(1)
    press_f11(window)
    assert counter.people.wanted is Right.END_STOP
    assert counter.calls("acknowledge_stop") == []
    counter.people.drop()
    press_f11(window)  # it can be ended still
    counter.people.give()
    assert counter.calls("acknowledge_stop") == [(view.order.key,)]


def test_stops_count_in_the_rail_and_make_it_red(page: OrdersPage, put: Put) -> None:
    put(sample.new_27())
    assert page.count() == PageCount(1, StateRole.NEW)
    put(older(), sample.stop_25())
    assert page.count() == PageCount(3, StateRole.STOP)


def test_f11_reaches_a_stop_while_find_has_the_keyboard(
    window: MainWindow, page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    put(sample.stop_25())
    wake(counter)
    QTest.keyClick(window, Qt.Key.Key_F10)
    page.finder.field.setFocus()
    press_f11(window)
    assert len(counter.calls("acknowledge_stop")) == 1


def test_f11_reaches_a_stop_while_a_dialog_has_the_keyboard_which_makes_room_for_it(
    window: MainWindow, counter: FakeCounter, put: Put, qtbot: QtBot, light: Theme
) -> None:
    dialog = SignInDialog(counter, light, window)
    qtbot.addWidget(dialog)
    dialog.open_up()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is dialog.windowHandle())
    put(older(), sample.stop_25())
    wake(counter)
    stops = window.stops
    low = stops.mapToGlobal(stops.rect().bottomLeft()).y()
    qtbot.waitUntil(lambda: dialog.frameGeometry().top() > low)
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_F11)
    assert len(counter.calls("acknowledge_stop")) == 1
    assert dialog.isVisible()


def test_f11_at_the_pad_that_asks_for_its_pin_leaves_the_stop_in_sight(
    window: MainWindow, counter: FakeCounter, put: Put, qtbot: QtBot, light: Theme
) -> None:
    """It asks again, and later, when no PIN is taken for a while, it ends the STOP: its button is seen."""
    window.resize(1024, 768)
    counter.settings = counter.settings.model_copy(update={"staff": (Staff(name="李敏"),)})
    counter.set_staff(None)
    dialog = SignInDialog(counter, light, window)
    qtbot.addWidget(dialog)
    counter.signals.right_wanted.connect(dialog.open_up)
    put(older(), sample.stop_25())
    wake(counter)
    press_f11(window)
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is dialog.windowHandle())
    stops = window.stops
    low = stops.mapToGlobal(stops.rect().bottomLeft()).y()
    qtbot.waitUntil(lambda: dialog.frameGeometry().top() > low)
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_F11)
    assert dialog.isVisible()
    assert dialog.frameGeometry().top() > low


def test_detail_makes_room_and_comes_back(page: OrdersPage, put: Put) -> None:
    put(sample.new_27())
    assert page.detail.isVisible()
    view = sample.stop_25()
    put(view)
    assert not page.detail.isVisible()
    put(end(view))
    assert page.detail.isVisible()


def test_f11_does_nothing_in_a_dialog_that_covers_the_button(
    window: MainWindow, counter: FakeCounter, put: Put, qtbot: QtBot, light: Theme
) -> None:
    view = sample.stop_25()
    put(view)
    wake(counter)
    dialog = SignInDialog(counter, light, window)
    qtbot.addWidget(dialog)
    dialog.open_up()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is dialog.windowHandle())
    button = button_of(window, view.order.key)
    dialog.move(button.mapToGlobal(button.rect().center()))
    qtbot.waitUntil(lambda: dialog.frameGeometry().contains(button.mapToGlobal(button.rect().center())))
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_F11)
    assert counter.calls("acknowledge_stop") == []


@pytest.fixture
def calm(qtbot: QtBot, light: Theme) -> StopBand:
    """A band with less motion and a STOP."""
    counter = FakeCounter(settings=Settings(desk=Desk(less_motion=True)))
    counter.set_views(sample.stop_25())
    band = StopBand(counter, light)
    qtbot.addWidget(band)
    band.set_window_size(1366, 768)
    band.show()
    return band


def test_with_less_motion_the_frame_is_double_and_still(calm: StopBand) -> None:
    (key,) = calm.keys
    card = calm.card(key)
    assert card is not None
    assert card.double
    assert not calm.timer.isActive()


def test_the_frame_blinks_at_one_hertz_at_most(window: MainWindow, put: Put) -> None:
    put(sample.stop_25())
    assert window.stops.timer.isActive()
    assert window.stops.timer.interval() >= 500


NUMBER = "20"


def meant(name: str, hours: float, state: OrderState) -> OrderView:
    """An order of number 20 that an unclear cancel stopped."""
    view = sample.new_104()
    placed = NOON - timedelta(hours=hours)
    content = replace(view.order.content, tbillno=NUMBER, customer=name, ordered_at=placed)
    key = key_of(NUMBER, ordered=placed)
    order = replace(view.order, key=key, content=content, state=state, received_at=placed)
    return OrderView(replace(order, stop_open=True, is_unclear=True), twins=1)


def test_one_stop_asks_which_order_of_a_number_was_cancelled(
    window: MainWindow, counter: FakeCounter, put: Put
) -> None:
    old, new = meant("王生", 24, OrderState.ACCEPTED), meant("周先生", 0.1, OrderState.NEW)
    put(old, new, sample.stop_25())
    assert len(window.stops.keys) == 2, "one for both, and one for 25"
    wake(counter)
    (key,) = (each for each in window.stops.keys if each.bill == NUMBER)
    card = window.stops.card(key)
    assert card is not None
    buttons = {view.order.key: card.button(StopAct.THIS, view.order.key.ordered) for view in (old, new)}
    for view in (old, new):
        button = buttons[view.order.key]
        assert button is not None
        assert view.order.content.customer in button.face.label
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert counter.calls("cancel_this") == [(old.order.key,), (new.order.key,)]
    assert counter.calls("acknowledge_stop") == []


@pytest.mark.parametrize("size", [(900, 600), (1024, 768), (1366, 768)])
def test_a_stop_that_f11_ends_is_never_hidden_behind_those_that_wait_for_a_word(
    window: MainWindow, counter: FakeCounter, put: Put, size: tuple[int, int]
) -> None:
    window.resize(*size)
    clear = [sample.stop_25(), sample.numbered_stop("26"), sample.numbered_stop("27")]
    put(meant("王生", 24, OrderState.ACCEPTED), meant("周先生", 23, OrderState.ACCEPTED), *clear)
    assert window.stops.target is not None
    assert window.stops.target.bill != NUMBER
    ended = set()
    for _ in clear:
        wake(counter)
        press_f11(window)
        (key,) = counter.calls("acknowledge_stop")[-1]
        ended.add(key)
        put(end(next(view for view in clear if view.order.key == key)))
    assert ended == {view.order.key for view in clear}
    assert [key.bill for key in window.stops.keys] == [NUMBER]


def test_both_cards_of_one_number_say_so_and_what_was_not_applied(page: OrdersPage, put: Put) -> None:
    view = sample.new_104()
    event = PassedOver(OrderState.CANCELLED, NOON - timedelta(hours=15))
    put(replace(view, twins=1, order=replace(view.order, passed_over=event)))
    row = page.model.row(view.order.key)
    assert row is not None
    told = [chip.text for chip in row.facts.chips]
    assert told == [
        "A cancel for this number came yesterday 21:41, not applied",
        f"Another open order has number {view.order.content.tbillno}, too",
    ]


@pytest.mark.parametrize("size", [(900, 600), (1024, 768), (1366, 768), (1920, 1080)])
def test_every_stop_is_reached_by_its_key_however_many_are_open(
    window: MainWindow, counter: FakeCounter, put: Put, size: tuple[int, int]
) -> None:
    window.resize(*size)
    views = [sample.numbered_stop(f"{n}") for n in range(7)]
    put(*views)
    for left in range(7, 0, -1):
        QApplication.processEvents()
        shown, stops = window.stops.keys, window.stops
        assert stops.count == left
        assert stops.more.isVisible() == (left > len(shown))
        lowest = stops.more if stops.more.isVisible() else stops.card(shown[-1])
        assert lowest is not None
        assert lowest.geometry().bottom() <= stops.rect().bottom()
        assert window.shell.stack.height() >= window.height() * 0.4
        wake(counter)
        press_f11(window)
        (ended,) = counter.calls("acknowledge_stop")[-1]
        put(end(next(view for view in views if view.order.key == ended)))
    assert window.stops.count == 0


@given(st.lists(st.integers(76, 900), max_size=4), st.integers(0, 60), st.integers(400, 2200))
def test_stops_leave_the_page_its_room(heights: list[int], more: int, window_h: int) -> None:
    count = len(heights) + (more if len(heights) == 4 else 0)
    shown = stops_that_fit(heights, count, window_h)
    assert min(count, 1) <= shown <= count
    assert shown <= 1 or sum(heights[:shown]) < window_h * 0.3
    assert height_of(heights[:shown], window_h, more=count > shown) <= window_h * 0.45
