"""The fields of one platform: its address, appid and sources, its name; checked as they are typed."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from pydantic import ValidationError
from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from posdesk.desk.settings.fields import Field
from posdesk.desk.settings.form import FieldRow
from posdesk.desk.settings.signing.partner_rows import Row
from posdesk.desk.theme import Theme
from posdesk.desk.widgets.letter_keys import bring_into_sight
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.domain.key_text import compared
from posdesk.domain.orders.source import Source, source_of
from posdesk.settings.settings import Partner

translate = QCoreApplication.translate

URL: Final = Field(
    "url",
    QT_TRANSLATE_NOOP("settings", "Platform's address"),
    QT_TRANSLATE_NOOP("settings", "Where accepting and handing out are reported."),
    rule=QT_TRANSLATE_NOOP("settings", "It must begin with https:// or http://."),
)
APPID: Final = Field(
    "appid",
    QT_TRANSLATE_NOOP("settings", "appid"),
    QT_TRANSLATE_NOOP("settings", "The platform gives it to you with the appkey."),
    rule=QT_TRANSLATE_NOOP("settings", "It must not be empty, and no other platform may have it."),
)
SOURCES: Final = Field(
    "sources",
    QT_TRANSLATE_NOOP("settings", "Source number"),
    QT_TRANSLATE_NOOP("settings", "4 Meituan, 20 Ele.me, 3 Baidu, 17 QR; several with commas."),
    rule=QT_TRANSLATE_NOOP("settings", "Whole numbers, with commas between them."),
)
SHOWN: Final = Field(
    "shown",
    QT_TRANSLATE_NOOP("settings", "Called on screen"),
    QT_TRANSLATE_NOOP("settings", "Empty: by its source."),
    rule=QT_TRANSLATE_NOOP("settings", "At most 20 characters."),
)
NAME: Final = Field(
    "name",
    QT_TRANSLATE_NOOP("settings", "Name in the records"),
    QT_TRANSLATE_NOOP("settings", "It never changes. Empty: made from the source."),
    rule=QT_TRANSLATE_NOOP("settings", "Letters, digits, - and _ only; no other platform may have it."),
)
PARTNER_FIELDS: Final = (URL, APPID, SOURCES, SHOWN, NAME)
_WIDE, _NARROW = 600, 400  # px of the form's own width


class PartnerForm(Painted):
    """`edited` says that a person changed something. Fields take the keyboard by touch or `begin_typing`."""

    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty, for a new one, until `show_row`."""
        super().__init__(theme, parent)
        self._kept: Row = {}
        self._is_new = True
        self.rows = {field.key: FieldRow(theme, field) for field in PARTNER_FIELDS}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        for row in self.rows.values():
            row.edited.connect(self._edited)
            row.editor.first.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a slow scanner types into no field
        self._columns = 0
        self._place(3)

    def show_row(self, row: Row, *, is_new: bool) -> None:
        """Show this one; what was entered is forgotten. The name of one that is kept is fixed."""
        self._kept, self._is_new = row, is_new
        for key, each in self.rows.items():
            each.editor.set_value(_shown(row.get(key, "")))
            each.say_wrong("")
        self.rows[NAME.key].editor.first.setEnabled(is_new)

    def keep_up(self, row: Row) -> None:
        """It is kept so now: what is entered stays, and all else of it is this."""
        for key, each in self.rows.items():
            if _text(each) == _shown(self._kept.get(key, "")):
                each.editor.set_value(_shown(row.get(key, "")))
        self._kept = row

    @property
    def is_changed(self) -> bool:
        """Whether something is entered that is not kept."""
        return any(_text(row) != _shown(self._kept.get(key, "")) for key, row in self.rows.items())

    def checked(self, others: Iterable[Partner]) -> Row | None:
        """The row as entered, beside these; None where something is wrong, which is said at its field."""
        for row in self.rows.values():
            row.say_wrong("")
        taken = tuple(others)
        entered, wrong = self._entered(taken)
        try:
            made = Partner.model_validate(entered)
        except ValidationError as error:
            wrong |= {str(each["loc"][0]) for each in error.errors()}
        else:
            wrong |= _doubled(made, taken)
        for key in wrong & set(self.rows):
            self.rows[key].say_wrong(self.rows[key].rule())
        return None if wrong else entered

    def say_wrong(self, key: str, words: str) -> bool:
        """Say at a field what is wrong with it; whether there is such a field."""
        row = self.rows.get(key)
        if row is not None:
            row.say_wrong(words)
        return row is not None

    def show_wrong(self) -> None:
        """The keyboard goes into the first field that is wrong."""
        first = next((row for row in self.rows.values() if row.wrong), None)
        if first is not None:
            first.editor.first.setFocus()

    def begin_typing(self, before: Sequence[FieldRow] = (), behind: Sequence[FieldRow] = ()) -> None:
        """The keyboard goes into the first field, with others around its own; from one into the next."""
        own = [row for row in self.rows.values() if row.editor.first.isEnabled()]
        rows = [*before, *own, *behind]
        focus = QApplication.focusWidget() or self
        at = next((place for place, row in enumerate(rows) if row.isAncestorOf(focus)), -1)
        after = rows[(at + 1) % len(rows)]
        after.editor.first.setFocus()
        bring_into_sight(after)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many fields beside each other as have room."""
        super().resizeEvent(event)
        width = self.width()
        self._place(3 if width >= _WIDE else 2 if width >= _NARROW else 1)

    def retranslate(self) -> None:
        """Words in the language on screen."""
        for row in self.rows.values():
            row.retranslate()

    def _entered(self, others: tuple[Partner, ...]) -> tuple[dict[str, Any], set[str]]:
        """The whole row with what is entered, and which fields can't be read."""
        said = {key: _text(row) for key, row in self.rows.items()}
        wrong = {key for key in (APPID.key,) if not said[key]}
        try:
            sources = [
                int(each) for each in said.pop(SOURCES.key).replace("，", ",").split(",") if each.strip()
            ]
        except ValueError:
            sources, wrong = [], wrong | {SOURCES.key}
        name = said[NAME.key] or _made_name(sources, {each.name for each in others})
        entered = {**self._kept, **said, NAME.key: name, SOURCES.key: sources}
        return {key: value for key, value in entered.items() if value not in ("", [])}, wrong

    def _place(self, columns: int) -> None:
        """Address and appid above, the short ones below; one under the other where it is narrow."""
        if columns == self._columns:
            return
        self._columns = columns
        cells: list[tuple[str, int, int, int]] = [
            (URL.key, 0, 0, 2),
            (APPID.key, 0, 2, 1),
            *((key, 1, at, 1) for at, key in enumerate((SOURCES.key, SHOWN.key, NAME.key))),
        ]
        if columns < 3:
            cells = [(key, at // columns, at % columns, 1) for at, key in enumerate(self.rows)]
        for key, line, column, span in cells:
            self._grid.addWidget(self.rows[key], line, column, 1, span, Qt.AlignmentFlag.AlignTop)
        for column in range(3):
            self._grid.setColumnStretch(column, int(column < columns))

    @Slot()
    def _edited(self) -> None:
        self.edited.emit()


def _text(row: FieldRow) -> str:
    return str(row.editor.value())


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _made_name(sources: list[int], taken: set[str]) -> str:
    """A name that nobody has: the first known site's, else a number."""
    sites = [str(source_of(str(code))) for code in sources if source_of(str(code)) is not Source.OTHER]
    base = sites[0] if sites else "platform"
    names = [base, *(f"{base}{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def _doubled(made: Partner, others: tuple[Partner, ...]) -> set[str]:
    wrong = {NAME.key} if any(each.name == made.name for each in others) else set()
    is_taken = any(compared(each.appid) == compared(made.appid) for each in others)
    return wrong | ({APPID.key} if is_taken else set())
