"""The printers by name; put away while there is one only."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.settings.printers.draft import Draft
from posdesk.desk.theme import Theme
from posdesk.desk.widgets.alt_keys import SettingsKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.painted import Painted, within


class PrinterList(Painted):
    """`chosen` carries the place of the one that a person wants to see."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty until `show_draft`."""
        super().__init__(theme, parent)
        self._buttons: list[DeskButton] = []
        self._column = within(self, 0, 0, 0, 0)
        self._column.setSpacing(6)

    def show_draft(self, draft: Draft, at: int) -> None:
        """Show these, the one at that place chosen."""
        count = len(draft.printers)
        while len(self._buttons) < count:
            button = DeskButton(self.theme, ButtonFace(""))
            button.setProperty("at", len(self._buttons))
            button.clicked.connect(self._pressed)
            self._buttons.append(button)
            self._column.addWidget(button)
        for place, button in enumerate(self._buttons):
            button.setVisible(place < count)
            if place < count:
                button.set_face(_face(draft, place, at))
        self.setVisible(count > 1)

    @Slot()
    def _pressed(self) -> None:
        self.chosen.emit(int(self.sender().property("at")))


def _face(draft: Draft, place: int, at: int) -> ButtonFace:
    """The one after the chosen one shows the key that leads to it."""
    name, width = draft.value(place, "name"), draft.value(place, "width")
    is_chosen = place == at
    key = SettingsKey.NEXT_PRINTER if place == (at + 1) % len(draft.printers) and not is_chosen else ""
    kind = ButtonKind.OUTLINED if is_chosen else ButtonKind.QUIET
    return ButtonFace(f"{name}  {width} mm", key, kind, chosen=is_chosen)
