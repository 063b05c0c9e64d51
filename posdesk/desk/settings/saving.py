"""Saving and testing what the settings page holds: asked of the books, told to the pane that asked."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from posdesk.desk.bridge.books import Books, Entered
from posdesk.desk.settings.pane import TopicPane
from posdesk.desk.settings.pane_base import SavedPart
from posdesk.desk.words.reasons import here_words
from posdesk.errors import Reason
from posdesk.settings.model import Model


class Saving(QObject):
    """A person may go on typing while something is on its way to the disk and the keyring."""

    kept = Signal()
    acted = Signal()

    def __init__(self, books: Books, parent: QObject) -> None:
        """Nothing is on its way yet."""
        super().__init__(parent)
        self._books = books

    def save_section(self, pane: SavedPart, values: Mapping[str, object] | Entered) -> None:
        """Keep these keys of the pane's section, or what it entered with secrets."""
        wanted = values if isinstance(values, Entered) else Entered(pane.section, values, {})
        self._books.save(
            wanted,
            saved=partial(self._section_saved, pane),
            failed=pane.refuse,
            refused=partial(self._section_refused, pane),
        )
        self.acted.emit()

    @Slot()
    def save_topic(self) -> None:
        """The sending pane's changes and typed secrets, where all of it can be read."""
        pane = self._sender()
        entered = pane.form.checked()
        if entered is None:
            pane.show_wrong()
            return
        secrets = pane.form.typed_secrets()
        pane.say(QCoreApplication.translate("settings", "Saving"))
        self._books.save(
            Entered(pane.section, pane.form.changes(entered), secrets),
            saved=partial(self._topic_saved, pane, entered, secrets),
            failed=pane.refuse,
            refused=partial(self._topic_refused, pane),
        )
        self.acted.emit()

    @Slot()
    def test_topic(self) -> None:
        """Try the sending pane's whole section out, saved or not."""
        pane = self._sender()
        entered = pane.form.checked()
        if entered is None:
            pane.show_wrong()
            return
        pane.show_testing()
        typed = Entered(pane.section, entered.model_dump(), pane.form.typed_secrets())
        self._books.test(typed, told=pane.show_probe, refused=partial(self._topic_refused, pane))
        self.acted.emit()

    def _section_saved(self, pane: SavedPart) -> None:
        pane.show_saved(self._books.settings)
        self.kept.emit()

    def _section_refused(self, pane: SavedPart, reason: Reason) -> None:
        pane.refuse(str(here_words(reason)))

    def _topic_refused(self, pane: TopicPane, reason: Reason) -> None:
        pane.show_not_allowed(here_words(reason))

    def _topic_saved(self, pane: TopicPane, entered: Model, secrets: Mapping[str, str]) -> None:
        pane.keep(entered, secrets)
        later = QCoreApplication.translate("settings", "Saved. It counts from the next start of posdesk.")
        now = QCoreApplication.translate("settings", "Saved. It counts from now on.")
        pane.say(later if self._books.later else now)
        self.kept.emit()

    def _sender(self) -> TopicPane:
        pane = self.sender()
        assert isinstance(pane, TopicPane)
        return pane
