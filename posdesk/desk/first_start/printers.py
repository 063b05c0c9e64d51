"""Step 9: each printer prints a test slip; it says so after the cut, or a person does who saw the paper."""

from functools import partial

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.bridge.books import Entered
from posdesk.desk.first_start.form_behind import FormBehind, ListStep
from posdesk.desk.first_start.parts import StepParts
from posdesk.desk.first_start.proof_rows import Look, Proof, ProofRows, RowAct
from posdesk.desk.first_start.step import ReportLine, Standing, StepState
from posdesk.desk.paint import ButtonFace
from posdesk.desk.settings.printers.draft import Draft
from posdesk.desk.settings.printers.pane import PrintersPane
from posdesk.desk.settings.printers.words import value_words
from posdesk.desk.theme import Color, FontRole
from posdesk.desk.widgets.alt_keys import AltKey, PrintersStepKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.words.prints import ended_words
from posdesk.desk.words.reasons import here_words
from posdesk.desk.words.say import actor_name, exact_time, listed
from posdesk.domain.first_start import Facts
from posdesk.domain.judgement import Judgement, judgement_of, mark_of
from posdesk.domain.printing.outcome import Outcome
from posdesk.engine.actions import Actions
from posdesk.engine.sending.printer_trial import Trial
from posdesk.errors import Reason
from posdesk.settings.printers import Printer
from posdesk.settings.settings import PRINTERS

translate = QCoreApplication.translate

_KNOWN_LATER = {"answers", "proved"}


class PrintersStep(ListStep):
    """What a test slip proves is kept at once; its forms are those of the Settings."""

    key = "printers"

    def __init__(self, parts: StepParts) -> None:
        """The printers that are kept."""
        super().__init__(parts.theme)
        self._counter, self._books, self._prints = parts.counter, parts.books, parts.prints
        self._facts: dict[str, str] = {}
        self._trials: dict[str, Trial | None] = {}  # of this start; None: on its way
        self.rows = ProofRows(self.theme)
        self.add = DeskButton(self.theme, ButtonFace("", PrintersStepKey.ADD))
        self._note = Words(self.theme, FontRole.BODY, Color.MUTED)
        self.behind = FormBehind(parts, self._front(), PrintersStepKey.BACK_TO_LIST)
        self.form = PrintersPane(self.theme, self._counter.clock)
        self.behind.add(self.form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.behind, 1)
        self._connect()
        self.retranslate()

    def name(self) -> str:
        """In the list."""
        return translate("first_start", "Printers")

    def title(self) -> str:
        """The question; a form has its own."""
        if self.behind.form is not None:
            return ""
        return translate("first_start", "Does the test slip come out?")

    def lead(self) -> str:
        """What stands on a test slip, and in which order to do it."""
        if self.behind.form is not None:
            return ""
        return translate(
            "first_start",
            "It has letters, the yuan sign, a rare character and a line to cut at. Look at the paper first, "
            "then answer.",
        )

    def state(self) -> StepState:
        """Done once there is a printer, each is proven, and some slip prints."""
        mend = translate("first_start", "Settings, Printers")
        printers = self._books.settings.printer
        if not printers:
            said = translate("first_start", "No printer yet: nothing prints.")
            return StepState(Standing.OPEN, said, mend)
        lacks = [p.name for p in printers if self._proof(p).look is not Look.PROVEN]
        if not lacks and not self._books.settings.slip:
            return StepState(Standing.OPEN, translate("first_start", "No slip prints anywhere yet."), mend)
        if not lacks:
            said = translate("first_start", "{n} tried out").format(n=len(printers))
            return StepState(Standing.DONE, said)
        said = translate("first_start", "Not tried out: {names}.").format(names=listed(lacks))
        return StepState(Standing.OPEN, said, mend)

    def lines(self) -> tuple[ReportLine, ...]:
        """A line a printer."""
        printers = self._books.settings.printer
        if not printers:
            return super().lines()
        return tuple(ReportLine(p.name, self._standing(self._proof(p))) for p in printers)

    def hint(self) -> str:
        """A printer on which nothing prints proves little."""
        settings = self._books.settings
        if settings.printer and not settings.slip:
            return translate("first_start", "No slip prints anywhere yet: Alt+A.")
        return ""

    def recall(self, facts: Facts) -> None:
        """What people said before posdesk was closed."""
        self._facts = dict(facts)
        self._show()

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self.add.set_label(translate("first_start", "Add one, or change them"))
        self._show()

    # what a person does

    @Slot(int, object)
    def _pressed(self, at: int, key: AltKey) -> None:
        printer = self._books.settings.printer[at]
        if key == PrintersStepKey.TEST:
            self._test(printer)
        elif printer.name in self._trials:
            self._judge(printer, fits=key == PrintersStepKey.FITS)
        self.acted.emit()
        self._show()

    def _test(self, printer: Printer) -> None:
        if self._trials.get(printer.name, ()) is not None:  # one at a time
            self._trials[printer.name] = None
            self._forget(printer)
            self._prints.try_out(printer, partial(self._tried, printer))

    def _judge(self, printer: Printer, *, fits: bool) -> None:
        word = Judgement(_mark(printer), fits, self._counter.actor(), self._counter.clock.now())
        self._facts[printer.name] = word.to_text()
        self.proven.emit(self._facts)
        self._counter.act(partial(Actions.judged, about=printer.name, fits=fits))

    def _forget(self, printer: Printer) -> None:
        if self._facts.pop(printer.name, None) is not None:
            self.proven.emit(self._facts)

    @Slot()
    def _fill_in(self) -> None:
        self.behind.show_form(self.form)

    # what comes back

    def _tried(self, printer: Printer, trial: Trial | None) -> None:
        if trial is None:
            self._trials.pop(printer.name, None)
            self.say(translate("settings", "Not tried out: posdesk's engine does not run."))
        else:
            self._trials[printer.name] = trial
            self._keep(printer, trial)
        self._show()

    def _keep(self, printer: Printer, trial: Trial) -> None:
        """What it answers is kept at once, as the Settings do by hand: prints wait for that answer."""
        draft = Draft.of(self._books.settings.printer, self._books.settings.slip)
        if not trial.slips or printer.name not in draft.names:
            return
        at, when = draft.names.index(printer.name), self._counter.clock.now().replace(microsecond=0)
        answers = draft.with_value(at, "answers", trial.answers.value).with_value(at, "proved", when)
        entered = Entered(PRINTERS, answers.tables, {})
        self._books.save(entered, saved=self._show, failed=self._failed, refused=self._refused)

    def _failed(self, why: str, _key: str) -> None:
        self.say(why)

    def _refused(self, reason: Reason) -> None:
        self.say(str(here_words(reason)))

    # what it shows

    @Slot()
    def _show(self) -> None:
        printers = self._books.settings.printer
        self.rows.show_proofs([self._proof(printer) for printer in printers])
        self.rows.setVisible(bool(printers))
        self._note.say(
            "" if printers else translate("first_start", "No printer yet. Without one nothing prints.")
        )
        self.changed.emit()

    def _proof(self, printer: Printer) -> Proof:
        said, look, acts = self._known(printer)
        again = RowAct(PrintersStepKey.TEST, translate("first_start", "Test slip"), not acts)
        where = f"{value_words('transport', printer.transport)} {printer.address}"
        is_under_way = look is Look.WAITS
        return Proof(
            f"{printer.name} {printer.width} mm",
            f"{where}\n{said}",
            look,
            acts=acts if is_under_way else (*acts, again),
        )

    def _known(self, printer: Printer) -> tuple[str, Look, tuple[RowAct, ...]]:
        if printer.name in self._trials and self._trials[printer.name] is None:
            return translate("first_start", "A test slip is on its way."), Look.WAITS, ()
        judged = judgement_of(self._facts.get(printer.name), _mark(printer))
        if judged is not None:
            words = (
                translate("first_start", "{who} saw the paper, {time}.")
                if judged.fits
                else translate("first_start", "{who}: no paper, or not right, {time}.")
            )
            said = words.format(who=actor_name(judged.by), time=exact_time(judged.at))
            return said, Look.PROVEN if judged.fits else Look.FAILED, ()
        trial = self._trials.get(printer.name)
        if trial is not None:
            return self._tried_words(printer, trial)
        if printer.proved is not None and printer.answers != "none":
            said = translate("first_start", "Printed, and said so after the cut.")
            return said, Look.PROVEN, ()
        return translate("first_start", "Not tried out yet."), Look.LACKS, ()

    def _tried_words(self, printer: Printer, trial: Trial) -> tuple[str, Look, tuple[RowAct, ...]]:
        said = str(ended_words(printer.name, trial.ended))
        if trial.ended.outcome is Outcome.PRINTED:
            return said, Look.PROVEN, ()
        if not trial.slips:
            return said, Look.FAILED, ()
        asked = translate("first_start", "It can't say whether it printed. Is the slip there, and right?")
        yes = RowAct(PrintersStepKey.FITS, translate("first_start", "It is, and right"), is_primary=True)
        no = RowAct(PrintersStepKey.FITS_NOT, translate("first_start", "It is not"))
        return asked, Look.ASKS, (yes, no)

    def _standing(self, proof: Proof) -> StepState:
        said = proof.said.partition("\n")[2]
        if proof.look is Look.PROVEN:
            return StepState(Standing.DONE, said)
        return StepState(Standing.OPEN, said, translate("first_start", "Settings, Printers"))

    def _front(self) -> QWidget:
        front, keys = QWidget(), QHBoxLayout()
        keys.addWidget(self.add)
        keys.addStretch(1)
        column = QVBoxLayout(front)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self.rows, self._note):
            column.addWidget(part)
        column.addLayout(keys)
        column.addStretch(1)
        return front

    def _connect(self) -> None:
        self.rows.pressed.connect(self._pressed)
        self.add.clicked.connect(self._fill_in)
        self.form.test_wanted.connect(self._test_of_form)
        self._books.signals.settings_changed.connect(self._show)
        self.behind.turned.connect(self._show)
        self.behind.saving.acted.connect(self.acted)

    @Slot(object)
    def _test_of_form(self, printer: Printer) -> None:
        self._prints.try_out(printer, self.form.show_trial)


def _mark(printer: Printer) -> str:
    """What a person's word is about: this printer as it is set, but for what it proved by itself."""
    return mark_of(printer.model_dump_json(exclude=_KNOWN_LATER))
