"""Step 12: what was set up, what was proven, what stands open and where it is mended."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from posdesk.desk.first_start.parts import StepParts
from posdesk.desk.first_start.step import ReportLine, Standing, Step, StepState
from posdesk.desk.theme import Color, FontRole, Sign
from posdesk.desk.widgets.label import Ink, Mark, Words
from posdesk.desk.widgets.painted import Card, Painted

translate = QCoreApplication.translate

_LOOKS: dict[Standing, tuple[Sign, Ink, Ink]] = {
    Standing.DONE: (Sign.CHECK_CIRCLE, Color.GOOD, Color.TEXT),
    Standing.OPEN: (Sign.WARNING, Color.WARN, Color.WARN),
    Standing.NOTE: (Sign.NOTE, Color.MUTED, Color.TEXT),
}


class ReportStep(Step):
    """Made anew each time it comes on screen."""

    key = "report"
    may_be_left = False

    def __init__(self, parts: StepParts, others: Sequence[Step]) -> None:
        """`others` are the steps that it tells of."""
        super().__init__(parts.theme)
        self._others = tuple(others)
        self._card: Painted = Card(self.theme)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._column.addWidget(self._card)
        self._column.addStretch(1)

    @property
    def told(self) -> tuple[ReportLine, ...]:
        """Every line, in the steps' order."""
        return tuple(line for step in self._others for line in step.lines())

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
        return translate("first_start", "What stands open says what lacks, and where it is mended.")

    def next_words(self) -> str:
        """It ends here."""
        return translate("first_start", "To the orders")

    def state(self) -> StepState:
        """There is nothing to do in it."""
        return StepState(Standing.NOTE)

    def lines(self) -> tuple[ReportLine, ...]:
        """It does not tell of itself."""
        return ()

    def begin(self) -> None:
        """Every line as it is now."""
        self._show()

    def retranslate(self) -> None:
        """Words in the language on screen."""
        if self.isVisible():
            self._show()

    def _show(self) -> None:
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
        what, said = Words(self.theme, FontRole.BODY_BOLD, wraps=False), Words(self.theme, FontRole.BODY, ink)
        what.say(line.what)
        said.say(said_of(line.state))
        for at, part in enumerate((mark, what, said)):
            grid.addWidget(part, row, at)


def said_of(state: StepState) -> str:
    """What the report says of it, with where it is mended."""
    if not state.mend:
        return state.said
    mend = translate("first_start", "Mended in: {where}.").format(where=state.mend)
    return f"{state.said} {mend}"
