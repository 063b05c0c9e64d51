"""Step 8: three test codes teach the scanner's speed, what it sends around a code, and its case."""

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from posdesk.desk.bridge.books import Entered
from posdesk.desk.first_start.code_paper import CodePaper
from posdesk.desk.first_start.parts import StepParts
from posdesk.desk.first_start.step import Standing, Step, StepState
from posdesk.desk.output.paper_out import PaperOut
from posdesk.desk.paint import ButtonFace
from posdesk.desk.settings.code_cards import CodeCards, learnt_keys, unlearnt_words
from posdesk.desk.settings.port import PortBox
from posdesk.desk.theme import Color, FontRole
from posdesk.desk.widgets.alt_keys import ScannerStepKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Card
from posdesk.desk.words.reasons import here_words
from posdesk.desk.words.say import end_words
from posdesk.domain.first_start import Facts
from posdesk.domain.pickup.scan_learning import Learnt
from posdesk.errors import Reason

translate = QCoreApplication.translate


class ScannerStep(Step):
    """Waits for the three codes as long as it is on screen; Alt and a letter act all the while."""

    key = topic = "scanner"

    def __init__(self, parts: StepParts) -> None:
        """Nothing is waited for."""
        super().__init__(parts.theme)
        self._books = parts.books
        self._facts: Facts = {}
        self._pending: Facts = {}  # what the three taught, while it is being kept
        self._heads = tuple(Words(parts.theme, FontRole.CAPTION, Color.MUTED) for _ in range(4))
        self._values = tuple(Words(parts.theme, FontRole.BODY_BOLD) for _ in range(4))
        self.cards, self.port, self._result = CodeCards(parts.theme), PortBox(parts.theme), Card(parts.theme)
        self.again, self.print, self.serial = (DeskButton(parts.theme, ButtonFace("")) for _ in range(3))
        self._now = Words(parts.theme, FontRole.BODY)
        self.out = PaperOut(CodePaper, self)
        self._lay_out()
        self._connect()
        self.port.hide()
        self.port.show_kept(self._books.settings.scanner)
        self.retranslate()

    def name(self) -> str:
        """In the list."""
        return translate("first_start", "Scanner")

    def title(self) -> str:
        """What to do."""
        return translate("first_start", "Scan these three codes, one after the other")

    def lead(self) -> str:
        """From where, and that no field is to be touched."""
        return translate("first_start", "From the screen, or printed. Nothing needs to be touched first.")

    def hint(self) -> str:
        """What a scanner that sends nothing needs."""
        waits = translate("first_start", "Nothing comes? Look at the scanner's power and cable, scan again.")
        return waits if self.cards.is_waiting else ""

    def state(self) -> StepState:
        """Learnt from three codes."""
        if not self._facts:
            lacks = translate("first_start", "No scanner was tried.")
            return StepState(Standing.OPEN, lacks, self.mend())
        if "port" in self._facts:
            words = translate("first_start", "Three codes read by the serial port {port}.")
            return StepState(Standing.DONE, words.format(port=self._facts["port"]))
        words = translate("first_start", "Three codes read, {ms} ms a key, behind a code {suffix}.")
        suffix = end_words(self._facts.get("suffix", "")) or translate("first_start", "nothing")
        return StepState(Standing.DONE, words.format(ms=self._facts.get("ms", ""), suffix=suffix))

    def begin(self) -> None:
        """Waits for the codes, unless they were read."""
        if not self._facts:
            self.cards.begin()

    def leave(self) -> None:
        """Scans are a customer's again."""
        self.cards.end()

    def recall(self, facts: Facts) -> None:
        """What was learnt before."""
        self._facts = facts
        if facts:
            self.cards.show_read()
        self._show_values()

    def set_window_width(self, width: int) -> None:
        """All bars side by side, where they have room."""
        self.cards.set_window_width(width)

    def take_scan(self, code: str) -> bool:
        """A serial scanner's code comes whole."""
        return self.cards.take_code(code)

    def retranslate(self) -> None:
        """Words in the language on screen."""
        faces = (
            (self.again, translate("first_start", "Scan all three anew"), ScannerStepKey.AGAIN),
            (self.print, translate("first_start", "Print them"), ScannerStepKey.PRINT),
            (self.serial, translate("first_start", "Serial scanner"), ScannerStepKey.SERIAL),
        )
        for button, words, key in faces:
            button.set_face(ButtonFace(words, key))
        heads = (
            translate("first_start", "Speed"),
            translate("first_start", "Before a code"),
            translate("first_start", "Behind a code"),
            translate("first_start", "Capital letters"),
        )
        for label, words in zip(self._heads, heads, strict=True):
            label.say(words)
        self.port.retranslate()
        self._show_values()

    def _show_values(self) -> None:
        self._result.setVisible("ms" in self._facts)
        nothing = translate("first_start", "nothing")
        said = (
            translate("first_start", "{ms} ms a key").format(ms=self._facts.get("ms", "")),
            self._facts.get("prefix", "") or nothing,
            end_words(self._facts.get("suffix", "")) or nothing,
            self._case_words(),
        )
        for label, words in zip(self._values, said, strict=True):
            label.say(words)

    def _case_words(self) -> str:
        kept = translate("first_start", "kept")
        turned = {
            "upper": translate("first_start", "all turned to capitals"),
            "lower": translate("first_start", "all turned to small ones"),
        }
        return turned.get(self._facts.get("case", ""), kept)

    @Slot()
    def _read(self) -> None:
        fault = self.cards.fault
        self._now.say(unlearnt_words(fault) if fault is not None else "", Color.BAD)
        self.changed.emit()

    @Slot(object)
    def _learnt(self, learnt: Learnt | None) -> None:
        if learnt is None:
            self._take({"port": self._books.settings.scanner.port or "COM"})
            return
        facts = {"ms": str(learnt.slowest_ms), "prefix": learnt.prefix, "suffix": learnt.suffix}
        self._pending = {**facts, "case": learnt.fold.value}
        self._save(learnt_keys(learnt))

    def _save(self, values: dict[str, object]) -> None:
        entered = Entered("scanner", values, {})
        self._books.save(entered, saved=self._saved, failed=self._failed, refused=self._refused)
        self.acted.emit()

    def _saved(self) -> None:
        """What was learnt, or the port, is kept."""
        self.port.show_saved(self._books.settings)
        pending, self._pending = self._pending, {}
        if pending:
            self._take(pending)

    def _take(self, facts: Facts) -> None:
        self._facts = facts
        self._show_values()
        self.proven.emit(facts)
        self.say("")

    def _failed(self, why: str, key: str) -> None:
        self._pending = {}
        self.port.refuse(why, key)
        self.say(why)

    def _refused(self, reason: Reason) -> None:
        self._failed(str(here_words(reason)), "")

    @Slot()
    def _anew(self) -> None:
        self._facts = {}
        self._show_values()
        self.cards.begin()

    @Slot()
    def _show_port(self) -> None:
        """A serial scanner's fields; once they are saved, its codes are waited for as others are."""
        shown = not self.port.isVisible()
        self.port.setVisible(shown)
        if shown:
            self.port.begin_typing()

    @Slot(object)
    def _save_port(self, values: dict[str, object]) -> None:
        self._save(values)

    def _connect(self) -> None:
        self.cards.changed.connect(self._read)
        self.cards.learnt.connect(self._learnt)
        self.again.clicked.connect(self._anew)
        self.print.clicked.connect(self.out.print_out)
        self.serial.clicked.connect(self._show_port)
        self.port.save_wanted.connect(self._save_port)
        self.out.said.connect(self.say)

    def _lay_out(self) -> None:
        grid, keys, column = QGridLayout(self._result), QHBoxLayout(), QVBoxLayout(self)
        grid.setContentsMargins(14, 8, 14, 8)
        grid.setVerticalSpacing(2)
        for at, (head, value) in enumerate(zip(self._heads, self._values, strict=True)):
            grid.addWidget(head, 0, at)
            grid.addWidget(value, 1, at)
            grid.setColumnStretch(at, 1)
        keys.setSpacing(8)
        for button in (self.print, self.serial, self.again):
            keys.addWidget(button)
        keys.addStretch(1)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (self.cards, self._now, self._result):
            column.addWidget(part)
        column.addLayout(keys)
        column.addWidget(self.port)
        column.addStretch(1)
