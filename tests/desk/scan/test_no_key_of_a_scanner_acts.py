"""Whatever a scanner sends behind a code, on whatever page: the code is read or said, and that is all.

Every ASCII control character in both spellings (Ctrl with a letter or a bracket, Alt with its number on the
keypad) and every function key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posdesk.desk.scan.repair import typing_goes_to_a_field
from posdesk.desk.scan.router import ScanRouter
from posdesk.desk.words.language import Languages
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.pickup.lookup import Found
from tests.desk.sync import samples
from tests.support import pickups
from tests.support import sample_ledgers as ledgers
from tests.support import sample_views as sample
from tests.support.bursts import Keyboard, picture, wait_for_keys
from tests.support.fake_shifts import picture_shift
from tests.support.keys import RealKeys
from tests.support.stamps import key_stamps
from tests.support.whole_desk import WholeDesk

pytestmark = [pytest.mark.window, pytest.mark.posix("an X server's keys, Alt held among them")]

_BESIDE_LETTERS = {
    0: "at",
    27: "bracketleft",
    28: "backslash",
    29: "bracketright",
    30: "asciicircum",
    31: "underscore",
    127: "question",
}
"""What stands beside Ctrl for the control characters that no letter gives; some keyboards need Shift, too."""
_PAD = ("Insert", "End", "Down", "Next", "Left", "Begin", "Right", "Home", "Up", "Prior")
CODE = "A77B2204"
AT_A_TIME = 14
Send = Callable[[RealKeys], None]
READS = ("ask_", "read_", "search", "close_lookup")


def by_ctrl(number: int, keys: RealKeys) -> None:
    """Ctrl and the key that gives this character."""
    name = _BESIDE_LETTERS.get(number) or chr(number + 96)
    shifted = name in {"at", "asciicircum", "underscore", "question"}
    keys.press(name, after_ms=2, modifiers=("Control_L", "Shift_L") if shifted else ("Control_L",))


def by_ctrl_digit(name: str, keys: RealKeys) -> None:
    """Ctrl and a digit: two of these characters are spelled so, and so are the pages."""
    keys.press(name, after_ms=2, modifiers=("Control_L",))


def by_alt(number: int, keys: RealKeys) -> None:
    """Alt, held while the keypad gives the number."""
    keys.press_under("Alt_L", [f"KP_{_PAD[int(digit)]}" for digit in f"{number:03}"], gap_ms=2)


def by_function_key(number: int, keys: RealKeys) -> None:
    keys.press(f"F{number}", after_ms=2)


CONTROLS = (*range(32), 127)
ENDS: tuple[Send, ...] = (
    *(partial(by_ctrl, number) for number in CONTROLS),
    *(partial(by_ctrl_digit, name) for name in "12346"),
    *(partial(by_alt, number) for number in CONTROLS),
    *(partial(by_function_key, number) for number in range(1, 13)),
)


@dataclass(slots=True)
class Ear:
    """What came of each scan: the code, or "" where it was said that it can't be used."""

    heard: list[str] = field(default_factory=list)


@pytest.fixture
def desk(qtbot: QtBot, languages: Languages) -> Iterator[tuple[WholeDesk, ScanRouter, Ear]]:
    """Every page full of what could be acted on, and a router before it."""
    made, router, ear = WholeDesk(qtbot), ScanRouter(), Ear()
    made.window.resize(1366, 768)
    waits = sample.with_intent(sample.new_104(), Kind.ACCEPT, Outcome.QUEUED)
    made.counter.undo_within(waits.intents[-1].seq, 100_000)
    made.counter.set_views(*sample.board(), waits, sample.accept_unknown(), sample.stop_25())
    made.counter.set_status(replace(sample.healthy(), turned_away=samples.turned_away()))
    one = pickups.to_verify("221")
    made.counter.put(one)
    made.books.put_day(ledgers.picture_day(ledgers.differing_row()))
    made.books.put_story(ledgers.story())
    made.books.put_sheet(samples.picture_sheet())
    made.books.set_waiting(samples.crowded())
    made.shifts.put(picture_shift())
    made.counter.show_lookup(pickups.lookup(1, Found.ONE, one.order.key))
    made.settle()
    router.scanned.connect(ear.heard.append)
    router.swallowed.connect(lambda _raw, _flaw: ear.heard.append(""))
    router.attach()
    yield made, router, ear
    router.detach()


def scanned_with(
    desk: tuple[WholeDesk, ScanRouter, Ear],
    ends: Sequence[Send],
    *,
    closed: bool,
    before: Send | None = None,
    prepare: Callable[[], object] = lambda: None,
) -> list[str]:
    """What was heard of a scan with each of these ends, some at a time."""
    rounds = (ends[at : at + AT_A_TIME] for at in range(0, len(ends), AT_A_TIME))
    given = partial(_scanned, desk, closed=closed, before=before, prepare=prepare)
    return [code for part in rounds for code in given(part)]


def _scanned(
    desk: tuple[WholeDesk, ScanRouter, Ear],
    ends: Sequence[Send],
    *,
    closed: bool,
    before: Send | None,
    prepare: Callable[[], object],
) -> list[str]:
    """What a machine that stood still tore is repeated."""
    whole, router, ear = desk
    app, keyboard = QApplication.instance(), Keyboard()
    assert isinstance(app, QObject)
    for _ in range(40):
        ear.heard.clear()
        app.installEventFilter(keyboard)
        with key_stamps() as stamps, RealKeys() as keys:
            for end in ends:
                keys.pause(60 if closed else 400)
                if before is not None:
                    before(keys)
                keys.type_burst(CODE, 1, None, after_ms=5)
                end(keys)
                if closed:
                    keys.press("Return", after_ms=2)
            wait_for_keys(whole.qtbot, keys, keyboard, router=router, timeout_ms=len(ends) * 900 + 20_000)
        app.removeEventFilter(keyboard)
        limit_ms = router.profile.gap_ms(in_field=typing_goes_to_a_field())
        if stamps.late_ms < limit_ms and not stamps.torn([CODE] * len(ends), limit_ms):
            return list(ear.heard)
        prepare()
    pytest.fail("the machine tore every round")


def assert_nothing_happened(whole: WholeDesk, number: int, before: object) -> None:
    """No act, no other page, no dialog, no list of keys, nothing typed or chosen."""
    calls = [call.name for call in (*whole.counter.asked, *whole.books.asked, *whole.shifts.asked)]
    assert [name for name in calls if not name.startswith(READS)] == []
    assert whole.window.page is not None
    assert whole.window.page.number == number
    assert not whole.sign_in.isVisible()
    assert not whole.window.shell.help.isVisible()
    assert picture() == before


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 6])
def test_nothing_behind_a_code_acts_on_any_page(desk: tuple[WholeDesk, ScanRouter, Ear], number: int) -> None:
    whole = desk[0]
    whole.page(number)
    if number == 6:
        whole.letter("V")  # a field has the keyboard
    whole.counter.asked.clear()
    whole.books.asked.clear()
    whole.shifts.asked.clear()
    before = picture()
    first = whole.settings.pane("ovopark").form.rows["akey"].editor
    heard = scanned_with(desk, ENDS, closed=True, prepare=partial(first.set_value, "a-key"))
    assert len(heard) >= len(ENDS)
    assert set(heard) <= {CODE, ""}
    assert heard.count(CODE) >= 50  # all but the characters that no code may hold
    assert_nothing_happened(whole, number, before)


def test_nothing_that_is_a_scanners_only_end_acts(desk: tuple[WholeDesk, ScanRouter, Ear]) -> None:
    whole = desk[0]
    whole.page(1)
    whole.counter.asked.clear()
    before = picture()
    ends = (*ENDS[:-12:4], *ENDS[-12:])  # each waits for 300 ms of silence
    heard = scanned_with(desk, ends, closed=False)
    assert set(heard) <= {CODE, ""}
    assert heard.count(CODE) >= 20
    assert_nothing_happened(whole, 1, before)


@pytest.mark.parametrize("number", [1, 4])
def test_alt_alone_opens_nothing_and_the_scan_behind_it_is_read_whole(
    desk: tuple[WholeDesk, ScanRouter, Ear], number: int
) -> None:
    whole = desk[0]
    whole.page(number)
    before = picture()
    alone = [partial(by_function_key, 9)] * 3
    heard = scanned_with(desk, alone, closed=True, before=lambda keys: keys.press("Alt_L", after_ms=20))
    assert heard == [CODE] * 3
    assert_nothing_happened(whole, number, before)


def test_outside_a_scan_the_same_keys_act(desk: tuple[WholeDesk, ScanRouter, Ear]) -> None:
    """The test above would pass on a window that hears nothing."""
    whole = desk[0]
    whole.page(1)
    with RealKeys() as keys:
        keys.press("F2", after_ms=500)
        keys.press("s", after_ms=500, modifiers=("Alt_L",))
    whole.qtbot.waitUntil(lambda: bool(whole.counter.calls("wish")))
    lanes = whole.orders.lanes
    usual = [whole.orders.model.sort_by(lane) for lane in lanes]
    with RealKeys() as keys:
        keys.press("s", after_ms=500, modifiers=("Alt_L",))
    whole.qtbot.waitUntil(lambda: [whole.orders.model.sort_by(lane) for lane in lanes] != usual)
