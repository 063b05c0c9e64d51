"""The burst test for any window: random scans against whatever has the focus, and what must not change."""

from __future__ import annotations

import random
import string
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from posdesk.desk.scan.gate import Gate
from posdesk.desk.scan.repair import typing_goes_to_a_field
from posdesk.desk.scan.router import ScanRouter
from posdesk.domain.pickup.scan_code import Flaw, ScanProfile
from tests.support.keys import RealKeys
from tests.support.stamps import key_stamps

CODE_CHARACTERS = string.ascii_letters + string.digits + "-._/+:$%*#=?&!"
ENDS: tuple[str | None, ...] = ("Return", "Tab", "Return", "Tab", "Return", "Tab", None, "space")
"""Those without an end of their own take 0.3 s each: a few among many."""
_PERIOD_MS = 50  # 20 scans a second
_AT_A_TIME = 20
_SPOILT_AT_MOST = 150
_END_TEXTS = {"Return": "\r", "Tab": "\t", "space": " ", None: ""}
_PAUSE_MS = ScanProfile().quiet_ms + 40  # between scans that no key of their own separates
_FENCE = Qt.Key.Key_Pause


@dataclass(slots=True)
class Heard:
    """What the router said."""

    scanned: list[str] = field(default_factory=list)
    swallowed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)

    @classmethod
    def of(cls, router: ScanRouter) -> Heard:
        """Listen to a router from now on."""
        heard = cls()
        router.scanned.connect(heard.scanned.append)
        router.swallowed.connect(partial(_note_swallowed, heard))
        router.failed.connect(heard.failed.append)
        return heard


def _note_swallowed(heard: Heard, raw: str, flaw: Flaw) -> None:
    heard.swallowed.append(raw)
    heard.flaws.append(flaw)


class Keyboard(QObject):
    """Counts the keys that reach widgets, and sees the fence key reach a window."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.fences = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Looks on."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._note(watched, event)
        return False

    def _note(self, watched: QObject, event: QKeyEvent) -> None:
        if isinstance(watched, QWindow):
            self.fences += event.key() == _FENCE
        elif isinstance(watched, QWidget) and event.text():
            self.texts.append(event.text())


def picture() -> Counter[tuple[str, object]]:
    """What a key could have changed and a person sees: texts, checks, choices, open windows, the focus.

    A page may put up its labels anew at any time; what can be worked with stays as it is.
    """
    widgets = [
        widget for widget in QApplication.allWidgets() if widget.isVisible() and not _names_columns(widget)
    ]
    states = [(_name(widget), state) for widget in widgets if (state := _state(widget)) is not None]
    shown = sum(window.isVisible() for window in QApplication.topLevelWidgets())
    return Counter([*states, ("windows", shown), ("focus", _focus())])


def _names_columns(widget: QWidget) -> bool:
    """A table's head: nothing in it is chosen, and it comes when the table has been read."""
    return isinstance(widget, QHeaderView)


def _name(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()} {widget.accessibleName()}"


def _focus() -> str:
    widget = QApplication.focusWidget()
    return "" if widget is None else _name(widget)


def _state(widget: QWidget) -> object:
    return next((read(widget) for kind, read in _READERS if isinstance(widget, kind)), None)


_READERS: tuple[tuple[type[QWidget], Callable[..., object]], ...] = (
    (QLineEdit, lambda line: (line.text(), line.cursorPosition())),
    (QPlainTextEdit, lambda edit: edit.toPlainText()),
    (QTextEdit, lambda edit: edit.toPlainText()),
    (QAbstractButton, lambda button: (button.isChecked(), button.isDown())),
    (QComboBox, lambda box: box.currentIndex()),
    (QAbstractItemView, lambda view: view.currentIndex().row()),
    (QDialog, lambda dialog: dialog.result()),
)


def random_code(rng: random.Random) -> str:
    """A pickup code as they come: 4 to 10 printable characters."""
    return "".join(rng.choices(CODE_CHARACTERS, k=rng.randint(4, 10)))


def send_bursts(
    keys: RealKeys, codes: Sequence[str], rng: random.Random, ends: Sequence[str | None]
) -> list[str]:
    """Queue a burst for each code, 20 a second where their last key separates them; returns the texts sent.

    A burst's own keys are a millisecond apart: the less time it takes, the less a busy machine tears it.
    """
    pause_ms, sent = _PAUSE_MS, []  # a key that a test pressed before them is no beginning of theirs
    for code in codes:
        end = rng.choice(ends)
        keys.type_burst(code, 1, end, after_ms=pause_ms)
        sent.append(code + _END_TEXTS[end])
        pause_ms = _PERIOD_MS if end in ("Return", "Tab") else _PAUSE_MS
    return sent


def wait_for_keys(
    qtbot: QtBot,
    keys: RealKeys,
    keyboard: Keyboard,
    *,
    router: ScanRouter | None = None,
    timeout_ms: int = 60_000,
) -> None:
    """Wait until all queued keys have come to a window, and nothing waits for the router's verdict any more.

    A burst without an end of its own waits longest.
    """
    expected = keyboard.fences + 1
    gate = router.findChild(Gate) if router is not None else None
    keys.press("Pause", after_ms=_PAUSE_MS)

    def came() -> bool:
        keys.push()
        return keyboard.fences >= expected and not (gate is not None and gate._parser.holding)

    qtbot.waitUntil(came, timeout=timeout_ms)


def assert_bursts_are_read(
    window: QWidget,
    router: ScanRouter,
    *,
    qtbot: QtBot,
    count: int,
    seed: int,
    ends: Sequence[str | None] = ENDS,
    unchanged: bool = True,
    prepare: Callable[[], object] = lambda: None,
) -> None:
    """Scan ``count`` random codes into the focus of ``window``: none lost, merged or seen by a widget.

    ``unchanged`` also compares every widget's state, for pages that don't answer a scan themselves. They are
    scanned twenty at a time; where the X server, by its own stamps, tore one, or this process got a key later
    than the router waits for one, those twenty are no scanner's on a working machine and prove nothing: after
    ``prepare`` half as many others are typed, so that a busy machine gets through as well, and what still
    comes of the spoilt ones is passed over.
    """
    rng, left, spoilt = random.Random(seed), count, 0
    late: list[str] = []
    at_a_time = _AT_A_TIME
    prepare()
    while left > 0:
        codes = [random_code(rng) for _ in range(min(at_a_time, left))]
        seen = _scan(router, qtbot, codes, rng, ends)
        if seen.torn:
            spoilt, late, at_a_time = spoilt + 1, [*late, *codes], max(1, at_a_time // 2)
            assert spoilt < _SPOILT_AT_MOST, f"the machine tore {seen.torn} and others before"
            prepare()
            continue
        _check(seen, late, unchanged=unchanged)
        left -= len(codes)


def _check(seen: _Round, late: Sequence[str], *, unchanged: bool) -> None:
    assert seen.heard.failed == [], seen.heard.failed
    read = [code for code in seen.heard.scanned if not any(code in each for each in late)]
    assert read == seen.codes, (_difference(seen.codes, read), seen)
    assert (seen.heard.swallowed, seen.typed, seen.clicks) == ([], [], []), seen
    changes = (seen.before - seen.after, seen.after - seen.before)
    assert not (unchanged and any(changes)), changes


@dataclass(frozen=True, slots=True)
class _Round:
    """What one round of scans did."""

    codes: list[str]
    torn: list[str]
    heard: Heard
    typed: list[str]
    clicks: list[str]
    before: Counter[tuple[str, object]]
    after: Counter[tuple[str, object]]


def _scan(
    router: ScanRouter, qtbot: QtBot, codes: list[str], rng: random.Random, ends: Sequence[str | None]
) -> _Round:
    heard, keyboard, clicks = Heard.of(router), Keyboard(), _count_clicks()
    before, in_field = picture(), typing_goes_to_a_field()
    QApplication.instance().installEventFilter(keyboard)  # type: ignore[union-attr]
    with key_stamps() as stamps, RealKeys() as keys:
        sent = send_bursts(keys, codes, rng, ends)
        wait_for_keys(qtbot, keys, keyboard, router=router, timeout_ms=len(codes) * 400 + 20_000)
    QApplication.instance().removeEventFilter(keyboard)  # type: ignore[union-attr]
    limit_ms = router.profile.gap_ms(in_field=in_field)
    spoilt = sent if stamps.late_ms > limit_ms else stamps.torn(sent, limit_ms)
    return _Round(codes, spoilt, heard, keyboard.texts, clicks, before, picture())


def _count_clicks() -> list[str]:
    clicks: list[str] = []
    for button in (widget for widget in QApplication.allWidgets() if isinstance(widget, QAbstractButton)):
        button.pressed.connect(partial(clicks.append, button.text()))
        button.clicked.connect(partial(_note_click, clicks, button.text()))
    return clicks


def _note_click(clicks: list[str], name: str, _checked: bool = False) -> None:
    clicks.append(name)


def _difference(sent: Sequence[str], read: Sequence[str]) -> str:
    lost = [code for code in sent if code not in read]
    strange = [code for code in read if code not in sent]
    return f"lost or torn: {lost}; read but never sent: {strange}"
