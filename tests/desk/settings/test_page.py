"""The settings page: what it shows, what it asks of the books, and what it never keeps."""

import logging
from collections.abc import Iterator
from itertools import product

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.rail import Rail, RailButton
from posdesk.desk.paint import text_width
from posdesk.desk.settings.editors import ChoiceEditor, LineEditor, SecretEditor
from posdesk.desk.settings.page import SettingsPage, TopicButton
from posdesk.desk.settings.pairs import PairsEditor
from posdesk.desk.settings.pane import TopicPane
from posdesk.desk.theme import FontRole, apply_style, load_fonts, theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.words.language import Languages
from posdesk.domain.books.probe import Probe, Proof
from posdesk.domain.orders.answer import CallFault
from posdesk.domain.rights import Role
from posdesk.errors import NotDone
from posdesk.settings.book_sections import Ovopark, Wdk
from posdesk.settings.credentials import LISTENER_TOKEN, OVOPARK_SECRET, WDK_SECRET
from posdesk.settings.settings import Settings, Staff
from tests.support.fake_books import FakeBooks
from tests.support.fake_counter import FakeCounter
from tests.support.labels import cut

pytestmark = pytest.mark.window

SECRET = "s3cr3t-of-the-platform"
CHOSEN = Settings(
    ovopark=Ovopark(akey="a-key", enterprise_id=11, shop_id="D1"),
    wdk=Wdk(app_key="w-key", store_id="33571001", pos_no="POS001", pay_types={"cash": "01"}),
)
MANAGED = CHOSEN.model_copy(update={"staff": (Staff(name="李敏"), Staff(name="王经理", role=Role.MANAGER))})


@pytest.fixture
def books(qapp: QApplication, languages: Languages) -> FakeBooks:
    """Both platforms set up; ovopark's secret is in the keyring."""
    return FakeBooks(settings=CHOSEN, secrets_there=frozenset({OVOPARK_SECRET}))


@pytest.fixture
def counter(qapp: QApplication) -> FakeCounter:
    """Nobody is set up, so nobody needs to sign in."""
    return FakeCounter()


@pytest.fixture
def page(qtbot: QtBot, counter: FakeCounter, books: FakeBooks) -> SettingsPage:
    """The page on screen, as large as 1024 x 768 leaves it."""
    return shown(qtbot, counter, books)


@pytest.fixture
def ovopark(page: SettingsPage) -> TopicPane:
    """The hourly sales."""
    return page.pane("ovopark")


@pytest.fixture
def wdk(page: SettingsPage) -> TopicPane:
    """The receipts, chosen in the list."""
    press(topic(page, "wdk"))
    return page.pane("wdk")


@pytest.fixture
def clipboard(qapp: QApplication) -> Iterator[None]:
    """What the test copies is gone after it."""
    yield
    QApplication.clipboard().clear()


def shown(
    qtbot: QtBot, counter: FakeCounter, books: FakeBooks, width: int = 960, *, dark: bool = False
) -> SettingsPage:
    """The page on screen."""
    load_fonts()
    made = SettingsPage(counter, books, theme(dark))
    qtbot.addWidget(made)
    apply_style(made, theme(dark))
    made.show_platform("ovopark")
    made.set_window_width(width)
    made.resize(width, 676)
    made.show()
    return made


def topic(page: SettingsPage, key: str) -> TopicButton:
    """A topic's place in the list."""
    return next(button for button in page.topics if button.pane.key == key)


def press(button: QWidget) -> None:
    """A touch on a button that can be seen."""
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def labelled(pane: QWidget, label: str) -> DeskButton:
    """The button of these words that can be seen. Raises StopIteration."""
    return next(b for b in pane.findChildren(DeskButton) if b.face.label == label and b.isVisible())


def line(pane: TopicPane, name: str) -> QLineEdit:
    """The line of a key or a secret."""
    editor = pane.form.rows[name].editor
    assert isinstance(editor, LineEditor | SecretEditor)
    return editor.line


def write(field: QLineEdit, text: str) -> None:
    """What was in it is typed over."""
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def texts(root: QWidget) -> str:
    """Every text that any part of the widget tree holds, to see or not."""
    parts: list[str] = []
    for widget in (root, *root.findChildren(QWidget)):
        if isinstance(widget, QLineEdit | QLabel):
            parts.append(widget.text())
        if isinstance(widget, QPlainTextEdit):
            parts.append(widget.toPlainText())
        parts += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
    return "\n".join(parts)


@pytest.mark.parametrize("platform", ["ovopark", "wdk"])
def test_every_key_of_a_section_can_be_changed(page: SettingsPage, platform: str) -> None:
    form = page.pane(platform).topic
    assert {field.key for field in form.fields} == set(type(form.default).model_fields)


def test_what_is_kept_is_shown_and_nothing_counts_as_changed(page: SettingsPage, ovopark: TopicPane) -> None:
    assert line(ovopark, "akey").text() == "a-key"
    assert line(ovopark, "grace_min").text() == "5"
    assert ovopark.form.kept == CHOSEN.ovopark
    assert page.count().value == 0
    assert ovopark.form.changes(Ovopark(akey="a-key", enterprise_id=11, shop_id="D1")) == {}


def test_only_changed_keys_are_saved_and_a_default_takes_its_key_away(
    ovopark: TopicPane, books: FakeBooks
) -> None:
    write(line(ovopark, "grace_min"), "8")
    line(ovopark, "shop_id").selectAll()
    QTest.keyClick(line(ovopark, "shop_id"), Qt.Key.Key_Delete)
    write(line(ovopark, "dep_id"), " 77 ")
    press(labelled(ovopark, "Save"))
    assert books.calls("save") == [("ovopark", {"grace_min": 8, "shop_id": None, "dep_id": 77}, {})]


def test_after_saving_it_says_that_it_counts(
    page: SettingsPage, ovopark: TopicPane, books: FakeBooks
) -> None:
    write(line(ovopark, "akey"), "other")
    press(labelled(ovopark, "Save"))
    books.finish_save()
    assert ovopark.said == "Saved. It counts from now on."
    assert page.count().value == 0
    assert ovopark.form.kept == Ovopark(akey="other", enterprise_id=11, shop_id="D1")


def test_what_is_typed_while_it_is_being_saved_stays_not_saved(ovopark: TopicPane, books: FakeBooks) -> None:
    write(line(ovopark, "akey"), "second")
    press(labelled(ovopark, "Save"))
    write(line(ovopark, "akey"), "third")
    books.finish_save()
    assert line(ovopark, "akey").text() == "third"
    assert ovopark.form.is_changed


def test_a_wrong_value_is_said_at_its_field_and_nothing_is_saved(
    ovopark: TopicPane, books: FakeBooks
) -> None:
    write(line(ovopark, "grace_min"), "90")
    press(labelled(ovopark, "Save"))
    assert ovopark.form.rows["grace_min"].wrong == "It must be a number of minutes from 0 to 55."
    assert books.calls("save") == []


@pytest.mark.parametrize("typed", ["five", "", "1e999", "nan", "--"])
def test_what_is_no_number_is_said_at_its_field(ovopark: TopicPane, books: FakeBooks, typed: str) -> None:
    write(line(ovopark, "grace_min"), typed or " ")
    press(labelled(ovopark, "Save"))
    assert ovopark.form.rows["grace_min"].wrong
    assert books.calls("save") == []


def test_a_wrong_value_in_the_folded_part_opens_it(ovopark: TopicPane, books: FakeBooks) -> None:
    line(ovopark, "url").setText("opretail.com")
    ovopark.form.edited.emit()
    press(labelled(ovopark, "Save"))
    assert ovopark.form.groups[-1].is_open
    assert ovopark.form.rows["url"].wrong == "It must begin with https:// or http://."


def test_a_refusal_is_said_at_the_field_that_it_names(ovopark: TopicPane, books: FakeBooks) -> None:
    write(line(ovopark, "akey"), "other")
    press(labelled(ovopark, "Save"))
    why = "posdesk.toml: ovopark.akey: that can't be. Mend that key."
    books.fail_save(why, "ovopark.akey")
    assert ovopark.form.rows["akey"].wrong == why
    assert ovopark.form.is_changed
    write(line(ovopark, "akey"), "better")
    assert ovopark.form.rows["akey"].wrong == ""


def test_a_refusal_is_said_at_no_field_that_its_text_only_looks_like(
    ovopark: TopicPane, books: FakeBooks
) -> None:
    write(line(ovopark, "akey"), "other")
    press(labelled(ovopark, "Save"))
    why = "/var/lib/ovopark.akey/posdesk.toml can't be written: ovopark/secret is a folder there."
    books.fail_save(why)
    assert ovopark.form.rows["akey"].wrong == ovopark.form.rows[OVOPARK_SECRET].wrong == ""
    assert ovopark.said == why


def test_a_refusal_that_names_no_field_is_said_at_the_foot(ovopark: TopicPane, books: FakeBooks) -> None:
    write(line(ovopark, "akey"), "other")
    press(labelled(ovopark, "Save"))
    books.fail_save("posdesk.toml can't be written: No space left on device.")
    assert "No space left" in ovopark.said


def test_a_secret_that_the_keyring_does_not_take_is_said_at_its_field(
    ovopark: TopicPane, books: FakeBooks
) -> None:
    write(line(ovopark, OVOPARK_SECRET), SECRET)
    press(labelled(ovopark, "Save"))
    books.fail_save("The secret ovopark/secret has 2000 characters, too many.", OVOPARK_SECRET)
    assert "2000" in ovopark.form.rows[OVOPARK_SECRET].wrong
    assert line(ovopark, OVOPARK_SECRET).text() == SECRET


def test_a_secret_is_hidden_while_it_is_typed_and_gone_after_saving(
    page: SettingsPage, ovopark: TopicPane, books: FakeBooks, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    field = line(ovopark, OVOPARK_SECRET)
    write(field, SECRET)
    assert field.displayText() == field.displayText()[0] * len(SECRET)
    press(labelled(ovopark, "Save"))
    assert books.calls("save") == [("ovopark", {}, {OVOPARK_SECRET: SECRET})]
    books.finish_save()
    assert ovopark.said == "Saved. It counts from now on."
    field.undo()
    assert SECRET not in texts(page)
    assert SECRET not in caplog.text


def test_a_kept_secret_is_only_said_to_be_there(ovopark: TopicPane, wdk: TopicPane) -> None:
    assert line(ovopark, OVOPARK_SECRET).placeholderText() == "Saved in this PC's keyring"
    assert line(wdk, WDK_SECRET).placeholderText() == "Not there yet"
    assert line(ovopark, OVOPARK_SECRET).text() == ""


def test_what_is_missing_before_anything_can_go_out_is_named(wdk: TopicPane, ovopark: TopicPane) -> None:
    assert wdk.lead.endswith("Nothing goes out yet. Missing: App secret.")
    assert "Missing" not in ovopark.lead


def test_a_new_token_is_readable_until_it_is_saved(
    page: SettingsPage, wdk: TopicPane, books: FakeBooks, clipboard: None
) -> None:
    editor = wdk.form.secret_editors[LISTENER_TOKEN]
    wdk.form.groups[1].rows[LISTENER_TOKEN].setFocus()
    press(editor.make_button)
    first = editor.value()
    assert len(first) >= 32
    assert editor.line.displayText() == first
    press(editor.copy_button)
    assert QApplication.clipboard().text() == first
    press(labelled(wdk, "Save"))
    assert books.calls("save") == [("wdk", {}, {LISTENER_TOKEN: first})]
    books.finish_save()
    assert first not in texts(page)
    press(editor.make_button)
    assert editor.value() != first


def test_ways_to_pay_come_and_go_by_rows(wdk: TopicPane, books: FakeBooks) -> None:
    pays = wdk.form.rows["pay_types"].editor
    assert isinstance(pays, PairsEditor)
    press(pays.add_button)
    QTest.keyClicks(pays.rows[1].code, "101")
    QTest.keyClicks(pays.rows[1].number, "02")
    press(pays.add_button)  # a row that stays empty counts for nothing
    press(pays.rows[0].remove)
    press(labelled(wdk, "Save"))
    assert books.calls("save") == [("wdk", {"pay_types": {"101": "02"}}, {})]


@pytest.mark.parametrize(("code", "number"), [("101", ""), ("", "02"), ("cash", "02")])
def test_half_a_row_or_a_code_that_is_there_twice_is_not_saved(
    wdk: TopicPane, books: FakeBooks, code: str, number: str
) -> None:
    pays = wdk.form.rows["pay_types"].editor
    assert isinstance(pays, PairsEditor)
    press(pays.add_button)
    QTest.keyClicks(pays.rows[1].code, code)
    QTest.keyClicks(pays.rows[1].number, number)
    press(labelled(wdk, "Save"))
    assert "no code may stand there twice" in wdk.form.rows["pay_types"].wrong
    assert books.calls("save") == []


def test_a_choice_is_made_by_touch_and_by_arrows(
    page: SettingsPage, ovopark: TopicPane, books: FakeBooks, qtbot: QtBot
) -> None:
    cover = ovopark.form.rows["cover"].editor
    assert isinstance(cover, ChoiceEditor)
    far = QPoint(cover.buttons[1].width() - 4, 4)
    QTest.mouseClick(cover.buttons[1], Qt.MouseButton.LeftButton, pos=far)
    assert cover.value() == "ask"
    page.activateWindow()
    qtbot.waitUntil(cover.buttons[1].hasFocus)  # the window system says when the window is active
    QTest.keyClick(cover.first, Qt.Key.Key_Up)
    assert cover.value() == "auto"
    QTest.keyClick(cover.first, Qt.Key.Key_Down)
    assert cover.first.accessibleName().endswith("Ask the manager on the Hours page")
    press(labelled(ovopark, "Save"))
    assert books.calls("save") == [("ovopark", {"cover": "ask"}, {})]


def test_every_word_is_light_on_the_dark_theme(qtbot: QtBot, counter: FakeCounter, books: FakeBooks) -> None:
    page = shown(qtbot, counter, books, dark=True)
    page.resize(960, 3000)
    QApplication.processEvents()
    seen = [label for label in page.findChildren(QLabel) if label.isVisible() and label.text()]
    assert len(seen) > 20
    assert [label.text() for label in seen if _brightest(label) < 100] == []


def _brightest(label: QLabel) -> int:
    """How light its lightest pixel is, 0 to 255."""
    image = label.window().grab(QRect(label.mapTo(label.window(), QPoint()), label.size())).toImage()
    spots = product(range(image.width()), range(image.height()))
    return max(image.pixelColor(x, y).lightness() for x, y in spots)


def test_changes_stay_when_the_page_is_left_and_are_marked(
    page: SettingsPage, ovopark: TopicPane, books: FakeBooks
) -> None:
    write(line(ovopark, "akey"), "other")
    press(topic(page, "wdk"))
    page.hide()
    page.show()
    assert page.count().value == 1
    assert topic(page, "ovopark").accessibleName() == "Hourly sales (ovopark), not saved"
    press(topic(page, "ovopark"))
    assert line(ovopark, "akey").text() == "other"
    press(labelled(ovopark, "Discard changes"))
    assert line(ovopark, "akey").text() == "a-key"
    assert page.count().value == 0


def test_a_test_call_is_made_with_what_is_on_screen(ovopark: TopicPane, books: FakeBooks) -> None:
    write(line(ovopark, "akey"), "draft")
    write(line(ovopark, OVOPARK_SECRET), SECRET)
    press(labelled(ovopark, "Test the connection"))
    ((platform, values, secrets),) = books.calls("test")
    assert (platform, secrets) == ("ovopark", {OVOPARK_SECRET: SECRET})
    assert isinstance(values, dict)
    assert Ovopark.model_validate(values) == Ovopark(akey="draft", enterprise_id=11, shop_id="D1")
    assert books.calls("save") == []


def test_the_answer_is_shown_as_it_came_with_our_reading_and_the_clock(
    ovopark: TopicPane, books: FakeBooks
) -> None:
    raw = '{"stat": {"code": 7, "codename": "签名错误"}}'
    press(labelled(ovopark, "Test the connection"))
    books.finish_test(Probe("ovopark", Proof.REFUSED, "7", "签名错误", raw, http_status=200, clock_off_s=90))
    assert ovopark.probe.raw.toPlainText() == raw
    said = "\n".join(ovopark.probe.texts)
    assert "ovopark answered and refused the call." in said
    assert "PC clock 90 s fast. Set this PC's clock." in said
    assert 'Code 7   "签名错误"   HTTP 200' in said


@pytest.mark.parametrize(
    ("proof", "fault", "said"),
    [
        (Proof.ACCEPTED, CallFault.NONE, "accepted the key and the signature"),
        (Proof.UNCLEAR, CallFault.NONE, "A person must judge"),
        (Proof.NO_ANSWER, CallFault.TIMED_OUT, "The platform did not answer in time"),
        (Proof.NO_ANSWER, CallFault.NO_SECRET, "The secret is not there"),
        (Proof.NO_ANSWER, CallFault.NO_SETTINGS, "The key is missing"),
    ],
)
def test_every_end_of_a_test_call_has_its_words(
    wdk: TopicPane, books: FakeBooks, proof: Proof, fault: CallFault, said: str
) -> None:
    press(labelled(wdk, "Test the connection"))
    books.finish_test(Probe("wdk", proof, fault=fault))
    assert said in "\n".join(wdk.probe.texts)


def test_an_answer_to_another_platform_is_not_shown_here(
    page: SettingsPage, ovopark: TopicPane, wdk: TopicPane, books: FakeBooks
) -> None:
    for pane in (ovopark, wdk):
        page.show_platform(pane.topic.platform)
        press(labelled(pane, "Test the connection"))
    books.finish_test(Probe("wdk", Proof.ACCEPTED, raw="{}"))
    assert (ovopark.probe.is_idle, wdk.probe.is_idle) == (True, False)


def test_a_number_of_the_answer_is_taken_over_by_a_touch(ovopark: TopicPane, books: FakeBooks) -> None:
    press(labelled(ovopark, "Test the connection"))
    raw = '{"stat": {"code": 0}, "data": {"enterpriseId": 8000000001}}'
    books.finish_test(Probe("ovopark", Proof.ACCEPTED, "0", raw=raw))
    (button,) = ovopark.probe.number_buttons
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert line(ovopark, "enterprise_id").text() == "8000000001"
    assert "Something was changed since this test." in ovopark.probe.texts
    press(labelled(ovopark, "Save"))
    assert books.calls("save") == [("ovopark", {"enterprise_id": 8000000001}, {})]


def test_whose_pin_saving_and_testing_takes_is_said_before(qtbot: QtBot, counter: FakeCounter) -> None:
    counter.settings = MANAGED
    page = shown(qtbot, counter, FakeBooks(settings=MANAGED))
    pane = page.pane("ovopark")
    takes = "This takes the PIN of a manager."  # falls to the highest that there is
    assert pane.said == takes
    assert labelled(pane, "Test the connection").isEnabled()
    write(line(pane, "akey"), "other")
    assert pane.said == f"Not saved yet. {takes}"
    counter.set_staff(MANAGED.staff[0])
    assert pane.said == f"Not saved yet. {takes}"
    counter.set_staff(MANAGED.staff[1])
    assert pane.said == "Not saved yet."


def test_a_refused_right_is_said_and_nothing_that_was_entered_is_lost(
    ovopark: TopicPane, books: FakeBooks
) -> None:
    write(line(ovopark, "akey"), "other")
    press(labelled(ovopark, "Save"))
    books.refuse_save(NotDone.NO_PIN)
    assert "no PIN was given" in ovopark.said
    assert line(ovopark, "akey").text() == "other"


def test_enter_in_a_field_saves_nothing(ovopark: TopicPane, books: FakeBooks) -> None:
    write(line(ovopark, "akey"), "other")
    QTest.keyClick(line(ovopark, "akey"), Qt.Key.Key_Return)
    assert books.asked == []


def test_tab_goes_through_the_fields_in_the_order_on_screen(
    page: SettingsPage, ovopark: TopicPane, qtbot: QtBot
) -> None:
    wanted = [
        ovopark.form.rows[name].editor.first for name in ("akey", OVOPARK_SECRET, "enterprise_id", "shop_id")
    ]
    page.activateWindow()
    wanted[0].setFocus()
    qtbot.waitUntil(wanted[0].hasFocus)  # the window system says when the window is active
    seen = []
    for _ in wanted:
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert seen == wanted


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("platform", ["ovopark", "wdk"])
def test_nothing_is_cut_and_everything_can_be_touched(
    page: SettingsPage, languages: Languages, platform: str, language: str
) -> None:
    languages.choose(language)  # type: ignore[arg-type]
    page.retranslate()
    press(topic(page, platform))
    pane = page.pane(platform)
    pane.form.groups[-1].open()
    QApplication.processEvents()
    assert page.minimumSizeHint().width() <= page.width()
    for row in pane.form.rows.values():
        assert row.editor.first.height() >= 44
        assert row.width() >= row.minimumSizeHint().width()
        assert row.editor.first.accessibleName().startswith(row.label)
    assert cut(pane) == []


def test_the_keys_of_the_pages_are_left_to_the_window(ovopark: TopicPane) -> None:
    """A choice takes up and down only; Ctrl+1 to 6, F2 and Esc go on."""
    cover = ovopark.form.rows["cover"].editor
    control = Qt.KeyboardModifier.ControlModifier
    for key in (Qt.Key.Key_1, Qt.Key.Key_Down, Qt.Key.Key_F2, Qt.Key.Key_Escape):
        QTest.keyClick(cover.first, key, control)
        assert cover.value() == "auto"


def test_the_pages_name_is_whole_in_the_narrowest_rail(qtbot: QtBot, page: SettingsPage) -> None:
    rail = Rail(theme(dark=False))
    qtbot.addWidget(rail)
    rail.add_page(page)
    rail.set_window_width(900)
    rail.resize(rail.width(), 600)
    rail.show()
    (button,) = rail.findChildren(RailButton)
    assert text_width(page.title(), theme(dark=False).font(FontRole.CAPTION_BOLD)) <= button.width()


def test_from_a_field_the_keys_between_topics_are_left_to_the_page(page: SettingsPage) -> None:
    for pane in page.panes:
        page.show_platform(pane.key)
        areas = pane.findChildren(QScrollArea)
        field = next(
            (each for each in pane.findChildren(QLineEdit) if each.isVisible() and each.isEnabled()), None
        )
        if field is None:
            continue
        field.setFocus()
        QApplication.processEvents()
        before = [area.verticalScrollBar().value() for area in areas]
        QTest.keyClick(field, Qt.Key.Key_PageDown)
        assert [area.verticalScrollBar().value() for area in areas] == before, pane.key


def test_a_window_that_gets_lower_still_shows_which_topic_is_in_front(
    page: SettingsPage, qtbot: QtBot
) -> None:
    page.resize(1200, 1100)
    page.show()
    page.show_platform("health")
    topic = page.topics[-1]
    assert topic.isChecked()
    page.resize(1024, 560)
    qtbot.waitUntil(lambda: topic.visibleRegion().boundingRect().height() == topic.height())
