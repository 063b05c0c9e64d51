"""A guide is walked: each step's act is done by real keys on a real window, and its pictures are taken."""

import contextlib
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from posdesk.desk.settings.moving.pane import MovingPane
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.words.guide_files import LineKind, guide
from posdesk.domain.rights import Role
from posdesk.settings.settings import Settings, Staff, Tender
from posdesk.simulator.config import SimulatedPartner
from tests.support.deskhouse import PINS, STAFF, SeededSecrets, Shop
from tests.support.keys import RealKeys
from tests.support.paths import ROOT

PATIENCE_MS = 20_000
LANGUAGES = ("en", "zh_CN")
MAKING = os.environ.get("POSDESK_GUIDE_PICTURES", "")  # the language of the pictures to be made
SHOWN = MAKING or "zh_CN"
FOLDER = ROOT / "resources/guides/pictures"
MADE = FOLDER / "made.json"
SIZE, WIDE, COLORS = (1024, 700), 760, 48
OWNER, OWNERS_PIN = "陈涛", "333333"
ALL_PINS = {**PINS, f"staff/{OWNER}/pin": OWNERS_PIN}
_NAMES = {
    "Page_Down": ("PgDn", "PgDn"),
    "Page_Up": ("PgUp", "PgUp"),
    "Escape": ("Esc", "Esc"),
    "Right": ("Right", "→"),
    "Down": ("Down", "↓"),
}
_HELD = {"Alt_L": "Alt+", "Control_L": "Ctrl+"}
KEYS = re.compile(r"F\d+|Alt\+[A-Z]|Ctrl\+\d|PgDn|PgUp|Esc|\bRight\b|\bDown\b|[→↓]")
"""The keys that a step names, in either language."""


class OwnersSecrets(SeededSecrets):
    """As those of the other tests, with an administrator's PIN."""

    def __init__(self, partners: tuple[SimulatedPartner, ...]) -> None:
        super().__init__(partners)
        self._held[f"staff/{OWNER}/pin"] = OWNERS_PIN


class NoSecrets(SeededSecrets):
    """A new PC's: nothing is in its keyring."""

    def __init__(self, partners: tuple[SimulatedPartner, ...]) -> None:
        super().__init__(partners)
        self._held.clear()


def with_owner(chosen: Settings) -> Settings:
    """An administrator, and a drawer."""
    people = (*STAFF, Staff(name=OWNER, role=Role.ADMINISTRATOR))
    return chosen.model_copy(
        update={"staff": people, "tender": (Tender(code="cash", name="现金", cash=True),)}
    )


def with_nobody(chosen: Settings) -> Settings:
    """As a PC is on which nobody is set up yet."""
    return chosen.model_copy(update={"staff": ()})


@dataclass
class Walk:
    """Somebody who does what a guide says."""

    opened: Shop
    qtbot: QtBot
    keys: RealKeys
    language: str
    takes_pictures: bool
    held: dict[str, object] = field(default_factory=dict)  # what one step leaves for the next
    pressed: list[tuple[str, str]] = field(default_factory=list)  # in both languages
    faces: dict[str, list[str]] = field(default_factory=dict)
    next_picture: str = ""

    def look(self) -> None:
        """Take the picture behind this step, where there is one: at its end, or when its act says so."""
        if self.next_picture:
            _take_picture(self, f"{self.next_picture}.{self.language}")
        self.next_picture = ""

    def wait(self, fact: Callable[[], object]) -> None:
        """Look on until it holds."""
        self.qtbot.waitUntil(lambda: bool(fact()), timeout=PATIENCE_MS)

    def press(self, name: str, held: str = "") -> None:
        """One key at a person's pace; the step must name it."""
        self.keys.press(name, after_ms=500, modifiers=(held,) if held else ())
        english, chinese = _NAMES.get(name, (name, name))
        if held:
            english = chinese = f"{_HELD[held]}{name.upper()}"
        self.pressed.append((english, chinese))

    def alt(self, letter: str) -> None:
        """Alt and a letter."""
        self.press(letter.lower(), "Alt_L")

    def page(self, number: int) -> None:
        """Another page."""
        self.press(str(number), "Control_L")
        self.wait(lambda: getattr(self.opened.desk.window.page, "number", 0) == number)

    def topic(self, key: str) -> None:
        """PgDn until that topic is in front."""
        page = self.opened.desk.settings_page
        pane = next(each for each in page.panes if each.key == key)
        for _ in page.panes:
            if pane.isVisible():
                return
            before = next(each for each in page.panes if each.isVisible())
            self.press("Page_Down")
            self.wait(partial(_is_away, before))
        raise AssertionError(f"PgDn does not lead to {key}")

    def field(self, wanted: QLineEdit, text: str) -> None:
        """Alt+V until the cursor is there, then typed."""
        for _ in range(8):
            if wanted.hasFocus():
                break
            before = QApplication.focusWidget()
            self.alt("v")
            self.wait(partial(_has_moved_from, before))
        self.keys.type_slowly(text)
        self.wait(lambda: wanted.text() == text)

    def pin(self, name: str, pin: str = "") -> None:
        """The pad asks, and gets it."""
        pad = self.opened.desk.sign_in
        self.wait(pad.isActiveWindow)
        self.keys.type_slowly(pin or ALL_PINS[f"staff/{name}/pin"])
        self.wait(lambda: not pad.isVisible())
        self.wait(self.opened.desk.window.isActiveWindow)

    @property
    def moving(self) -> MovingPane:
        """The topic of a new PC and a lost PIN."""
        return self.opened.desk.settings_page.of(MovingPane)


Act = Callable[[Walk], object]


def _is_away(pane: QWidget) -> bool:
    return not pane.isVisible()


def _has_moved_from(field: QWidget | None) -> bool:
    return QApplication.focusWidget() is not field


def walk(walked: Walk, name: str, acts: Mapping[str, Act]) -> None:
    """Do every step of a guide; each key that is pressed is named in the step, each named one is pressed."""
    texts = {
        language: {line.act: line.text for line in guide(name, language) if line.act}
        for language in ("en", "zh_CN")
    }
    lines = guide(name, "en")
    for line, following in zip(lines, (*lines[1:], None), strict=True):
        if not line.act:
            continue
        is_pictured = following is not None and following.kind is LineKind.PICTURE
        walked.next_picture = f"{name}_{following.text}" if following and is_pictured else ""
        walked.pressed.clear()
        acts[line.act](walked)
        walked.look()
        for at, language in enumerate(("en", "zh_CN")):
            named = set(KEYS.findall(texts[language][line.act]))
            assert {each[at] for each in walked.pressed} == named, (name, line.act, language)


@contextlib.contextmanager
def walked(opened: Shop, qtbot: QtBot) -> Iterator[Walk]:
    """Somebody at the desk; at the end what the pictures showed is compared with those that are shipped."""
    with RealKeys() as keys:
        someone = Walk(opened, qtbot, keys, SHOWN, bool(MAKING))
        someone.wait(opened.desk.window.isActiveWindow)
        yield someone
    if MAKING:
        keep_made(someone.faces)
        return
    made = json.loads(MADE.read_text(encoding="utf-8"))
    for name, faces in someone.faces.items():
        assert faces == made[name], f"{name} shows other buttons: python -m tests.guides makes it anew"


def _take_picture(walked: Walk, name: str) -> None:
    """The window as it is now; which buttons stand on it is kept, so that an old picture is known."""
    window = walked.opened.desk.window
    _leave_the_sound(walked)
    buttons = [each for each in window.findChildren(DeskButton) if each.isVisible() and each.face.key]
    walked.faces[name] = sorted({_plain(f"{each.face.key} {each.face.label}") for each in buttons})
    if not walked.takes_pictures:
        return
    window.showNormal()
    window.resize(*SIZE)
    walked.qtbot.wait(300)
    FOLDER.mkdir(parents=True, exist_ok=True)
    _small(window.grab().toImage()).save(str(FOLDER / f"{name}.png"))
    window.showMaximized()
    walked.wait(window.isActiveWindow)


def _leave_the_sound(walked: Walk) -> None:
    """What is asked of the sound goes by the PC's loudspeaker: it is no part of a guide."""
    band = walked.opened.desk.window.shell.sound_band
    if band.isVisible():
        walked.keys.press("k", after_ms=500, modifiers=("Alt_L",))
        walked.wait(band.isHidden)


def _small(taken: QImage) -> QImage:
    """Narrower, in the colours that it has most of: tens of KB instead of hundreds."""
    way = Qt.TransformationMode.SmoothTransformation
    scaled = taken.scaledToWidth(WIDE, way).convertToFormat(QImage.Format.Format_RGB32)
    pixels = memoryview(scaled.constBits()).cast("I")
    coarse = Counter(pixel & 0xF0F0F0 for pixel in pixels)
    exact: dict[int, Counter[int]] = {key: Counter() for key, _ in coarse.most_common(COLORS)}
    for pixel in pixels:
        if (found := exact.get(pixel & 0xF0F0F0)) is not None:
            found[pixel | 0xFF000000] += 1
    table = [counted.most_common(1)[0][0] for counted in exact.values()]
    flags = Qt.ImageConversionFlag.ThresholdDither
    return scaled.convertToFormat(QImage.Format.Format_Indexed8, table, flags)


def _plain(text: str) -> str:
    """Without what differs from day to day: numbers, paths, names of files."""
    return re.sub(r"/\S+|\d+", "#", text)


def keep_made(faces: Mapping[str, list[str]]) -> None:
    """Note what stood on the pictures that were just made."""
    known = json.loads(MADE.read_text(encoding="utf-8")) if MADE.exists() else {}
    MADE.write_text(
        json.dumps({**known, **faces}, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )


def size_of(picture: Path) -> int:
    """In bytes."""
    return picture.stat().st_size
