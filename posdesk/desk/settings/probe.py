"""What came of a test call: our reading, the clock, and the platform's answer as it came."""

import json
from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace
from posdesk.desk.theme import Color, FontRole, Sign, StateRole, Theme
from posdesk.desk.widgets.alt_keys import SettingsKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Mark, Words
from posdesk.desk.widgets.painted import Card, Ruled, within
from posdesk.desk.words.lines import LINE_OF_PLATFORM
from posdesk.desk.words.platform_codes import failure_words, platform_name
from posdesk.desk.words.say import joined
from posdesk.desk.words.states import Said, Sentence, fault_words, skew_words
from posdesk.domain.books.probe import Probe, Proof
from posdesk.domain.clock import CLOCK_RIGHT_S, SKEW_SAID_S
from posdesk.domain.orders.answer import CallFault

translate = QCoreApplication.translate

MOST = 6
"""So many numbers of an answer are offered."""
_OURS = frozenset({"stat"})  # code, systime and the like say nothing of the company
_MOST_DIGITS = 15

_NUMBER_KEYS = (SettingsKey.FIRST_NUMBER,)
"""The likeliest one; the others are touched, or typed."""


class FoundNumber(NamedTuple):
    """A number in an answer and the name it stands under."""

    name: str
    value: int


def numbers_in(raw: str) -> tuple[FoundNumber, ...]:
    """The whole numbers of an answer, each once, 'enterprise' ones first; none where it is no JSON."""
    try:
        answer = json.loads(raw)
    except (ValueError, RecursionError):
        return ()
    ordered = sorted(_walk("", answer), key=lambda one: "enterprise" not in one.name.lower())
    once = {one.value: one for one in reversed(ordered)}
    return tuple(one for one in dict.fromkeys(ordered) if once[one.value] == one)[:MOST]


def _walk(name: str, value: object) -> Iterator[FoundNumber]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in _OURS:
                yield from _walk(str(key), inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(name, inner)
    elif _is_number(value):
        yield FoundNumber(name, int(str(value)))


def _is_number(value: object) -> bool:
    """A whole number above zero, bare or in quotes."""
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS and int(text) > 0


_SIGNS = {
    Proof.ACCEPTED: (StateRole.DONE, Sign.CHECK_CIRCLE),
    Proof.REFUSED: (StateRole.REFUSED, Sign.CROSS),
    Proof.UNCLEAR: (StateRole.UNKNOWN, Sign.QUESTION),
    Proof.NO_ANSWER: (StateRole.HALF, Sign.WARNING),
}


def reading_of(probe: Probe) -> Said:
    """The head: what the answer proves."""
    heads = {
        Proof.ACCEPTED: translate("settings", "{platform} accepted the key and the signature."),
        Proof.REFUSED: translate("settings", "{platform} answered and refused the call."),
        Proof.UNCLEAR: translate("settings", "{platform} answered something else. A person must judge."),
        Proof.NO_ANSWER: translate("settings", "No answer from {platform}."),
    }
    role, sign = _SIGNS[probe.proof]
    return Said(role, heads[probe.proof].format(platform=platform_name(probe.platform)), sign)


def advice_of(probe: Probe) -> str:
    """What to make of it, and what to do."""
    if probe.proof is Proof.NO_ANSWER:
        return str(_no_answer(probe))
    if probe.proof is Proof.REFUSED and probe.code:
        return failure_words(LINE_OF_PLATFORM[probe.platform].failure(probe.code))
    if probe.proof is Proof.REFUSED:
        return translate(
            "settings", "Compare key, secret and numbers with the platform's console, then test again."
        )
    if probe.proof is Proof.UNCLEAR:
        return translate(
            "settings", "Read its answer below. It proves neither that key and secret fit nor the opposite."
        )
    return joined(*(translate("settings", words) for words in LINE_OF_PLATFORM[probe.platform].test_proves))


def code_words(probe: Probe) -> str:
    """Code, words and HTTP status, as far as there are any."""
    parts = [
        translate("settings", "Code {code}").format(code=probe.code) if probe.code else "",
        f'"{probe.words}"' if probe.words else "",
        f"HTTP {probe.http_status}" if probe.http_status is not None else "",
    ]
    return "   ".join(part for part in parts if part)


def clock_words(probe: Probe) -> tuple[str, bool]:
    """The PC's clock against the platform's, and whether that is bad news."""
    if probe.clock_off_s is None:
        return translate("settings", "The answer says no time: the PC's clock could not be compared."), False
    if abs(probe.clock_off_s) < CLOCK_RIGHT_S:
        return translate("settings", "The PC's clock agrees with the platform's."), False
    bad = abs(probe.clock_off_s) > SKEW_SAID_S
    todo = translate("settings", "Set this PC's clock.") if bad else ""
    return joined(translate("settings", "{clock}.").format(clock=skew_words(probe.clock_off_s)), todo), bad


def _no_answer(probe: Probe) -> Sentence:
    if probe.fault is CallFault.NO_SECRET:
        return Sentence(
            translate("settings", "The secret is not there, or the keyring is locked."),
            translate("settings", "Type the secret above, or unlock the keyring, then test again."),
        )
    if probe.fault is CallFault.NO_SETTINGS:
        return Sentence(
            translate("settings", "The key is missing: nothing was sent."),
            translate("settings", "Fill it in above, then test again."),
        )
    what = translate("settings", "{fault}.").format(fault=fault_words(probe.fault))
    return Sentence(what, translate("settings", "Check the address and this PC's network, then test again."))


_HEAD_PX = 52
_RAW_PX = (140, 240)
_COLORS = {
    Proof.ACCEPTED: Color.GOOD,
    Proof.REFUSED: Color.BAD,
    Proof.UNCLEAR: Color.UNKNOWN,
    Proof.NO_ANSWER: Color.WARN,
}


class ProbePanel(Card):
    """`picked` carries a number of the answer that a person chose for the key it may belong to."""

    picked = Signal(object)  # int; a Qt int holds 32 bits only

    def __init__(self, theme: Theme, *, picks: bool, parent: QWidget | None = None) -> None:
        """Says what a test does until there was one; `picks` is whether numbers are offered."""
        super().__init__(theme, parent)
        self._picks, self._old = picks, False
        self._probe: Probe | None = None
        self._idle = ""
        self._build()
        self._show()

    @property
    def texts(self) -> tuple[str, ...]:
        """All that it says, from the top, without the raw answer."""
        parts = (self._reading, self._advice, self._stale, self._clock, self._code)
        return tuple(part.text() for part in parts if not part.isHidden())

    @property
    def is_idle(self) -> bool:
        """Whether no test has come to an end."""
        return self._probe is None

    @property
    def number_buttons(self) -> tuple[DeskButton, ...]:
        """The numbers that are offered."""
        return tuple(self._buttons)

    def show_idle(self, words: str) -> None:
        """Before the first test, and while one is under way: these words only."""
        self._probe, self._idle = None, words
        self._show()

    def show_probe(self, probe: Probe) -> None:
        """Show what came of it."""
        self._probe, self._old = probe, False
        self._show()

    def mark_old(self) -> None:
        """The form was changed since."""
        if self._probe is not None and not self._old:
            self._old = True
            self._show()

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._show()

    def _build(self) -> None:
        theme = self.theme
        self._title, self._mark = Words(theme, FontRole.STRONG), Mark(theme, 20)
        self._reading = Words(theme, FontRole.BODY_BOLD)
        self._advice, self._stale = Words(theme), Words(theme, FontRole.CAPTION_BOLD, Color.WARN)
        self._clock, self._code = (
            Words(theme, FontRole.CAPTION, Color.MUTED),
            Words(theme, FontRole.CAPTION_BOLD),
        )
        self.raw = QPlainTextEdit(readOnly=True)  # the answer as it came
        self.raw.setObjectName("box")
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPixelSize(theme.font(FontRole.CAPTION).pixelSize())
        self.raw.setFont(fixed)
        self.raw.document().setDocumentMargin(0)
        self.raw.setTabChangesFocus(True)
        self.raw.setMinimumHeight(_RAW_PX[0])
        self.raw.setMaximumHeight(_RAW_PX[1])
        self._pick = Words(theme, FontRole.CAPTION_BOLD)
        self._buttons: list[DeskButton] = []
        self._numbers = QGridLayout()
        self._numbers.setSpacing(8)
        self._numbers.setColumnStretch(2, 1)
        head, reading, column = Ruled(theme), QHBoxLayout(), QVBoxLayout()
        head.setFixedHeight(_HEAD_PX)
        within(head, 16, 0, 16, 1).addWidget(self._title)
        reading.setSpacing(8)
        reading.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        reading.addWidget(self._reading, 1)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        column.addLayout(reading)
        for part in (self._advice, self._stale, self._clock, self._code, self._pick):
            column.addWidget(part)
        column.addLayout(self._numbers)
        column.addWidget(self.raw, 3)
        column.addStretch(1)
        whole = within(self, 1, 0, 1, 0)
        whole.addWidget(head)
        whole.addLayout(column)

    def _show(self) -> None:
        probe = self._probe
        self._title.say(translate("settings", "Connection test"))
        self._mark.setVisible(probe is not None)
        self.raw.setVisible(bool(probe and probe.raw))
        self._offer(numbers_in(probe.raw) if probe and self._picks else ())
        if probe is None:
            for part in (self._reading, self._stale, self._clock, self._code):
                part.say("")
            self._advice.say(self._idle, Color.MUTED)
        else:
            self._say(probe)

    def _say(self, probe: Probe) -> None:
        old = translate("settings", "Something was changed since this test.")
        clock, bad = clock_words(probe)
        reading = reading_of(probe)
        assert reading.sign is not None
        self._mark.show_sign(reading.sign, reading.role)
        self._reading.say(reading.text, _COLORS[probe.proof])
        self._advice.say(advice_of(probe), Color.TEXT)
        self._stale.say(old if self._old else "")
        self._clock.say(clock, Color.WARN if bad else Color.MUTED)
        self._code.say(code_words(probe))
        if self.raw.toPlainText() != probe.raw:
            self.raw.setPlainText(probe.raw)
        said = translate("settings", "What {platform} answered, as it came")
        self.raw.setAccessibleName(said.format(platform=platform_name(probe.platform)))

    def _offer(self, numbers: tuple[FoundNumber, ...]) -> None:
        for button in self._buttons:
            self._numbers.removeWidget(button)
            button.hide()
            button.deleteLater()
        keys = [*_NUMBER_KEYS, *[""] * len(numbers)]
        faces = [ButtonFace(f"{one.value}  {one.name}", key) for one, key in zip(numbers, keys, strict=False)]
        self._buttons = [DeskButton(self.theme, face) for face in faces]
        words = translate("settings", "Which of these numbers is your company's? Touch it to take it over.")
        self._pick.say(words if numbers else "")
        for place, (button, one) in enumerate(zip(self._buttons, numbers, strict=True)):
            button.setProperty("number", str(one.value))
            button.clicked.connect(self._take)
            self._numbers.addWidget(button, place // 2, place % 2, Qt.AlignmentFlag.AlignLeft)

    @Slot()
    def _take(self) -> None:
        self.picked.emit(int(self.sender().property("number")))
