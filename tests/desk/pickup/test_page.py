"""Pickup: what is sent and when, what is shown of it, and what waits for a person."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from posdesk.desk.pickup.result_words import ResultAction
from posdesk.desk.widgets.alt_keys import PickupKey
from posdesk.desk.widgets.row_list import RowList
from posdesk.desk.words.reasons import reason_words
from posdesk.desk.words.states import Sentence
from posdesk.devices.sound_state import SoundState, SoundTrouble
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.history import Happening, HistoryLine
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.domain.orders.ringing import Cue
from posdesk.domain.pickup.lookup import CodeFrom, Found, ScanResult, ScanRow, UsedBefore
from posdesk.domain.pickup.pickup import Face
from posdesk.domain.pickup.scan_code import Fold, ScanProfile
from posdesk.domain.rights import Right, Role
from posdesk.errors import NotDone
from posdesk.settings.settings import Staff
from tests.desk.pickup.conftest import Till, spoken_rows
from tests.support import sample_views as sample
from tests.support.drawn import drawn
from tests.support.fake_counter import NOON
from tests.support.pickups import CODE, in_state, lookup, to_hand_over, to_verify, verified

pytestmark = pytest.mark.window
Key = Qt.Key
VIEW = to_verify()
KEY = VIEW.order.key
MANAGER = Staff(name="王静", role=Role.MANAGER)


def alike(number: int) -> OrderView:
    """Another order that is verified by a code."""
    view = to_verify(str(number))
    return replace(view, order=replace(view.order, key=OrderKey("meituan", f"bill-{number}", "")))


def scan(till: Till, number: int = 1) -> None:
    """The code of VIEW was scanned and found."""
    till.counter.put(VIEW)
    till.counter.show_lookup(lookup(number, Found.ONE, KEY))


def unknown(till: Till) -> None:
    """VIEW's verification came to nobody knows what."""
    scan(till)
    till.counter.put(verified(VIEW, Outcome.UNKNOWN, attempts=3, needs_person=True))


# F8


def test_a_scan_shows_the_order_first_and_sends_nothing(till: Till) -> None:
    scan(till)
    assert till.page.face is Face.CARD
    assert till.wishes == []


def test_f8_verifies_with_the_scanned_code(till: Till) -> None:
    scan(till)
    till.press(Key.Key_F8)
    assert till.wishes == [(KEY, Kind.VERIFY, "", CODE, (), False)]


def test_the_large_button_does_what_f8_does(till: Till) -> None:
    scan(till)
    QTest.mouseClick(till.page.panes.card.button, Qt.MouseButton.LeftButton)
    assert till.wishes == [(KEY, Kind.VERIFY, "", CODE, (), False)]


def test_a_held_f8_verifies_once(till: Till) -> None:
    scan(till)
    till.press(Key.Key_F8)
    for _ in range(5):
        till.press(Key.Key_F8, held=True)
    assert len(till.wishes) == 1


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter, Key.Key_Space, Key.Key_Tab])
def test_enter_space_and_tab_never_verify(till: Till, key: Key) -> None:
    scan(till)
    for widget in (till.window, *till.page.findChildren(QWidget)):
        if widget.isVisible():
            widget.setFocus()
            till.press(key, "\r")
    assert till.wishes == []
    assert till.page.face is Face.CARD


def test_an_order_opened_from_the_board_asks_for_its_code(till: Till) -> None:
    till.counter.put(VIEW)
    till.page.open_order(KEY)
    till.press(Key.Key_F8)
    assert till.wishes == []
    assert QApplication.focusWidget() is till.page.panes.entry.field


def test_an_order_without_verification_is_handed_over_here_only(till: Till) -> None:
    view = to_hand_over()
    till.counter.put(view)
    till.page.open_order(view.order.key)
    words = till.page.panes.card.words
    assert words is not None
    assert "here only" in words.action
    till.press(Key.Key_F8)
    assert till.wishes == []
    assert till.counter.calls("hand_over") == [(view.order.key, False)]  # nobody else is at it
    till.counter.put(in_state(view, OrderState.COMPLETED))
    assert till.page.face is Face.HANDED_OVER


def test_f8_is_no_button_while_the_answer_is_awaited(till: Till) -> None:
    scan(till)
    till.counter.put(verified(VIEW, Outcome.SENDING))
    assert till.page.face is Face.SENDING
    assert not till.page.panes.card.button.isVisible()
    till.press(Key.Key_F8)
    assert till.wishes == []


# Several orders


def several(till: Till, silent: tuple[str, ...] = ()) -> None:
    """The code fits two orders."""
    other = to_verify("22")
    till.counter.put(VIEW, other)
    till.counter.show_lookup(lookup(1, Found.SEVERAL, KEY, other.order.key, silent=silent))


def test_f8_stays_off_until_one_of_several_is_chosen(till: Till) -> None:
    several(till)
    till.press(Key.Key_F8)
    assert till.wishes == []
    assert not till.page.panes.choice.button.isEnabled()
    till.press(Key.Key_Down)
    assert till.page.panes.choice.button.isEnabled()
    till.press(Key.Key_F8)
    assert till.wishes == [(KEY, Kind.VERIFY, "", CODE, (), False)]


def test_the_arrows_stop_at_the_ends_of_the_list(till: Till) -> None:
    several(till)
    for _ in range(4):
        till.press(Key.Key_Up)
    till.press(Key.Key_F8)
    assert [wish[0] for wish in till.wishes] == [KEY]


@pytest.mark.parametrize("silent", [(), ("baidu",)])
@pytest.mark.parametrize("walk", ["up", "down"])
def test_f8_verifies_the_one_of_nine_that_is_on_screen_and_marked(
    till: Till, silent: tuple[str, ...], walk: str
) -> None:
    till.window.resize(900, 600)
    views = [alike(number) for number in range(30, 39)]
    keys = [view.order.key for view in views]
    till.counter.put(*views)
    till.counter.show_lookup(lookup(1, Found.SEVERAL, *keys, silent=silent))
    QApplication.processEvents()
    choice = till.page.panes.choice
    for key in reversed(keys) if walk == "up" else keys:
        till.press(Key.Key_Up if walk == "up" else Key.Key_Down)
        rect = choice.rect_of(key)
        assert rect.height() >= 44
        assert choice.rect().contains(rect)
        assert rect.bottom() < choice.button.y()
        assert till.page.at_hand() is not None
    till.press(Key.Key_F8)
    assert [wish[0] for wish in till.wishes] == [keys[0] if walk == "up" else keys[-1]]


def test_a_touch_chooses_the_order_under_it_wherever_the_list_is_scrolled_to(till: Till) -> None:
    till.window.resize(900, 600)
    views = [alike(number) for number in range(30, 39)]
    till.counter.put(*views)
    till.counter.show_lookup(lookup(1, Found.SEVERAL, *(view.order.key for view in views)))
    QApplication.processEvents()
    shown = till.page.panes.choice.list
    assert shown.verticalScrollBar().isVisible()
    for place in (0, len(views) - 1):
        shown.verticalScrollBar().setValue(shown.verticalScrollBar().maximum() if place else 0)
        box = shown.box_of(place)
        assert not box.isEmpty()
        at = box.center() - shown.viewport().pos()
        QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        assert till.page.bar().number == views[place].order.content.number


def nine(till: Till) -> list[OrderKey]:
    """The code fits nine orders, more than a small window shows at once."""
    till.window.resize(900, 600)
    views = [alike(number) for number in range(30, 39)]
    till.counter.put(*views)
    till.counter.show_lookup(lookup(1, Found.SEVERAL, *(view.order.key for view in views)))
    QApplication.processEvents()
    return [view.order.key for view in views]


def test_f8_brings_the_chosen_order_back_that_was_scrolled_away_and_verifies_it_when_it_is_seen(
    till: Till,
) -> None:
    keys, said = nine(till), list[Sentence]()
    till.page.said.connect(said.append)
    till.press(Key.Key_Down)
    choice = till.page.panes.choice
    choice.list.verticalScrollBar().setValue(choice.list.verticalScrollBar().maximum())
    assert choice.rect_of(keys[0]).isEmpty()
    till.press(Key.Key_F8)
    assert till.wishes == []
    assert "not on the screen" in said[0].what
    assert not choice.rect_of(keys[0]).isEmpty()
    till.press(Key.Key_F8)
    assert [wish[0] for wish in till.wishes] == [keys[0]]


def test_a_list_that_a_hand_scrolled_stays_there_while_nothing_in_it_changes(till: Till) -> None:
    nine(till)
    till.press(Key.Key_Down)
    bar = till.page.panes.choice.list.verticalScrollBar()
    bar.setValue(bar.maximum())
    till.counter.set_scans(ScanRow(NOON, CODE, ScanResult.FOUND, None, "7"))
    QApplication.processEvents()
    assert bar.value() == bar.maximum() > 0


def test_a_partner_that_did_not_answer_is_named(till: Till) -> None:
    several(till, silent=("baidu", "kiosk"))
    assert "Baidu, kiosk" in till.page.panes.choice.silent


# Results


def test_a_confirmed_verification_folds_after_three_seconds(till: Till) -> None:
    scan(till)
    till.counter.put(verified(VIEW, Outcome.CONFIRMED))
    faces = [till.page.face]
    for seconds in (2.9, 0.2):
        till.counter.time.advance(seconds)
        till.page.tick()
        faces.append(till.page.face)
    assert faces == [Face.DONE, Face.DONE, Face.EMPTY]


@pytest.mark.parametrize("found", [Found.NONE, Found.OTHER_STORE, Found.USED, Found.CANCELLED, Found.CANNOT])
def test_every_other_result_waits_for_a_person(till: Till, found: Found) -> None:
    till.counter.show_lookup(lookup(1, found))
    shown = till.page.face
    till.counter.time.advance(3600)
    till.page.tick()
    assert till.page.face is shown
    QTest.mouseClick(till.page.panes.result.button(ResultAction.DISMISS), Qt.MouseButton.LeftButton)
    assert till.page.face is Face.EMPTY
    assert till.counter.calls("close_lookup") == [(1,)]


def test_each_result_sounds_once_in_its_own_way(till: Till) -> None:
    scan(till)
    till.counter.put(verified(VIEW, Outcome.CONFIRMED))
    till.counter.put(to_verify("30"))
    till.counter.show_lookup(lookup(2, Found.OTHER_STORE))
    till.counter.show_lookup(lookup(3, Found.USED))
    till.counter.show_lookup(lookup(3, Found.USED))
    assert till.sound.played == [Cue.DONE, Cue.WRONG, Cue.USED]


def test_an_unknown_result_sounds_once_however_often_it_is_asked_again(till: Till) -> None:
    scan(till)
    for attempts in range(1, 4):
        till.counter.put(verified(VIEW, Outcome.UNKNOWN, attempts=attempts))
        till.counter.put(verified(VIEW, Outcome.SENDING, attempts=attempts + 1, ever_unknown=True))
    assert till.sound.played == [Cue.UNKNOWN]


def test_a_used_code_says_when_where_and_in_whose_hands(till: Till) -> None:
    till.counter.put(in_state(VIEW, OrderState.COMPLETED))
    used = UsedBefore(NOON, "李敏", "2")
    till.counter.show_lookup(lookup(1, Found.USED, KEY, used=used, words=(("meituan", "该码已核销"),)))
    view = till.page.panes.result.view
    assert view is not None
    assert view.words.lines == ("Verified 12:41:30 by 李敏, counter 2.", 'Meituan says: "该码已核销"')


def test_the_record_shows_the_orders_history(till: Till) -> None:
    till.counter.put(in_state(VIEW, OrderState.COMPLETED))
    till.counter.show_lookup(lookup(1, Found.USED, KEY))
    QTest.mouseClick(till.page.panes.result.button(ResultAction.RECORD), Qt.MouseButton.LeftButton)
    assert till.counter.calls("read_history") == [(KEY,)]
    till.counter.show_history(KEY, HistoryLine(NOON, Happening.HANDED_OVER, "李敏"))
    view = till.page.panes.result.view
    assert view is not None
    assert len(view.record) == 1
    assert view.record[0].startswith("12:41:30")


def test_an_order_cancelled_under_the_hand_says_so_and_cannot_be_verified(till: Till) -> None:
    scan(till)
    till.counter.put(in_state(VIEW, OrderState.CANCELLED))
    assert till.page.face is Face.CANCELLED
    till.press(Key.Key_F8)
    assert till.wishes == []
    assert till.sound.played == [Cue.WRONG]


# Unknown


def test_an_unknown_verification_is_never_shown_as_done(till: Till) -> None:
    unknown(till)
    assert till.page.face is Face.UNKNOWN
    view = till.page.panes.result.view
    assert view is not None
    assert view.words.title == "Result unknown"
    assert any("Repeats so far: 2" in line for line in view.words.lines)


def test_a_persons_word_takes_two_steps(till: Till) -> None:
    unknown(till)
    result = till.page.panes.result
    QTest.mouseClick(result.button(ResultAction.SAY_DONE), Qt.MouseButton.LeftButton)
    assert till.counter.calls("settle") == []
    QTest.mouseClick(result.button(ResultAction.BACK), Qt.MouseButton.LeftButton)
    assert not result.button(ResultAction.CONFIRM).isVisible()
    QTest.mouseClick(result.button(ResultAction.SAY_DONE), Qt.MouseButton.LeftButton)
    QTest.mouseClick(result.button(ResultAction.CONFIRM), Qt.MouseButton.LeftButton)
    assert [done for _, done in till.counter.calls("settle")] == [True]
    assert till.wishes == []


def test_not_verified_is_settled_and_sent_as_a_new_wish(till: Till) -> None:
    unknown(till)
    for action in (ResultAction.SAY_NOT_DONE, ResultAction.CONFIRM):
        QTest.mouseClick(till.page.panes.result.button(action), Qt.MouseButton.LeftButton)
    assert [done for _, done in till.counter.calls("settle")] == [False]
    assert till.wishes == [(KEY, Kind.VERIFY, "", CODE, (), False)]


def test_an_unknown_result_that_is_put_off_stays_in_the_list(till: Till) -> None:
    unknown(till)
    till.press(Key.Key_Escape)
    assert till.page.face is Face.EMPTY
    assert [each.show_no for each in till.page.panes.scans.waiting] == ["21"]
    assert till.page.count().value == 1


# One after the other


def test_a_scan_replaces_an_open_card(till: Till) -> None:
    other = to_verify("22")
    scan(till)
    till.counter.put(other)
    till.counter.show_lookup(lookup(2, Found.ONE, other.order.key))
    assert till.page.bar().number == "22"
    assert till.page.panes.scans.waiting == ()


def test_a_result_that_waits_stays_in_the_list_when_the_next_scan_comes(till: Till) -> None:
    unknown(till)
    other = to_verify("22")
    till.counter.put(other)
    till.counter.show_lookup(lookup(2, Found.ONE, other.order.key))
    assert till.page.bar().number == "22"
    assert [each.show_no for each in till.page.panes.scans.waiting] == ["21"]
    till.page.panes.scans.opened.emit(1)
    assert till.page.face is Face.UNKNOWN


def test_a_verification_on_its_way_is_heard_though_another_card_is_open(till: Till) -> None:
    scan(till)
    till.counter.put(verified(VIEW, Outcome.SENDING))
    other = to_verify("22")
    till.counter.put(other)
    till.counter.show_lookup(lookup(2, Found.ONE, other.order.key))
    till.counter.put(verified(VIEW, Outcome.CONFIRMED))
    assert till.sound.played == [Cue.DONE]
    assert till.page.panes.scans.waiting == ()
    assert till.page.bar().number == "22"


def test_a_second_scan_of_one_order_takes_the_first_ones_place(till: Till) -> None:
    unknown(till)
    till.counter.show_lookup(lookup(2, Found.ASKING))
    till.counter.show_lookup(lookup(2, Found.ONE, KEY))
    assert till.page.face is Face.UNKNOWN
    assert till.page.panes.scans.waiting == ()
    assert till.sound.played == [Cue.UNKNOWN]


def test_a_late_answer_to_a_closed_look_up_opens_nothing(till: Till) -> None:
    till.counter.show_lookup(lookup(1, Found.ASKING))
    till.press(Key.Key_Escape)
    till.counter.put(VIEW)
    till.counter.show_lookup(lookup(1, Found.ONE, KEY))
    assert till.page.face is Face.EMPTY


# Nothing can be checked


def offline(till: Till) -> None:
    """The verification could not leave."""
    scan(till)
    waiting = verified(VIEW, Outcome.QUEUED, attempts=1, last_answer="no_connection")
    till.counter.put(waiting)


def test_a_verification_that_could_not_leave_is_not_shown_as_done(till: Till) -> None:
    offline(till)
    assert till.page.face is Face.CANNOT
    assert till.sound.played == [Cue.UNKNOWN]


@pytest.fixture
def managed(till: Till) -> Till:
    """The same, where a manager is set up, too."""
    counter = till.counter
    counter.settings = counter.settings.model_copy(update={"staff": (Staff(name="李敏"), MANAGER)})
    return till


def test_a_hand_out_against_signature_asks_for_a_managers_pin_first(managed: Till) -> None:
    offline(managed)
    result, people = managed.page.panes.result, managed.counter.people
    assert result.view is not None
    assert "PIN of a manager" in result.view.foot
    QTest.mouseClick(result.button(ResultAction.SIGN), Qt.MouseButton.LeftButton)
    assert people.wanted is Right.HAND_OUT
    assert managed.counter.calls("undo") == managed.wishes == []
    people.give()
    assert managed.wishes == [(KEY, Kind.VERIFY, "", CODE, (), True)]


def test_without_a_pin_nothing_is_handed_out_against_signature(managed: Till) -> None:
    offline(managed)
    said: list[Sentence] = []
    managed.counter.signals.notice.connect(said.append)
    QTest.mouseClick(managed.page.panes.result.button(ResultAction.SIGN), Qt.MouseButton.LeftButton)
    managed.counter.people.drop()
    assert said == [reason_words(NotDone.NO_PIN)]
    assert managed.counter.calls("undo") == managed.wishes == []


def test_what_ended_while_the_pin_was_typed_is_not_handed_out_against_signature(managed: Till) -> None:
    offline(managed)
    QTest.mouseClick(managed.page.panes.result.button(ResultAction.SIGN), Qt.MouseButton.LeftButton)
    managed.counter.put(verified(VIEW, Outcome.CONFIRMED))
    managed.counter.people.give()
    assert managed.counter.calls("undo") == managed.wishes == []


def test_a_manager_hands_out_against_signature(till: Till) -> None:
    offline(till)
    till.counter.set_staff(MANAGER)
    QTest.mouseClick(till.page.panes.result.button(ResultAction.SIGN), Qt.MouseButton.LeftButton)
    assert [asked.name for asked in till.counter.asked if asked.name in {"undo", "wish"}] == ["undo", "wish"]
    assert till.wishes == [(KEY, Kind.VERIFY, "", CODE, (), True)]


def test_a_code_that_nobody_could_check_is_signed_for_the_order_it_was_asked_for(till: Till) -> None:
    till.counter.set_staff(MANAGER)
    till.counter.put(VIEW)
    till.page.open_order(KEY)
    till.press(Key.Key_F8)
    till.counter.show_lookup(lookup(1, Found.CANNOT, silent=("meituan",)))
    QTest.mouseClick(till.page.panes.result.button(ResultAction.SIGN), Qt.MouseButton.LeftButton)
    assert till.wishes == [(KEY, Kind.VERIFY, "", CODE, (), True)]


# Typed codes


def test_enter_in_the_field_looks_a_typed_code_up(till: Till) -> None:
    field = till.page.panes.entry.field
    field.setFocus()
    field.setText("  2211 ")
    till.press(Key.Key_Return, "\r")
    assert till.counter.calls("look_up") == [("2211", CodeFrom.TYPED)]
    assert field.text() == ""


@pytest.mark.parametrize(
    "pasted",
    [
        "1234 5678 9012",
        "\u202d123456789012\u202c",
        "\u200b1234\u30005678\u00a09012\u200b",
        "１２３４５６７８９０１２",
    ],
)
def test_a_code_is_looked_up_without_what_an_app_or_an_input_method_put_around_it(
    till: Till, pasted: str
) -> None:
    field = till.page.panes.entry.field
    field.setFocus()
    QApplication.clipboard().setText(pasted)
    field.paste()
    till.press(Key.Key_Return, "\r")
    assert till.counter.calls("look_up") == [("123456789012", CodeFrom.TYPED)]
    assert field.text() == ""


def test_a_typed_code_keeps_what_the_scanner_would_have_added(till: Till) -> None:
    till.page.codes.profile = ScanProfile(prefix="12", suffix="90", fold=Fold.UPPER)
    field = till.page.panes.entry.field
    field.setText("1234ab5690")
    field.returnPressed.emit()
    assert till.counter.calls("look_up") == [("1234ab5690", CodeFrom.TYPED)]


def test_a_typed_code_that_nobody_knows_is_no_matter_of_caps_lock(till: Till) -> None:
    till.page.codes.scan_read("aBc123X", caps_lock=True)
    field = till.page.panes.entry.field
    field.setText("aBc123X")
    field.returnPressed.emit()
    till.counter.show_lookup(replace(lookup(1, Found.NONE), code="aBc123X"))
    view = till.page.panes.result.view
    assert view is not None
    assert "CapsLock" not in str(view.words.todo)


def test_two_scanners_are_named_where_nobody_knows_what_they_sent_together(till: Till) -> None:
    till.page.codes.scan_read(CODE, mixed=True)
    till.counter.show_lookup(lookup(1, Found.NONE))
    view = till.page.panes.result.view
    assert view is not None
    assert "two scanners" in str(view.words.todo)


def test_a_code_with_an_invisible_mark_inside_is_no_code(till: Till) -> None:
    field = till.page.panes.entry.field
    field.setText("1234\u200b5678")
    field.returnPressed.emit()
    assert till.counter.calls("look_up") == []
    assert "U+200B" in till.page.panes.entry.trouble


def test_what_is_no_code_is_not_looked_up_and_stays_in_the_field(till: Till) -> None:
    field = till.page.panes.entry.field
    field.setText("取货")
    field.returnPressed.emit()
    assert till.counter.calls("look_up") == []
    assert field.text() == "取货"


def test_opening_the_page_gives_the_field_no_focus(till: Till) -> None:
    assert QApplication.focusWidget() is not till.page.panes.entry.field


def waiting(till: Till, count: int) -> list[int]:
    """So many results that wait for a person, each an unknown end; the last one stands on the page."""
    for number in range(1, count + 1):
        view = alike(number)
        till.counter.put(view)
        till.counter.show_lookup(lookup(number, Found.ONE, view.order.key))
        till.counter.put(verified(view, Outcome.UNKNOWN))
    return [each.number for each in till.page.panes.scans.waiting]


@pytest.mark.parametrize("size", [(900, 600), (1024, 768), (1920, 1080)])
def test_every_result_that_waits_is_reached_by_keys_and_opened_where_it_is_seen_and_marked(
    till: Till, size: tuple[int, int]
) -> None:
    till.window.resize(*size)
    numbers = waiting(till, 13)
    QApplication.processEvents()
    scans = till.page.panes.scans
    assert len(numbers) == 12
    for number in numbers:
        assert scans.chosen == number
        rect = scans.rect_of(number)
        assert scans.rect().contains(rect)
        assert rect.height() >= 44
        till.press(Key.Key_Down)
    assert scans.chosen == numbers[-1]
    till.window.press_letter(PickupKey.WAITING)
    top = till.page.panes.result.view
    assert top is not None
    assert top.number == str(numbers[-1])
    assert numbers[-1] not in [each.number for each in scans.waiting]


def test_alt_w_opens_no_result_that_was_scrolled_away(till: Till) -> None:
    till.window.resize(900, 600)
    numbers, said = waiting(till, 13), list[Sentence]()
    till.page.said.connect(said.append)
    QApplication.processEvents()
    scans = till.page.panes.scans
    shown = next(each for each in scans.findChildren(RowList) if each.rows == scans.waiting)
    shown.verticalScrollBar().setValue(shown.verticalScrollBar().maximum())
    assert scans.rect_of(numbers[0]).isEmpty()
    till.window.press_letter(PickupKey.WAITING)
    assert "not on the screen" in said[0].what
    assert [each.number for each in scans.waiting] == numbers
    assert not scans.rect_of(numbers[0]).isEmpty()
    till.window.press_letter(PickupKey.WAITING)
    assert numbers[0] not in [each.number for each in scans.waiting]


# F8 while codes come in


@pytest.mark.parametrize("end", ["new result", "arrow"])
def test_after_a_scan_that_could_not_be_read_f8_verifies_nothing_until_somebody_sees_an_order(
    till: Till, end: str
) -> None:
    scan(till)
    said: list[object] = []
    till.page.said.connect(said.append)
    till.page.codes.scan_began()
    till.page.codes.scan_flawed()
    till.press(Key.Key_F8)
    assert (till.wishes, len(said)) == ([], 1)
    words = till.page.panes.card.words
    assert words is not None
    assert "could not be read" in words.beside
    if end == "arrow":
        till.press(Key.Key_Up)
    else:
        till.page.codes.scan_read(CODE)
        scan(till, 2)
    till.press(Key.Key_F8)
    assert len(till.wishes) == 1


def test_f8_waits_while_a_scan_is_read_and_asked_for(till: Till) -> None:
    scan(till)
    till.page.codes.scan_began()
    till.press(Key.Key_F8)
    till.page.codes.scan_read("another")
    till.press(Key.Key_F8)
    assert till.wishes == []


def test_keys_that_were_typing_leave_f8_as_it_is(till: Till) -> None:
    scan(till)
    till.page.codes.scan_began()
    till.page.codes.scan_dropped()
    till.press(Key.Key_F8)
    assert len(till.wishes) == 1


# What is personal


@pytest.mark.parametrize("found", [Found.ONE, Found.SEVERAL])
def test_no_phone_is_shown_or_read_aloud_with_a_found_order(till: Till, found: Found) -> None:
    order = sample.order_of(sample.phone_everywhere().order.content)
    keys = [OrderKey("meituan", f"bill-{n}", "") for n in range(1 if found is Found.ONE else 2)]
    till.counter.put(*(OrderView(replace(order, key=key)) for key in keys))
    till.counter.show_lookup(lookup(1, found, *keys))
    shown = drawn(till.page.panes.shown)
    read = [widget.accessibleName() for widget in till.window.findChildren(QWidget)]
    read += [text for shown_list in till.window.findChildren(RowList) for text in spoken_rows(shown_list)]
    for texts in (shown, read):
        assert any("138****2046" in text or "*2046" in text for text in texts)
        assert all(sample.PHONE not in sample.figures(text.replace("SKU13855552046", "")) for text in texts)
    assert any("138****2046" in text for text in shown)


def test_a_result_names_its_sound_only_while_one_can_be_heard(till: Till) -> None:
    till.counter.put(VIEW)
    till.counter.show_lookup(lookup(1, Found.NONE))
    result = till.page.panes.result
    assert result.view is not None
    assert result.view.foot == "Sound: two low short tones"
    till.sound.become(SoundState(SoundTrouble.PLAYER_FAILED))
    till.page.refresh()
    assert result.view.foot == ""
