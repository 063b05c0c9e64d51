"""Step 13: what was set up, what was proven, what stands open and where it is mended; it prints."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from posdesk.desk.first_start.parts import StepParts
from posdesk.desk.first_start.report_paper import ReportPaper, said_of, standing_words
from posdesk.desk.first_start.step import ReportLine, Standing, Step, StepState
from posdesk.desk.output.paper_out import PaperOut
from posdesk.desk.paint import ButtonFace
from posdesk.desk.theme import Color, FontRole, Sign
from posdesk.desk.widgets.alt_keys import ReportStepKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Ink, Mark, Words
from posdesk.desk.widgets.painted import Card, Painted
from posdesk.domain.clock import in_china
from posdesk.domain.first_start import Progress
from posdesk.domain.rights import Role
from posdesk.engine.actions import Actions
from posdesk.settings.credentials import RECOVERY

translate = QCoreApplication.translate

_LOOKS: dict[Standing, tuple[Sign, Ink, Ink]] = {
    Standing.DONE: (Sign.CHECK_CIRCLE, Color.GOOD, Color.TEXT),
    Standing.OPEN: (Sign.WARNING, Color.WARN, Color.WARN),
    Standing.NOTE: (Sign.NOTE, Color.MUTED, Color.TEXT),
}


class ReportStep(Step):
    """Made anew each time it comes on screen. No key, no PIN and no name of a person who is all right."""

    key = "report"
    may_be_left = False

    def __init__(self, parts: StepParts, others: Sequence[Step]) -> None:
        """`others` are the steps that it tells of."""
        super().__init__(parts.theme)
        self._others, self._counter, self._books = tuple(others), parts.counter, parts.books
        self._progress = Progress()
        self._card: Painted = Card(self.theme)
        self.print, self.keep = DeskButton(self.theme, ButtonFace("")), DeskButton(self.theme, ButtonFace(""))
        self._took = Words(self.theme, FontRole.CAPTION, Color.MUTED)
        self.out = PaperOut(self.paper, self)
        self.print.clicked.connect(self.out.print_out)
        self.keep.clicked.connect(self._save)
        self.out.said.connect(self.say)
        self.out.went.connect(self._note)
        self._lay_out()

    @property
    def told(self) -> tuple[ReportLine, ...]:
        """Every line, in the steps' order."""
        return (*(line for step in self._others for line in step.lines()), *self._recovery())

    def name(self) -> str:
        """In the list."""
        return translate("first_start", "Report")

    def title(self) -> str:
        """Whether anything stands open."""
        count = sum(not line.state.is_done for line in self.told)
        if not count:
            return translate("first_start", "Everything is set up")
        return translate("first_start", "Set up, {count} open").format(count=count)

    def lead(self) -> str:
        """What to do with it."""
        return translate(
            "first_start", "What stands open says what lacks, and where it is mended. Print it, or keep it."
        )

    def next_words(self) -> str:
        """It ends here."""
        return translate("first_start", "To the orders")

    def state(self) -> StepState:
        """Done once somebody went on from it."""
        return StepState(Standing.NOTE if self._progress.ended is None else Standing.DONE)

    def lines(self) -> tuple[ReportLine, ...]:
        """It does not tell of itself."""
        return ()

    def begin(self) -> None:
        """Every line as it is now."""
        self._show()

    def follow(self, progress: Progress) -> None:
        """When it began, for how long it took."""
        self._progress = progress

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._show()

    def paper(self) -> ReportPaper:
        """The report as it is now, for printer and PDF."""
        store, now = self._books.settings.store, in_china(self._counter.clock.now())
        head = translate("first_start", "{name}, store {code}, counter {counter}. {time}")
        words = head.format(
            name=store.name or "-", code=store.code, counter=store.counter, time=f"{now:%Y-%m-%d %H:%M}"
        )
        title = translate("first_start", "posdesk: report of the first start")
        return ReportPaper(title, words, self._took_words(), self.told)

    def _recovery(self) -> tuple[ReportLine, ...]:
        """Whether a forgotten PIN of the administrator can be mended here."""
        if not any(person.role is Role.ADMINISTRATOR for person in self._books.settings.staff):
            return ()
        what = translate("first_start", "Lost PIN")
        if self._books.has_secret(RECOVERY):
            made = translate("first_start", "A recovery code was made.")
            return (ReportLine(what, StepState(Standing.DONE, made)),)
        none = translate("first_start", "No recovery code: a forgotten administrator's PIN can't be mended.")
        where = self.topic_title("moving")
        mend = translate("first_start", "Settings, {topic}").format(topic=where) if where else ""
        return (ReportLine(what, StepState(Standing.OPEN, none, mend)),)

    def _took_words(self) -> str:
        no_secret = translate("first_start", "No key and no PIN stands in it.")
        began, ended = self._progress.began, self._progress.ended or self._counter.clock.now()
        if began is None:
            return no_secret
        minutes = max(1, round((ended - began).total_seconds() / 60))
        took = translate("first_start", "It took {n} min.").format(n=minutes)
        return f"{took} {no_secret}"

    def _show(self) -> None:
        print_it, keep = translate("first_start", "Print the report"), translate("first_start", "Save as PDF")
        self.print.set_face(ButtonFace(print_it, ReportStepKey.PRINT))
        self.keep.set_face(ButtonFace(keep, ReportStepKey.SAVE))
        self._took.say(self._took_words())
        self._card.hide()
        self._card.deleteLater()
        self._card = Card(self.theme)
        grid = QGridLayout(self._card)
        grid.setContentsMargins(14, 10, 14, 10)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        for row, line in enumerate(self.told):
            self._put(grid, row, line)
        self._column.insertWidget(0, self._card)

    def _put(self, grid: QGridLayout, row: int, line: ReportLine) -> None:
        sign, color, ink = _LOOKS[line.state.standing]
        mark = Mark(self.theme, 20)
        mark.show_sign(sign, color)
        mark.setAccessibleName(standing_words(line.state.standing))
        what, said = Words(self.theme, FontRole.BODY_BOLD), Words(self.theme, FontRole.BODY, ink)
        what.setFixedWidth(140)
        what.say(line.what)
        said.say(said_of(line.state))
        for at, part in enumerate((mark, what, said)):
            grid.addWidget(part, row, at)

    @Slot()
    def _save(self) -> None:
        day = in_china(self._counter.clock.now()).date()
        self.out.save(f"first_start_{self._books.settings.store.code}_{day.isoformat()}")

    @Slot(str)
    def _note(self, form: str) -> None:
        """Who took it out of here, and how."""
        how = f"report on {form}" if form == "paper" else f"report as {form}"
        self._counter.act(partial(Actions.first_start, progress=self._progress, step=self.key, how=how))
        self.acted.emit()

    def _lay_out(self) -> None:
        keys = QHBoxLayout()
        keys.setSpacing(8)
        keys.addWidget(self.print)
        keys.addWidget(self.keep)
        keys.addWidget(self._took, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._column.addWidget(self._card)
        self._column.addLayout(keys)
        self._column.addStretch(1)
