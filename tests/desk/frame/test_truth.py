"""The frame tells the truth: never healthy while orders can't come in, and always what to do."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.bands import Bands
from posdesk.desk.frame.overlays import FlashBar
from posdesk.desk.frame.pieces import Detail, is_bad, partner_marks, received_words, sound_words
from posdesk.desk.frame.top_bar import TopBar
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.theme import Theme, ThemeSource
from posdesk.desk.words.language import Choice, Languages
from posdesk.desk.words.sound import unheard_words
from posdesk.desk.words.states import Sentence, trouble_words
from posdesk.devices.sound_state import SoundState, SoundTrouble
from posdesk.domain.clock import ClockDoubt
from posdesk.domain.journal_health import TrailDoubt, TrailFault
from posdesk.domain.orders.auto_accept import AutoState, Held
from posdesk.domain.orders.refused import (
    CountedCalls,
    Refused,
    RefusedCall,
    RefusedKind,
    TurnedAway,
    WrongSigns,
)
from posdesk.domain.printing.board import PrinterStatus
from posdesk.domain.printing.outcome import Trouble as PrintTrouble
from posdesk.domain.status import (
    BookStatus,
    EngineState,
    EngineStatus,
    Exposure,
    Gap,
    Keeping,
    PartnerStatus,
    StartWait,
    Trouble,
)
from posdesk.errors import DiskFault
from posdesk.settings.settings import Desk, Settings, Staff, Store
from tests.support import sample_views
from tests.support.fake_counter import NOON, FakeCounter
from tests.support.labels import cut
from tests.support.sample_views import at


@pytest.fixture
def bands(qtbot: QtBot, light: Theme) -> Bands:
    made = Bands(light)
    qtbot.addWidget(made)
    made.resize(1290, 10)
    return made


@pytest.fixture
def bar(qtbot: QtBot, light: Theme, counter: FakeCounter) -> TopBar:
    made = TopBar(light, counter.settings, counter.clock)
    qtbot.addWidget(made)
    made.resize(1366, 52)
    made.set_status(counter.status())
    return made


@pytest.mark.parametrize("trouble", [t for t in Trouble if t is not Trouble.NONE])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_trouble_says_what_happened_and_what_to_do(
    languages: Languages, language: str, trouble: Trouble
) -> None:
    languages.choose("zh_CN" if language == "zh_CN" else "en")
    said = trouble_words(trouble, "meituan")
    assert said.what
    assert said.todo
    assert "{" not in str(said)
    assert str(said).isascii() == (language == "en")


def test_a_dead_engine_is_said_whatever_else_it_said_last(bands: Bands) -> None:
    bands.show_status(replace(sample_views.healthy(), alive=False))
    assert not bands.trouble.isHidden()
    assert "engine has stopped" in bands.trouble.said.what


def test_a_home_that_is_anothers_names_who_has_it(bands: Bands) -> None:
    lost = replace(sample_views.healthy(), trouble=Trouble.HOME_LOST, detail="4711", address="")
    bands.show_status(lost)
    assert "another posdesk (process 4711)" in bands.trouble.said.what
    assert "Close this window" in bands.trouble.said.todo


def away(state: EngineState, **more: object) -> EngineStatus:
    """An engine that is not at work."""
    return replace(sample_views.healthy(), alive=False, state=state, **more)  # type: ignore[arg-type]


def test_a_start_is_said_as_such_never_in_red_and_never_as_being_reachable(
    bands: Bands, languages: Languages
) -> None:
    status = away(EngineState.STARTING)
    bands.show_status(status)
    assert bands.trouble.isHidden()
    assert bands.starting.said.what == "posdesk is starting."
    assert all(is_bad(partner, status, NOON) for partner in status.partners)


@pytest.mark.parametrize("wait", StartWait)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_late_start_says_in_red_that_no_order_can_be_taken_and_what_it_waits_for(
    qtbot: QtBot, light: Theme, languages: Languages, language: str, wait: StartWait
) -> None:
    languages.choose("zh_CN" if language == "zh_CN" else "en")
    bands = Bands(light, address="127.0.0.1:8765")
    qtbot.addWidget(bands)
    bands.show_status(away(EngineState.LATE, waits_for=wait))
    assert bands.starting.isHidden()
    said = str(bands.trouble.said)
    assert said.isascii() == (language == "en")
    assert ("8765" in said) == (wait is StartWait.PORT)
    if language == "en":
        assert "not started yet: no orders can be taken" in said
        assert ("keyring" in said) == (wait is StartWait.KEYRING)
        assert "stopped" not in said


def test_a_short_silence_is_said_in_seconds_and_not_in_red(bands: Bands, languages: Languages) -> None:
    bands.show_status(away(EngineState.SILENT, silent_s=12))
    assert bands.trouble.isHidden()
    assert bands.starting.said.what == "No word from posdesk's engine for 12 s."
    bands.show_status(sample_views.healthy())
    assert bands.starting.isHidden()


def test_a_healthy_engine_has_no_band(bands: Bands) -> None:
    bands.show_status(sample_views.healthy())
    assert all(band.isHidden() for band in (bands.trouble, bands.clock, bands.gap, bands.unsaved))


@pytest.mark.parametrize(
    "status",
    [
        replace(sample_views.healthy(), alive=False),
        replace(sample_views.healthy(), address=""),
        replace(sample_views.healthy(), trouble=Trouble.KEYRING_LOCKED),
    ],
)
def test_no_receive_time_looks_fresh_while_nothing_can_come_in(status: EngineStatus) -> None:
    assert all(is_bad(partner, status, NOON) for partner in status.partners)


@given(st.integers(0, 7200))
def test_a_receive_time_grows_amber_with_age(seconds: int) -> None:
    status = sample_views.healthy()
    partner = PartnerStatus("meituan", last_received=NOON - timedelta(seconds=seconds))
    assert is_bad(partner, status, NOON) == (seconds > 1800)


def test_a_partner_that_never_called_is_amber_and_says_never(languages: Languages) -> None:
    partner = PartnerStatus("meituan")
    assert is_bad(partner, sample_views.healthy(), NOON)
    assert received_words(partner) == "never"


def test_receive_times_are_chinas(languages: Languages) -> None:
    partner = sample_views.partners()[0]
    assert received_words(partner) == "12:41:08"
    assert received_words(partner, Detail.NO_WORDS) == "12:41"


def test_a_missing_key_names_the_partner_and_the_topic(bands: Bands, languages: Languages) -> None:
    partners = tuple(
        replace(p, trouble=Trouble.NO_APPKEY) if p.name == "qr" else p for p in sample_views.partners()
    )
    bands.show_status(replace(sample_views.healthy(), partners=partners))
    assert "QR order" in bands.trouble.said.what
    assert bands.trouble.said.todo == "Enter it: Settings, Platforms and secrets."


@given(st.one_of(st.none(), st.floats(-100_000, 100_000)))
def test_a_wrong_clock_is_said_in_seconds_from_60_on(skew_s: float | None) -> None:
    marks = partner_marks(PartnerStatus("meituan", skew_s=skew_s))
    wrong = skew_s is not None and abs(skew_s) > 60
    assert bool(marks) == wrong
    if skew_s is not None and wrong:
        assert str(round(abs(skew_s))) in marks


@pytest.mark.parametrize(
    "stuck",
    [
        BookStatus("wdk", missing=("app_key",)),
        BookStatus("wdk", secret=Trouble.NO_APPKEY),
        BookStatus("wdk", halted=True),
    ],
)
def test_a_book_that_goes_nowhere_is_said_with_the_page_that_tells_why(
    bands: Bands, languages: Languages, stuck: BookStatus
) -> None:
    languages.choose("en")
    bands.show_status(replace(sample_views.healthy(), books=(BookStatus("ovopark"), stuck)))
    assert bands.books.said.what == "Receipts don't reach WDK now."
    assert "Sync page" in bands.books.said.todo
    bands.show_status(replace(sample_views.healthy(), books=(BookStatus("ovopark"), BookStatus("wdk"))))
    assert bands.books.isHidden()


def test_a_clock_that_only_the_books_measure_is_said_in_seconds(bands: Bands, languages: Languages) -> None:
    languages.choose("en")
    books = (BookStatus("ovopark", skew_s=-75), BookStatus("wdk", skew_s=61))
    bands.show_status(replace(sample_views.healthy(), books=books))
    assert bands.clock.said.what == "PC clock 75 s slow, measured against ovopark."


def test_an_unsigned_partner_is_said(languages: Languages) -> None:
    assert partner_marks(PartnerStatus("meituan", unsigned=True)) == "unsigned"


@pytest.mark.window
def test_a_gap_stays_until_somebody_compared(qtbot: QtBot, bands: Bands, languages: Languages) -> None:
    bands.show_status(sample_views.after_gap())
    bands.show()
    assert bands.gap.said.what == "No order could reach us 12:03 – 12:09."
    assert "6 min" in bands.gap.said.todo
    with qtbot.waitSignal(bands.checked) as told:
        QTest.mouseClick(bands.gap.button, Qt.MouseButton.LeftButton)
    assert told.args == [7]
    assert not bands.gap.isHidden()


def test_what_the_settings_leave_open_is_said_and_no_button_ends_it(
    bands: Bands, languages: Languages
) -> None:
    languages.choose("en")
    open_to = Exposure("0.0.0.0", readable=True, unsigned=("meituan",))
    bands.show_status(replace(sample_views.healthy(), exposure=open_to))
    assert not bands.exposure.isHidden()
    assert bands.exposure.button.isHidden()
    assert "Settings, Port for orders" in bands.exposure.said.todo
    assert "Settings, Platforms and secrets" in bands.exposure.said.todo
    bands.show_status(sample_views.healthy())
    assert bands.exposure.isHidden()


def test_a_way_that_stays_open_to_another_account_is_said_until_it_is_closed(
    bands: Bands, languages: Languages
) -> None:
    languages.choose("en")
    bands.show_status(replace(sample_views.healthy(), shared="/srv/posdesk/receipts-in"))
    assert not bands.shared.isHidden()
    assert "/srv/posdesk/receipts-in" in bands.shared.said.what
    assert bands.shared.said.todo.endswith("Settings, Till.")
    assert bands.shared.button.isHidden()
    bands.show_status(sample_views.healthy())
    assert bands.shared.isHidden()


@pytest.mark.parametrize("doubt", [doubt for doubt in ClockDoubt if doubt])
def test_personal_data_that_is_not_wiped_is_said_with_why(
    doubt: ClockDoubt, bands: Bands, languages: Languages
) -> None:
    languages.choose("en")
    bands.show_status(replace(sample_views.healthy(), keeping=Keeping(doubt)))
    assert not bands.keeping.isHidden()
    assert bands.keeping.said.what.startswith("Personal data is not wiped: this PC's clock")
    assert bands.keeping.said.todo
    languages.choose("zh_CN")
    bands.show_status(replace(sample_views.healthy(), keeping=Keeping(doubt)))
    assert bands.keeping.said.what.startswith("个人信息暂不清除")
    bands.show_status(sample_views.healthy())
    assert bands.keeping.isHidden()


def test_old_files_that_another_program_has_open_are_named(bands: Bands, languages: Languages) -> None:
    languages.choose("en")
    left = tuple(f"till{number}.json" for number in range(9))
    bands.show_status(replace(sample_views.healthy(), keeping=Keeping(left=left)))
    assert "till0.json, till1.json, till2.json, …" in bands.keeping.said.what


def test_a_partner_that_is_kept_out_is_said_with_what_lets_it_in(bands: Bands, languages: Languages) -> None:
    languages.choose("en")
    kept_out = Exposure("0.0.0.0", kept_out=("meituan",))
    bands.show_status(replace(sample_views.healthy(), exposure=kept_out))
    assert "Orders of meituan are taken from this PC only" in bands.exposure.said.what
    assert "{body}" in bands.exposure.said.todo


def test_calls_that_were_not_taken_are_said_by_partner(bands: Bands, languages: Languages) -> None:
    languages.choose("en")
    began = at("12:03")
    what = Refused(RefusedKind.ORDER, "B7", "#12", "state", 1003, "缺少 / missing")
    calls = tuple(RefusedCall(n, "meituan", what, began, began) for n in (1, 2))
    one = TurnedAway(calls=calls[:1])
    bands.show_status(replace(sample_views.healthy(), turned_away=one))
    assert bands.refused.said.what == "Meituan sent order #12, and it was not taken."
    assert "Sync page" in bands.refused.said.todo
    assert bands.refused.button.isHidden()
    many = TurnedAway(calls, (CountedCalls("eleme", 1200, began, began),))
    bands.show_status(replace(sample_views.healthy(), turned_away=many))
    assert bands.refused.said.what == "Calls that were not taken: Meituan 2, Ele.me 1,200."
    bands.show_status(sample_views.healthy())
    assert bands.refused.isHidden()


@pytest.mark.window
def test_wrongly_signed_calls_are_said_since_when_until_somebody_has_read_it(
    qtbot: QtBot, bands: Bands, languages: Languages
) -> None:
    languages.choose("en")
    few = WrongSigns("eleme", 3, at("11:00"), at("12:10"))
    many = WrongSigns("meituan", 57, at("11:00"), at("12:10"), at("12:03"))
    bands.show_status(replace(sample_views.healthy(), turned_away=TurnedAway(wrong_signs=(few,))))
    assert bands.wrong_signs.isHidden()
    bands.show_status(replace(sample_views.healthy(), turned_away=TurnedAway(wrong_signs=(few, many))))
    bands.show()
    said = bands.wrong_signs.said
    assert said.what == (
        "Calls that claim to be Meituan are wrongly signed since 12:03: is the appkey right?"
    )
    assert said.todo.endswith("Settings, Platforms and secrets.")
    with qtbot.waitSignal(bands.wrong_signs_read):
        QTest.mouseClick(bands.wrong_signs.button, Qt.MouseButton.LeftButton)


def test_a_damaged_journal_is_said_once(bands: Bands) -> None:
    damaged = replace(sample_views.healthy(), damaged=True)
    bands.show_status(damaged)
    assert not bands.journal.isHidden()
    bands.show_status(replace(damaged, trouble=Trouble.DISK, detail=DiskFault.DAMAGED))
    assert not bands.trouble.isHidden()
    assert bands.journal.isHidden()


def test_a_gap_that_lasts_can_not_be_ticked_off(bands: Bands) -> None:
    bands.show_status(replace(sample_views.healthy(), gaps=(Gap(1, at("12:03"), None, "disk"),)))
    assert bands.gap.button.isHidden()
    assert not bands.gap.isHidden()


def test_what_could_not_be_written_stays_until_it_was_seen(qtbot: QtBot, bands: Bands) -> None:
    bands.show_unsaved(trouble_words(Trouble.DISK))
    bands.show_status(sample_views.healthy())
    assert not bands.unsaved.isHidden()
    bands.unsaved.button.click()
    assert bands.unsaved.isHidden()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("width", [960, 1024, 1100, 1280, 1366, 1680, 1920])
def test_store_times_and_clock_all_fit(
    bar: TopBar, counter: FakeCounter, languages: Languages, width: int, language: str
) -> None:
    languages.choose("zh_CN" if language == "zh_CN" else "en")
    bar.resize(width, 52)
    bar.set_staff(counter.staff())
    bar.set_sound(SoundState(SoundTrouble.NO_PLAYER))
    assert bar.detail < Detail.LEAST
    assert bar.needed_width(bar.detail) <= width


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("width", [911, 960, 1024, 1366, 1920])
def test_a_printer_in_trouble_is_said_over_every_page_with_the_key_to_its_slips(
    bar: TopBar, counter: FakeCounter, languages: Languages, width: int, language: Choice
) -> None:
    languages.choose(language)
    bar.resize(width, 52)
    bar.set_staff(counter.staff())
    bar.set_sound(SoundState(SoundTrouble.NO_PLAYER))
    assert bar.printer.isHidden()
    well, out = PrinterStatus("前台"), PrinterStatus("后厨", PrintTrouble.PAPER)
    bar.set_status(replace(counter.status(), printers=(well, out)))
    said = {"en": "Printer: no paper", "zh_CN": "打印机没纸"}[language]
    assert not bar.printer.isHidden()
    assert bar.printer.accessibleName() == f"{said} Alt+P"
    assert said in bar.accessibleName()
    assert bar.needed_width(bar.detail) <= width
    assert bar.printer.width() == bar.printer.sizeHint().width()
    assert width < 1000 or bar.detail < Detail.BARE, "the words stay where there is room"
    pressed: list[bool] = []
    bar.prints_pressed.connect(lambda: pressed.append(True))
    bar.printer.click()
    assert pressed == [True]
    bar.set_status(replace(counter.status(), printers=(well,)))
    assert bar.printer.isHidden()


def test_the_times_can_be_heard(bar: TopBar, languages: Languages) -> None:
    bar.retranslate()
    assert "Meituan 12:41:08" in bar.accessibleName()
    assert "Sound not proven" in bar.accessibleName()


def test_the_clock_follows_the_counters_clock(bar: TopBar, counter: FakeCounter) -> None:
    before = _picture(bar)
    counter.time.advance(60)
    bar.tick()
    assert _picture(bar) != before


def _picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


@pytest.mark.window
def test_the_flash_bar_moves_nothing_and_turns_once_a_second(qtbot: QtBot, light: Theme) -> None:
    flash = FlashBar(light)
    qtbot.addWidget(flash)
    flash.resize(200, 12)
    assert not flash.flashing
    flash.set_flashing(True)
    first = flash.grab().toImage()
    qtbot.waitUntil(lambda: flash.grab().toImage() != first, timeout=5000)
    flash.set_flashing(False)
    assert not flash.flashing


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_flash_bar_covers_nothing_and_nothing_moves_when_it_flashes(
    qtbot: QtBot, languages: Languages, language: Choice
) -> None:
    """Where it lies, the window has nothing but the top bar's ground, however wide it is."""
    languages.choose(language)
    counter = FakeCounter(settings=Settings(store=Store(name="湘阴一店"), training=True))
    counter.set_status(sample_views.after_gap())
    counter.set_staff(Staff(name="李敏"))
    window = MainWindow(counter, ThemeSource("light"))
    qtbot.addWidget(window)
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)  # a window manager sizes it again, and late
    window.show()
    shell, ground = window.shell, window.shell.theme.color.raised
    parts = (shell.top_bar, shell.rail, shell.stack)
    for width in (911, 960, 1024, 1366, 1920):
        window.resize(width, 640)
        for _ in range(3):  # labels tell their layouts later
            QApplication.processEvents()
        picture, still = shell.grab().toImage(), [part.geometry() for part in parts]
        window.set_flashing(True)
        QApplication.processEvents()
        strip = shell.flash.geometry()
        assert [part.geometry() for part in parts] == still
        window.set_flashing(False)
        rows = range(strip.top(), strip.bottom() + 1)
        covered = {x for y in rows for x in range(strip.width()) if picture.pixelColor(x, y) != ground}
        assert covered == set(), f"at {width} px"


def test_the_flash_bar_is_red_for_a_stop_and_never_for_a_new_order(qtbot: QtBot, light: Theme) -> None:
    counter = FakeCounter(settings=Settings(desk=Desk(less_motion=True)))
    window = MainWindow(counter, ThemeSource("light"))
    qtbot.addWidget(window)
    window.set_flashing(True)
    flash, color, stop = window.shell.flash, light.color, sample_views.stop_25()
    counter.put(sample_views.new_27())
    assert _picture(flash).pixelColor(4, 4) == color.accent
    counter.put(stop)
    assert _picture(flash).pixelColor(4, 4) == color.bad_fill, "also while it flashes already"
    counter.put(replace(stop, order=replace(stop.order, stop_open=False)))
    assert _picture(flash).pixelColor(4, 4) == color.accent


@pytest.mark.window
def test_with_less_motion_the_flash_bar_stands_still(qtbot: QtBot, light: Theme) -> None:
    flash = FlashBar(light, less_motion=True)
    qtbot.addWidget(flash)
    flash.set_flashing(True)
    assert flash.flashing
    assert not flash.timer.isActive()


@pytest.mark.window
def test_a_band_grows_rather_than_cut_its_words(qtbot: QtBot, bands: Bands) -> None:
    bands.show_status(EngineStatus())
    bands.show()
    wide = bands.trouble.height()
    bands.setFixedWidth(400)
    qtbot.waitUntil(lambda: bands.trouble.height() > wide)


@pytest.mark.window
@pytest.mark.parametrize("width", [640, 860, 1460])
def test_a_band_cuts_none_of_its_words_and_a_screen_reader_finds_them(
    bands: Bands, languages: Languages, width: int
) -> None:
    bands.setFixedWidth(width)
    bands.show()
    for language in ("en", "zh_CN"):
        languages.choose(language)
        open_to = Exposure("0.0.0.0", readable=True, unsigned=("meituan",))
        bands.show_status(replace(sample_views.after_gap(), exposure=open_to, shared="/srv/receipts-in"))
        assert cut(bands) == []
        labels = [label for label in bands.exposure.findChildren(QLabel) if label.text()]
        assert [label.text() for label in labels] == [bands.exposure.said.what, bands.exposure.said.todo]
        assert {label.focusPolicy() for label in labels} == {Qt.FocusPolicy.NoFocus}


def test_a_lost_door_is_said_with_the_address_and_is_no_green_light(qtbot: QtBot, light: Theme) -> None:
    bands = Bands(light, address="127.0.0.1:8765")
    qtbot.addWidget(bands)
    status = replace(sample_views.healthy(), trouble=Trouble.LISTENER_LOST, address="127.0.0.1:8765")
    bands.show_status(status)
    assert "(127.0.0.1:8765)" in bands.trouble.said.what
    assert "by itself" in bands.trouble.said.todo
    assert not status.takes_orders


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_trail_that_was_changed_is_said_with_its_line_and_keeps_no_order_away(
    bands: Bands, languages: Languages, language: str
) -> None:
    languages.choose("zh_CN" if language == "zh_CN" else "en")
    for doubt in (each for each in TrailFault if each is not TrailFault.NONE):
        for line in (0, 41):
            status = replace(sample_views.healthy(), trail=TrailDoubt(doubt, line))
            bands.show_status(status)
            said = bands.trail.said
            assert ("41" in said.what) == bool(line)
            assert any(topic in said.todo for topic in ("Settings, Health", "“健康”"))
            assert str(said).isascii() == (language == "en")
            assert not bands.trail.isHidden()
            assert status.is_well
    bands.show_status(sample_views.healthy())
    assert bands.trail.isHidden()


def test_a_taken_address_is_said_in_one_language(qtbot: QtBot, light: Theme) -> None:
    bands = Bands(light, address="127.0.0.1:8765")
    qtbot.addWidget(bands)
    detail = "127.0.0.1:8765 can't be listened on: Address already in use."
    bands.show_status(replace(sample_views.healthy(), trouble=Trouble.PORT_TAKEN, detail=detail))
    assert "127.0.0.1:8765" in bands.trouble.said.what
    assert "already in use" not in bands.trouble.said.what


def speaking(bands: Bands) -> list[str]:
    return [str(band.said) for band in bands.all if not band.isHidden()]


def test_what_has_no_room_is_counted_and_read_at_a_press_the_worst_first(bands: Bands) -> None:
    wrong = WrongSigns("meituan", 9, NOON, NOON, NOON)
    refused = RefusedCall(
        1, "meituan", Refused(RefusedKind.ORDER, "B1", "12", "", 1004, "x / x"), NOON, NOON, 1
    )
    told, gap = TurnedAway((refused,), (), (wrong,)), Gap(1, NOON, NOON, "asleep")
    bands.show()
    bands.show_status(
        replace(sample_views.healthy(), trouble=Trouble.LISTENER_LOST, turned_away=told, gaps=(gap,))
    )
    everything = speaking(bands)
    assert len(everything) > 3
    assert bands.more.isHidden()
    bands.set_room(150)
    shown = speaking(bands)
    assert shown == everything[: len(shown)]
    assert str(len(everything) - len(shown)) in bands.more.face.label
    read = set(shown)
    for _ in everything:
        bands.more.click()
        read |= set(speaking(bands))
    assert read == set(everything)
    bands.set_room(10)
    bands.show_unsaved(Sentence("It could not be written down."))
    assert len(speaking(bands)) == 1, "one at least"
    bands.set_room(1000)
    assert len(speaking(bands)) == len(everything) + 1


@pytest.mark.parametrize("held", Held)
def test_auto_accept_that_is_off_by_itself_is_said_with_what_to_do(
    qtbot: QtBot, light: Theme, held: Held
) -> None:
    bands = Bands(light)
    qtbot.addWidget(bands)
    bands.show_status(replace(sample_views.healthy(), auto=AutoState(is_on=True, held=held)))
    assert "accept each order" in bands.auto.said.what
    assert bands.auto.said.todo
    for calm in (AutoState(), AutoState(is_on=True)):
        bands.show_status(replace(sample_views.healthy(), auto=calm))
        assert not bands.auto.said.what


@pytest.mark.parametrize("trouble", [SoundTrouble.PLAYER_FAILED, SoundTrouble.PLAYER_HUNG])
def test_the_bar_claims_no_missing_device_where_the_band_says_that_one_takes_no_sound(
    trouble: SoundTrouble, languages: Languages
) -> None:
    languages.choose("zh_CN")
    state = SoundState(trouble)
    assert sound_words(state) == "放不出声音"
    assert sound_words(state) in unheard_words(state).what
