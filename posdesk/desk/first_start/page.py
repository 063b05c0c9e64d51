"""The wizard itself: the steps at the left, one of them at the right, at the foot back, leave open and on."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.first_start.rail import StepRail
from posdesk.desk.first_start.step import Step
from posdesk.desk.frame.page import BarState, KeyAction, Page
from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.alt_keys import FirstStartKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.keyboard import let_go
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.scrolled import scrolled
from posdesk.domain.first_start import Facts, Progress
from posdesk.engine.actions import Actions

translate = QCoreApplication.translate

_SCROLLS = {Qt.Key.Key_Up: -80, Qt.Key.Key_Down: 80}  # px, where the arrows choose nothing
_TURNS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_WIDEST = 960  # px: a line that is longer is not read
_SIDES = ((1280, 40), (1000, 24), (0, 16))


class FirstStartPage(Page):
    """Alone in the window: no rail, no top bar. Goes on where it was closed."""

    ended = Signal()
    """A person went from the report to the orders."""

    key = "first_start"
    number = 0
    stands_alone = True

    def __init__(
        self,
        counter: Counter,
        theme: Theme,
        steps: Sequence[Step],
        progress: Progress,
        parent: QWidget | None = None,
    ) -> None:
        """`progress` as the home has it; nothing is kept before the wizard is first on screen."""
        super().__init__(parent)
        self._counter, self.steps, self.progress = counter, tuple(steps), progress
        self._build(theme)
        self._connect()
        for step in self.steps:
            step.recall(progress.facts.get(step.key, {}))
            step.follow(progress)
        self._show(self._step_named(progress.at) or self.steps[0])

    @property
    def step(self) -> Step:
        """The one on screen."""
        return self.steps[self._stack.currentIndex()]

    @property
    def is_first(self) -> bool:
        """Whether it has not been gone through yet, so that it comes again by itself."""
        return self.progress.ended is None

    def title(self) -> str:
        """What the key list calls it."""
        return translate("first_start", "First start")

    def bar(self) -> BarState:
        """PgUp and PgDn are said with the other keys."""
        words = translate("first_start", "The step before, the step after")
        page_keys = (KeyAction(Qt.Key.Key_PageDown, words, None, shown=False, acts=False),)
        return BarState(keys=(*page_keys, *self.step.keys()))

    def handle_key(self, event: QKeyEvent) -> bool:
        """The step's own keys, then PgUp and PgDn."""
        if self.step.take_key(event):
            return True
        if (scroll := _SCROLLS.get(Qt.Key(event.key()), 0)) and self._scroll(scroll):
            return True
        turn = _TURNS.get(Qt.Key(event.key()), 0)
        at = self._stack.currentIndex() + turn
        if turn and 0 <= at < len(self.steps):
            self._go(self.steps[at])
        return bool(turn)

    def set_window_width(self, width: int) -> None:
        """The list and the room beside the step go by it."""
        self.rail.set_window_width(width)
        side = next(px for least, px in _SIDES if width >= least)
        self._column.setContentsMargins(side, 14, side, 12)
        for step in self.steps:
            step.set_window_width(width)

    def retranslate(self) -> None:
        """The language on screen changed."""
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Words, marks and buttons of the step on screen."""
        step, state = self.step, self.step.state()
        number, count = self.steps.index(step) + 1, len(self.steps)
        step_words = translate("first_start", "Step {n} of {count}")
        self._number.say(step_words.format(n=number, count=count))
        self._title.say(step.title())
        self._lead.say(step.lead())
        self._hint.say(step.said or step.hint(), Color.WARN if step.said else Color.MUTED)
        back = translate("first_start", "Back")
        self.back.set_face(ButtonFace(back, FirstStartKey.BACK))
        self.back.setVisible(number > 1)
        leave = translate("first_start", "Leave open")
        self.left.set_face(ButtonFace(leave, FirstStartKey.LEAVE))
        self.left.setVisible(step.may_be_left and not state.is_done)
        self.on.set_face(ButtonFace(step.next_words(), FirstStartKey.ON, ButtonKind.PRIMARY))
        self.rail.show_at(step, self.progress.left)

    def showEvent(self, event: QShowEvent) -> None:
        """It is begun once somebody sees it."""
        super().showEvent(event)
        if self.progress.began is None:
            self._keep(replace(self.progress, began=self._counter.clock.now()), how="began")
        self.step.begin()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page came, or the window went."""
        super().hideEvent(event)
        self.step.leave()

    def take_scan(self, code: str) -> bool:
        """A code was scanned: the step's, or nobody's while the wizard is gone through for the first time."""
        if self.step.take_scan(code):
            return True
        if self.is_first:
            self.step.say(translate("first_start", "A code was scanned. Nothing is done with it here."))
        return self.is_first

    def open_again(self) -> None:
        """From Settings: at its first step, over what is there."""
        self._go(self.steps[0])

    def _scroll(self, px: int) -> bool:
        """Move what doesn't fit on screen; whether anything moved."""
        area = self._stack.currentWidget()
        assert isinstance(area, QScrollArea)
        bar = area.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + px)
        return bar.value() != before

    @Slot()
    def _back(self) -> None:
        self._go(self.steps[max(0, self._stack.currentIndex() - 1)])

    @Slot()
    def _leave_open(self) -> None:
        self._keep(self.progress.left_open(self.step.key, is_so=True), how="left open")
        self._go_on()

    @Slot()
    def _finish(self) -> None:
        self.step.finish()

    @Slot()
    def _finished(self) -> None:
        if self.sender() is self.step:
            self._keep(self.progress.left_open(self.step.key, is_so=False), how="done")
            self._go_on()

    def _go_on(self) -> None:
        at = self._stack.currentIndex() + 1
        if at < len(self.steps):
            self._go(self.steps[at])
            return
        if self.progress.ended is None:
            self._keep(replace(self.progress, ended=self._counter.clock.now()), how="ended")
        self.ended.emit()

    @Slot(object)
    def _go(self, step: Step) -> None:
        if step is self.step:
            self.refresh()
            return
        self.step.leave()
        self.step.said = ""
        self._show(step)
        self._keep(self.progress.at_step(step.key))
        if self.isVisible():
            step.begin()
        self.acted.emit()

    def _show(self, step: Step) -> None:
        let_go(self)
        self._stack.setCurrentIndex(self.steps.index(step))
        self.refresh()
        self.bar_changed.emit()

    def _keep(self, progress: Progress, *, how: str = "") -> None:
        self.progress = progress
        for step in self.steps:
            step.follow(progress)
        act = partial(Actions.first_start, progress=progress, step=self.step.key, how=how)
        self._counter.act(act)

    @Slot(object)
    def _proven(self, facts: Facts) -> None:
        step = self.sender()
        if isinstance(step, Step):
            self._keep(self.progress.proven(step.key, facts))
            self.refresh()

    def _step_named(self, key: str) -> Step | None:
        return next((step for step in self.steps if step.key == key), None)

    def _connect(self) -> None:
        self.rail.chosen.connect(self._go)
        self.back.clicked.connect(self._back)
        self.left.clicked.connect(self._leave_open)
        self.on.clicked.connect(self._finish)
        for step in self.steps:
            step.changed.connect(self.refresh)
            step.changed.connect(self.bar_changed)
            step.finished.connect(self._finished)
            step.proven.connect(self._proven)
            step.acted.connect(self.acted)

    def _build(self, theme: Theme) -> None:
        self.setObjectName("page")
        self.rail = StepRail(theme, self.steps)
        self._number = Words(theme, FontRole.CAPTION, Color.MUTED)
        self._title, self._lead = Words(theme, FontRole.HEADING), Words(theme, FontRole.LARGE, Color.MUTED)
        self._hint = Words(theme, FontRole.CAPTION, Color.MUTED)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.back, self.left, self.on = (DeskButton(theme, ButtonFace("")) for _ in range(3))
        for button in (self.back, self.left, self.on):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._stack = QStackedWidget()
        for step in self.steps:
            self._stack.addWidget(scrolled(_in_a_column(step), keyless=True))
        self._column = QVBoxLayout()
        self._column.setSpacing(4)
        for words in (self._number, self._title, self._lead):
            self._column.addWidget(words)
        self._column.addSpacing(8)
        self._column.addWidget(self._stack, 1)
        self._column.addLayout(self._foot())
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.rail)
        whole.addLayout(self._column, 1)

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.setContentsMargins(0, 8, 0, 0)
        foot.addWidget(self.back)
        foot.addStretch(0)
        foot.addWidget(self._hint, 1)
        foot.addWidget(self.left)
        foot.addWidget(self.on)
        return foot


def _in_a_column(step: Step) -> QWidget:
    """A step as wide as its lines are read, at the left."""
    inner = QWidget()
    row = QHBoxLayout(inner)
    row.setContentsMargins(0, 0, 0, 0)
    step.setMaximumWidth(_WIDEST)
    row.addWidget(step, 1)
    row.addStretch(0)
    return inner
