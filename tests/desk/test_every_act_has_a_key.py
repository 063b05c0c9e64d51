"""Every act of every page, panel and dialog has a key, shown on its button (product row 75)."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QLineEdit, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from posdesk.desk.cards.card_view import CardView
from posdesk.desk.frame.sound_check import SoundCheck
from posdesk.desk.orders.taking_over import TakeOverAct
from posdesk.desk.output.printers import PrinterDialog
from posdesk.desk.pickup.result_words import ResultAction
from posdesk.desk.settings.pairs import PairsEditor
from posdesk.desk.start_failed import StartFailed
from posdesk.desk.sync.entry import EntryAction
from posdesk.desk.sync.entry_row import EntryRow
from posdesk.desk.theme import theme
from posdesk.desk.widgets.alt_keys import PAGES, Everywhere
from posdesk.desk.words.language import Languages
from posdesk.devices.sound_state import SoundState, SoundTrouble
from posdesk.domain.books.hour import Ask
from posdesk.domain.books.probe import Probe, Proof
from posdesk.domain.orders.intent import Kind, LostTo, Outcome
from posdesk.domain.orders.order import OrderState
from posdesk.domain.pickup.lookup import Found
from posdesk.domain.relay.claim import ClaimGroup
from posdesk.domain.rights import Role
from posdesk.domain.status import Gap
from posdesk.errors import SettingsError
from posdesk.settings.settings import Staff, Store, Tender
from tests.desk import relay_shooting as relayed
from tests.desk.orders.test_stop import meant
from tests.desk.sync import samples
from tests.support import pickups
from tests.support import sample_ledgers as ledgers
from tests.support import sample_views as sample
from tests.support.fake_counter import NOON
from tests.support.fake_shifts import before_opening, counted_shift, picture_shift
from tests.support.silent_sound import SilentSound
from tests.support.whole_desk import WholeDesk, keyless, shared_letters

pytestmark = pytest.mark.window
Key = Qt.Key


def assert_keyed(desk: WholeDesk, what: str, window: QWidget | None = None) -> None:
    """Everything that can be pressed in that window shows a key, and no two show the same."""
    desk.settle()
    where = window or desk.window
    assert keyless(where) == [], what
    assert shared_letters(where) == [], what


@pytest.fixture(params=[(1920, 1080), (1024, 768)], ids=["large", "small"])
def desk(request: pytest.FixtureRequest, qtbot: QtBot, languages: Languages) -> WholeDesk:
    """Two sizes: other panes stand beside each other."""
    made = WholeDesk(qtbot)
    made.window.resize(*request.param)
    made.settle()
    return made


def test_orders(desk: WholeDesk) -> None:
    unknown = sample.accept_unknown()
    asked = replace(unknown, intents=tuple(replace(i, needs_person=True) for i in unknown.intents))
    views = (*sample.board(), sample.accept_waiting(), unknown, asked, sample.ready_refused())
    desk.counter.set_views(*views)
    assert_keyed(desk, "board")
    for view in views:
        desk.orders.selection.choose(view.order.key)
        assert_keyed(desk, view.order.content.show_no)
    desk.orders.placement.show_detail()
    assert_keyed(desk, "detail")
    desk.orders.selection.choose(sample.accept_waiting().order.key)
    assert_keyed(desk, "detail of what waits")
    desk.orders.selection.choose(unknown.order.key)
    desk.letter("Y")
    assert_keyed(desk, "a person's word, second step")
    assert desk.orders.detail.step_back()
    desk.orders.placement.toggle_detail()
    for key, name in ((Key.Key_F3, "refuse"), (Key.Key_F6, "pay")):
        payable = next(v for v in views if v.order.state is OrderState.NEW)
        desk.orders.selection.choose(payable.order.key)
        desk.press(key)
        assert_keyed(desk, name)
        desk.press(Key.Key_Escape)
    desk.press(Key.Key_F10)
    assert_keyed(desk, "find")


def test_orders_of_a_store_with_a_relay(desk: WholeDesk) -> None:
    """What another counter did, or is silent about; what came while this one was away."""
    views = relayed.board()
    desk.counter.set_views(*views)
    desk.counter.set_status(replace(sample.healthy(), relay=relayed.WELL))
    for view in views:
        desk.orders.selection.choose(view.order.key)
        assert_keyed(desk, view.order.content.show_no)
    desk.orders.selection.choose(relayed.key_of(desk.orders, "B12"))
    for letter, panel in (("D", "pay"), ("", "the question before it")):
        desk.press(Key.Key_F6)
        assert_keyed(desk, "the question before a payment is taken over")
        assert TakeOverAct.YES in acts_of(desk.orders.panel), panel
        if letter:
            desk.letter(letter)
            assert TakeOverAct.YES not in acts_of(desk.orders.panel)
            assert_keyed(desk, panel)
        desk.press(Key.Key_Escape)
        assert not desk.orders.panel.isVisible()


def test_what_another_counter_began_to_hand_out(desk: WholeDesk) -> None:
    desk.page(2)
    view = replace(pickups.to_verify(), claims=(relayed.claim(ClaimGroup.OUT),))
    desk.counter.set_views(view)
    desk.counter.show_lookup(pickups.lookup(1, Found.ONE, view.order.key))
    assert_keyed(desk, "the card")
    desk.press(Key.Key_F8)
    asked = desk.pickup.panes.result.view
    assert asked is not None
    assert asked.pending is ResultAction.TAKE_OVER
    assert_keyed(desk, "the question before it is handed out here")
    lost = pickups.verified(view, Outcome.WITHDRAWN, last_answer=str(LostTo("2", "王芳")))
    desk.counter.put(replace(lost, claims=view.claims))
    assert_keyed(desk, "it is the other counter's")


def test_what_came_while_this_counter_was_away(desk: WholeDesk) -> None:
    views, back = relayed.away()
    desk.counter.set_views(*views)
    desk.counter.set_status(replace(sample.healthy(), relay=back))
    desk.orders.tick()
    assert desk.orders.catch_up.isVisible()
    for _ in views:
        assert_keyed(desk, "the list")
        desk.press(Key.Key_Down)
    desk.letter("G")
    assert not desk.orders.catch_up.isVisible()
    assert_keyed(desk, "the lanes, while it is not read")
    desk.letter("G")
    desk.letter("Q")
    assert desk.counter.calls("read_away") == [()]


def acts_of(view: CardView) -> list[object]:
    """What can be pressed on a card."""
    return [mark.act for mark in view.card.buttons()]


def test_what_stands_above_every_page(desk: WholeDesk) -> None:
    gaps, away = (Gap(1, NOON, NOON, "asleep"),), samples.turned_away()
    desk.counter.set_status(replace(sample.after_gap(), gaps=gaps, turned_away=away))
    desk.counter.put(sample.stop_25(), sample.numbered_stop("31"))
    desk.counter.put(meant("一", 1, OrderState.NEW), meant("二", 2, OrderState.NEW))
    for number in (1, 2, 3, 4, 5, 6):
        desk.page(number)
        assert_keyed(desk, f"page {number} under STOPs and bands")


def test_the_question_of_the_sound_check_has_its_keys_above_every_page(desk: WholeDesk) -> None:
    sound = SilentSound()
    check = SoundCheck(desk.counter, sound, sound.news, lambda: 3)
    band = desk.window.shell.sound_band
    band.follow(check)
    gaps, away = (Gap(1, NOON, NOON, "asleep"),), samples.turned_away()
    desk.counter.set_status(replace(sample.after_gap(), gaps=gaps, turned_away=away))
    desk.counter.set_views(*sample.board())
    for number in (1, 2, 3, 4, 5, 6):
        desk.page(number)
        check.ask_heard()
        sound.end(whole=True)
        assert_keyed(desk, f"page {number} while it is asked what was heard")
        assert all(button.face.key for button in band.buttons if button.isVisible())
        desk.letter(band.answers[3].face.key[-1])
        assert band.isHidden()
        assert_keyed(desk, f"page {number} after the answer")
    desk.settings.show_platform("sound")
    sound.become(SoundState(SoundTrouble.NO_DEVICE, "paplay"))
    assert band.isVisible()
    assert_keyed(desk, "the topic of the sound under the band")
    desk.letter(band.not_heard.face.key[-1])
    assert band.isHidden()


def test_pickup(desk: WholeDesk) -> None:
    desk.page(2)
    assert_keyed(desk, "empty")
    one, other = pickups.to_verify("21"), pickups.to_verify("22")
    desk.counter.set_views(one, other, pickups.to_hand_over())
    desk.counter.show_lookup(pickups.lookup(1, Found.ONE, one.order.key))
    assert_keyed(desk, "card")
    for outcome in Outcome:
        desk.counter.put(pickups.verified(one, outcome))
        assert_keyed(desk, f"result {outcome}")
        if desk.pickup.panes.result.isVisible():
            for action in desk.pickup.panes.result.view.actions if desk.pickup.panes.result.view else ():
                assert desk.pickup.panes.result.button(action).face.key, action
    desk.counter.show_lookup(pickups.lookup(2, Found.SEVERAL, one.order.key, other.order.key))
    assert_keyed(desk, "choice")
    for number, found in enumerate(Found, start=3):
        desk.counter.show_lookup(pickups.lookup(number, found))
        assert_keyed(desk, f"found {found}")


def test_hours(desk: WholeDesk) -> None:
    desk.page(3)
    assert_keyed(desk, "no day")
    rows = [ledgers.differing_row(ask) for ask in Ask]
    rows += [ledgers.sent_row(), ledgers.unknown_row(), ledgers.closed_row(), ledgers.negative_row()]
    desk.books.put_story(ledgers.story())
    desk.books.put_receipts(*ledgers.receipts())
    for row in rows:
        desk.books.put_day(ledgers.picture_day(row))
        desk.hours.refresh()
        desk.hours.show_hour(row.hour)
        assert_keyed(desk, f"{row.state} {row.hour}")
    for letter, name in (("E", "forms of a file"), ("M", "month")):
        desk.letter(letter)
        assert_keyed(desk, name)
        desk.press(Key.Key_Escape)
    desk.letter("Y")
    assert_keyed(desk, "the day before")
    desk.press(Key.Key_F5)
    assert_keyed(desk, "receipts")


def test_sync(desk: WholeDesk) -> None:
    unknown = sample.accept_unknown()
    asked = replace(unknown, intents=tuple(replace(i, needs_person=True) for i in unknown.intents))
    desk.counter.set_views(asked, sample.ready_refused(), sample.accept_offline())
    desk.counter.set_status(replace(sample.healthy(), turned_away=samples.turned_away()))
    desk.books.put_sheet(samples.picture_sheet())
    desk.page(4)
    for waiting in (samples.picture(), samples.crowded(), samples.from_tills()):
        desk.books.set_waiting(waiting)
        desk.sync.refresh()
        walked = set[object]()
        desk.sync.choice.begin_anew()
        while (row := desk.sync.choice.row) is not None and row.identity not in walked:
            walked.add(row.identity)
            assert_keyed(desk, f"chosen {row.identity}")
            assert_chosen_has_keys(row)
            desk.press(Key.Key_Down)
        assert walked
    desk.press(Key.Key_F5)
    for letter, name in (("E", "forms"), ("M", "month")):
        desk.letter(letter)
        assert_keyed(desk, name)
        desk.press(Key.Key_Escape)


def assert_chosen_has_keys(row: object) -> None:
    """All its buttons, after a first step as well."""
    if not isinstance(row, EntryRow):
        return
    keys = [row.button(action).face.key for action in row.shown]
    assert all(keys), row.texts
    assert len(set(keys)) == len(keys), row.texts
    for action in {EntryAction.DECIDE, EntryAction.WITHDRAW} & set(row.shown):
        row.button(action).click()
        assert all(row.button(each).face.key for each in row.shown)
        assert row.step_back()


def test_shift(desk: WholeDesk) -> None:
    desk.page(5)
    desk.shifts.put(before_opening())
    assert_keyed(desk, "before opening")
    for name, view in (("in the evening", picture_shift()), ("ready to close", counted_shift())):
        desk.shifts.put(view)
        assert_keyed(desk, name)
    desk.shifts.put(picture_shift())
    for letter in "IONMH":
        desk.letter(letter)
        assert desk.shift.requests.panel is not None, letter
        assert_keyed(desk, f"the panel of Alt+{letter}")
        desk.press(Key.Key_Escape)
        assert desk.shift.requests.panel is None


def test_settings(desk: WholeDesk) -> None:
    desk.page(6)
    for _ in range(len(desk.settings.topics)):
        assert_keyed(desk, "a topic")
        desk.letter("O")
        assert_keyed(desk, "unfolded")
        desk.press(Key.Key_PageDown)
    for _ in range(len(desk.settings.topics)):
        desk.press(Key.Key_PageUp)
    desk.letter("V")
    assert isinstance(desk.window.focusWidget(), QLineEdit)
    desk.press(Key.Key_9)
    assert_keyed(desk, "changed")
    desk.letter("T")
    desk.books.finish_test(Probe("ovopark", Proof.ACCEPTED, "0", raw='{"data":{"enterpriseId":11,"id":22}}'))
    assert_keyed(desk, "numbers of a test")
    desk.letter("X")
    assert not desk.settings.pane("ovopark").is_changed
    pays = desk.settings.pane("wdk").form.rows["pay_types"].editor
    assert isinstance(pays, PairsEditor)
    desk.settings.show_platform("wdk")
    desk.settle()
    pays.rows[0].code.setFocus()
    assert [bool(row.remove.face.key) for row in pays.rows] == [True, False]


def test_dialogs(desk: WholeDesk, qtbot: QtBot) -> None:
    desk.press(Key.Key_F12)
    assert_keyed(desk, "PIN pad", desk.sign_in)
    desk.sign_in.reject()
    failed = StartFailed(theme(dark=False), SettingsError("x"), Path("/nowhere"))
    qtbot.addWidget(failed)
    failed.show()
    assert_keyed(desk, "start failed", failed)


def test_f1_lists_the_keys_of_the_page_and_its_guide(desk: WholeDesk) -> None:
    desk.counter.set_views(*sample.board())
    help_ = desk.window.shell.help
    for page in desk.pages:
        desk.page(page.number)
        desk.press(Key.Key_F1)
        assert help_.isVisible()
        assert help_.guide
        letters = {key.value for key in (*PAGES[page.key], *Everywhere)}
        shown = {line.key for line in help_.lines}
        assert {key for key in shown if key.startswith("Alt+")} <= letters
        assert {"F1", "F12", "Esc"} <= shown
        desk.press(Key.Key_F1)
        assert not help_.isVisible()


def test_behind_the_list_of_keys_no_key_does_anything(desk: WholeDesk) -> None:
    desk.counter.set_views(*sample.board())
    for key in (Key.Key_F2, Key.Key_F4, Key.Key_F5, Key.Key_F12, Key.Key_Escape):
        desk.press(Key.Key_F1)
        desk.press(key)
        assert not desk.window.shell.help.isVisible()
    desk.press(Key.Key_F1)
    desk.letter("S")
    assert desk.counter.calls("wish") == []
    assert not desk.sign_in.isVisible()


def test_file_and_printer_dialogs_have_our_keys_and_no_mnemonic(
    desk: WholeDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.books.put_day(ledgers.picture_day())
    desk.page(3)
    desk.letter("E")
    desk.letter("X")
    dialog = desk.hours.output.files.dialog
    assert isinstance(dialog, QFileDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    for button in dialog.findChildren(QAbstractButton):
        if button.isVisible() and button.isEnabled():
            assert "Alt+" in button.text() or "Esc" in button.text(), button.objectName()
    assert mnemonics(dialog) == []
    dialog.setDirectory(str(tmp_path))
    QTest.keyClick(dialog.windowHandle(), Key.Key_N, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: isinstance(dialog.focusWidget(), QLineEdit))
    QTest.keyClick(dialog.windowHandle(), Key.Key_S, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: bool(desk.books.calls("export_hours")))
    desk.letter("R")
    printers = desk.hours.output.files.dialog
    assert isinstance(printers, PrinterDialog)
    texts = [button.text() for button in printers.findChildren(QAbstractButton)]
    assert texts == ["Print  Alt+P", "Cancel  Esc"] or set(texts) == {"Print  Alt+P", "Cancel  Esc"}
    desk.hours.output.files.close()


def mnemonics(window: QWidget) -> list[str]:
    """The texts of which Qt would make a shortcut of a letter."""
    buttons = (button.text() for button in window.findChildren(QAbstractButton) if button.isVisible())
    labels = (label.text() for label in window.findChildren(QLabel) if label.buddy() is not None)
    tabs = (bar.tabText(at) for bar in window.findChildren(QTabBar) for at in range(bar.count()))
    return [text for text in (*buttons, *labels, *tabs) if not QKeySequence.mnemonic(text).isEmpty()]


def test_an_ampersand_of_a_strangers_makes_no_key(desk: WholeDesk) -> None:
    odd = "&Fisch & &Chips"
    view = sample.new_104()
    content = replace(
        view.order.content,
        customer=odd,
        show_no="A&B",
        remark=odd,
        lines=tuple(replace(line, name=odd, remark=odd) for line in view.order.content.lines),
    )
    strange = replace(view, order=replace(view.order, content=content))
    asked = sample.with_intent(strange, Kind.ACCEPT, Outcome.REFUSED, last_answer=f"1003 {odd}")
    tenders = (Tender(code="a", name=odd, cash=True), Tender(code="b", name="&Karte"))
    desk.counter.settings = desk.counter.settings.model_copy(
        update={"tender": tenders, "store": Store(name=odd)}
    )
    desk.counter.set_staff(Staff(name=odd, role=Role.MANAGER))
    desk.counter.set_views(strange, asked)
    desk.counter.show_lookup(pickups.lookup(1, Found.ONE, strange.order.key))
    for number in (1, 2, 3, 4, 6):
        desk.page(number)
        assert mnemonics(desk.window) == []
    desk.page(1)
    desk.press(Key.Key_F5)
    desk.press(Key.Key_F6)
    assert mnemonics(desk.window) == []
    desk.press(Key.Key_F1)
    assert mnemonics(desk.window) == []
    for letter in "FCK":
        desk.letter(letter)
    assert desk.counter.calls("wish") == []
