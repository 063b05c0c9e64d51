"""An act is somebody's: a PIN says whose where people are set up, else a name is asked."""

from functools import cached_property

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from posdesk.desk.bridge.calls import Go
from posdesk.desk.bridge.counter import Counter
from posdesk.desk.theme import Theme
from posdesk.desk.widgets.name_dialog import NameDialog
from posdesk.domain.rights import Right


class Signer(QObject):
    """Holds at most one act that waits for a name."""

    def __init__(self, counter: Counter, theme: Theme, parent: QWidget) -> None:
        """`parent` is what the act belongs to; the dialog stands in the middle of its window."""
        super().__init__(parent)
        self._counter, self._theme, self._parent = counter, theme, parent
        self._act: Go | None = None
        self._of: object = None

    @cached_property
    def dialog(self) -> NameDialog:
        """What asks for a name; made when it is first wanted."""
        dialog = NameDialog(self._counter, self._theme, self._parent)
        dialog.named.connect(self._named)
        dialog.rejected.connect(self._drop)
        return dialog

    def sign(self, right: Right, act: Go, title: str, *, of: object) -> None:
        """Do it under the name of who is there, after a PIN or after a name; of the same thing once."""
        people = self._counter.people
        if not people.needs_name(right):
            people.with_right(right, act, of=of)
            return
        again = self._act is not None and self._of == of
        self._act, self._of = act, of
        if again and self.dialog.typed:
            self.dialog.take()
        else:
            self.dialog.open_for(title)

    @property
    def waits_for(self) -> object:
        """What the act is of that waits for a name; None where none does."""
        return self._of if self._act is not None else None

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        self._theme = theme
        if "dialog" in vars(self):
            self.dialog.set_theme(theme)

    def forget(self) -> None:
        """What waits for a name is not wanted any more."""
        if self._act is not None:
            self._drop()
            self.dialog.put_away()

    @Slot(str)
    def _named(self, name: str) -> None:
        act, self._act = self._act, None
        if act is not None:
            self._counter.people.under_name(name, act)

    @Slot()
    def _drop(self) -> None:
        self._act = None
