"""Who it is, where no PIN tells: one of the last names by Alt and a letter, or another one typed."""

from PySide6.QtCore import QCoreApplication, QEvent, QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from posdesk.desk.bridge.calls import Caller
from posdesk.desk.bridge.questions import read_names
from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.theme import Color, FontRole, Theme, apply_style
from posdesk.desk.widgets.alt_keys import DialogKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.letter_keys import LetterKeys
from posdesk.desk.widgets.screens import room_at

translate = QCoreApplication.translate
WIDTH_PX = 440
LONGEST = 40  # characters of a name
_KEYS = (
    DialogKey.FIRST_NAME,
    DialogKey.SECOND_NAME,
    DialogKey.THIRD_NAME,
    DialogKey.FOURTH_NAME,
    DialogKey.FIFTH_NAME,
)


class NameDialog(QDialog):
    """`named` carries the name; Esc closes it, and nothing is done. No Enter or Space presses a button."""

    named = Signal(str)

    def __init__(self, counter: Caller, theme: Theme, parent: QWidget) -> None:
        """Not shown until `open_for`."""
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._counter, self._theme, self._title = counter, theme, ""
        self.names: tuple[str, ...] = ()
        self._reads = False  # it is shown once the names are there
        self._build(theme)

    def open_for(self, title: str) -> None:
        """Ask who it is; the names are read first, and where they can't be, one is typed."""
        self._title = title
        if self.isVisible():
            self.activateWindow()
        elif not self._reads:
            self._reads = True
            self._counter.ask(self._names_read, read_names, failed=self._no_names)

    def put_away(self) -> None:
        """Nothing is asked any more, and nothing that was about to be."""
        self._reads = False
        self.hide()

    @property
    def typed(self) -> str:
        """The name in the field, with single blanks in it."""
        return " ".join(self.field.text().split())

    def button(self, number: int) -> DeskButton:
        """The button of one of the last names, from 0."""
        return self._buttons[number]

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        self._theme = theme
        apply_style(self, theme)
        self._head.set_theme(theme)
        self._note.set_theme(theme)
        for button in (*self._buttons, self.take_button, self._back):
            button.set_theme(theme)

    @Slot()
    def take(self) -> None:
        """The typed name is meant."""
        if self.isVisible() and self.typed:
            self._say(self.typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, and the key that opened it takes what is typed; the rest does nothing here."""
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
        elif event.key() == Qt.Key.Key_F11 and not event.isAutoRepeat():
            self.take()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        """Translates anew when the language changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._read()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints a frame: the window has none of its own."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color.raised)
        painter.setPen(self._theme.color.line_strong)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _names_read(self, names: tuple[str, ...]) -> None:
        self.names = names[: len(_KEYS)]
        if self._reads:
            self._reads = False
            self._show()

    def _no_names(self, _reason: object) -> None:
        self._names_read(())

    def _show(self) -> None:
        self.field.clear()
        self._read()
        self.adjustSize()
        parent = self.parentWidget()
        middle = parent.window().geometry().center() if parent is not None else self.pos()
        self.move(_within(self.rect().translated(middle - self.rect().center()), room_at(middle)).topLeft())
        self.show()
        self.activateWindow()
        self.field.setFocus()

    def _read(self) -> None:
        self._head.say(self._title)
        for button, key, name in zip(self._buttons, _KEYS, (*self.names, *[""] * len(_KEYS)), strict=False):
            button.set_face(ButtonFace(name, key))
            button.setVisible(bool(name))
        words = translate("names", "Another name") if self.names else translate("names", "Your name")
        self.field.setPlaceholderText(words)
        self.field.setAccessibleName(words)
        self._note.say(translate("names", "It is recorded as said: nobody is set up with a PIN."))
        self._back.set_label(translate("names", "Back"))
        self._typed()

    @Slot()
    def _typed(self) -> None:
        label = translate("names", "That is me")
        applies = bool(self.typed)
        self.take_button.set_face(ButtonFace(label, DialogKey.TAKE_NAME, ButtonKind.PRIMARY, applies=applies))

    @Slot()
    def _chosen(self) -> None:
        sender = self.sender()
        number = next((n for n, button in enumerate(self._buttons) if button is sender), None)
        if number is not None:
            self._say(self.names[number])

    def _say(self, name: str) -> None:
        self.accept()
        self.named.emit(name)

    def _build(self, theme: Theme) -> None:
        self.setFixedWidth(WIDTH_PX)
        self._head = Words(theme, FontRole.STRONG, Color.TEXT)
        self._note = Words(theme, FontRole.CAPTION, Color.MUTED)
        self.field = QLineEdit()
        self.field.setMaxLength(LONGEST)
        self.field.textChanged.connect(self._typed)
        self._buttons = [DeskButton(theme, ButtonFace("", key)) for key in _KEYS]
        self.take_button = DeskButton(theme, ButtonFace(""))
        self._back = DeskButton(theme, ButtonFace("", "Esc", ButtonKind.QUIET))
        self._letters = LetterKeys(self)
        self.take_button.on_click(self.take)
        self._back.on_click(self.reject)
        grid, foot, column = QGridLayout(), QHBoxLayout(), QVBoxLayout(self)
        grid.setSpacing(8)
        for place, button in enumerate(self._buttons):
            button.on_click(self._chosen)
            grid.addWidget(button, place // 2, place % 2)
        foot.addStretch(1)
        foot.addWidget(self._back)
        foot.addWidget(self.take_button)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(self._head)
        column.addLayout(grid)
        column.addWidget(self.field)
        column.addWidget(self._note)
        column.addLayout(foot)
        apply_style(self, theme)
        self._read()


def _within(box: QRect, room: QRect) -> QRect:
    """The box moved so that nothing of it is outside the room, as far as that is large enough."""
    left = max(room.left(), min(box.left(), room.right() - box.width()))
    top = max(room.top(), min(box.top(), room.bottom() - box.height()))
    return QRect(left, top, box.width(), box.height())
