"""What came of a test call: our reading, the clock, and the platform's answer as it came."""

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace
from posdesk.desk.settings.found import FoundNumber, numbers_in
from posdesk.desk.settings.said import advice_of, clock_words, code_words, reading_of
from posdesk.desk.theme import FontRole, Theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Mark, Words
from posdesk.desk.widgets.painted import Card, Ruled, within
from posdesk.desk.words.platform_codes import platform_name
from posdesk.domain.books.probe import Probe, Proof

translate = QCoreApplication.translate

_HEAD_PX = 52
_RAW_PX = (140, 240)
_COLORS = {
    Proof.ACCEPTED: "good",
    Proof.REFUSED: "bad",
    Proof.UNCLEAR: "unknown",
    Proof.NO_ANSWER: "warn",
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
    def raw(self) -> QPlainTextEdit:
        """The answer as it came."""
        return self._raw

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
        self._advice, self._stale = Words(theme), Words(theme, FontRole.CAPTION_BOLD, "warn")
        self._clock, self._code = Words(theme, FontRole.CAPTION, "muted"), Words(theme, FontRole.CAPTION_BOLD)
        self._raw = QPlainTextEdit(readOnly=True)
        self._raw.setObjectName("box")
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPixelSize(theme.font(FontRole.CAPTION).pixelSize())
        self._raw.setFont(fixed)
        self._raw.document().setDocumentMargin(0)
        self._raw.setTabChangesFocus(True)
        self._raw.setMinimumHeight(_RAW_PX[0])
        self._raw.setMaximumHeight(_RAW_PX[1])
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
        column.addWidget(self._raw, 3)
        column.addStretch(1)
        whole = within(self, 1, 0, 1, 0)
        whole.addWidget(head)
        whole.addLayout(column)

    def _show(self) -> None:
        probe = self._probe
        self._title.say(translate("settings", "Connection test"))
        self._mark.setVisible(probe is not None)
        self._raw.setVisible(bool(probe and probe.raw))
        self._offer(numbers_in(probe.raw) if probe and self._picks else ())
        if probe is None:
            for part in (self._reading, self._stale, self._clock, self._code):
                part.say("")
            self._advice.say(self._idle, "muted")
        else:
            self._say(probe)

    def _say(self, probe: Probe) -> None:
        old = translate("settings", "Something was changed since this test.")
        clock, bad = clock_words(probe)
        reading = reading_of(probe)
        assert reading.sign is not None
        self._mark.show_sign(reading.sign, reading.role)
        self._reading.say(reading.text, _COLORS[probe.proof])
        self._advice.say(advice_of(probe), "text")
        self._stale.say(old if self._old else "")
        self._clock.say(clock, "warn" if bad else "muted")
        self._code.say(code_words(probe))
        if self._raw.toPlainText() != probe.raw:
            self._raw.setPlainText(probe.raw)
        said = translate("settings", "What {platform} answered, as it came")
        self._raw.setAccessibleName(said.format(platform=platform_name(probe.platform)))

    def _offer(self, numbers: tuple[FoundNumber, ...]) -> None:
        for button in self._buttons:
            self._numbers.removeWidget(button)
            button.hide()
            button.deleteLater()
        faces = [ButtonFace(f"{one.value}  {one.name}") for one in numbers]
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
