"""What every step of the first start is to the wizard: its words, its state, its lines in the report."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.frame.page import KeyAction
from posdesk.desk.theme import Theme
from posdesk.desk.widgets.painted import Painted
from posdesk.domain.first_start import Facts, Progress

translate = QCoreApplication.translate


def _no_topic(_key: str) -> str:
    return ""


class Standing(StrEnum):
    """How a step, or one line of it, stands."""

    DONE = "done"  # proven, or chosen where nothing can be proven
    OPEN = "open"  # something of it lacks
    NOTE = "note"  # said in the report, neither done nor lacking


@dataclass(frozen=True, slots=True)
class StepState:
    """`said` is what was proven, or what lacks; `mend` where that is mended later, for one that is open."""

    standing: Standing
    said: str = ""
    mend: str = ""

    @property
    def is_done(self) -> bool:
        """Whether nothing of it lacks."""
        return self.standing is not Standing.OPEN


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A line of the report: `what` it is about, and how that stands."""

    what: str
    state: StepState


class Step(Painted):
    """A step on screen. It saves at once what it is told, and claims only what it has proven.

    Its buttons show their own keys: letters of its class in `widgets.alt_keys`, none of `FirstStartKey`.
    """

    changed = Signal()
    """Its state, its hint or its lines are others now."""
    finished = Signal()
    """It is done, and the next one may come: `finish` was asked for."""
    acted = Signal()
    """Something was pressed that is written down."""
    proven = Signal(object)
    """Facts: what it proved, kept in the home; `recall` gives it back."""

    key = ""
    """Its name in the home; never changed once released."""
    topic = ""
    """The topic of Settings, by its key, where it is mended later; else it is mended in the wizard."""
    may_be_left = True
    """Whether Alt+L stands at its foot while it is open."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Subclasses build what they show, without margins of their own around it."""
        super().__init__(theme, parent)
        self.topic_title: Callable[[str], str] = _no_topic
        """What a topic of Settings is called, by its key; empty where there is none."""
        self.said = ""
        """What the foot says once, after an act; empty for the `hint`."""

    def name(self) -> str:
        """What the list at the left calls it."""
        raise NotImplementedError

    def title(self) -> str:
        """Its question, in large type."""
        raise NotImplementedError

    def lead(self) -> str:
        """A sentence or two under the question."""
        raise NotImplementedError

    def state(self) -> StepState:
        """How it stands now: cheap, it is asked often."""
        raise NotImplementedError

    def mend(self) -> str:
        """Where what stands open is mended later."""
        topic = self.topic_title(self.topic)
        if topic:
            return translate("first_start", "Settings, {topic}").format(topic=topic)
        return translate("first_start", "First start, {step}").format(step=self.name())

    def lines(self) -> tuple[ReportLine, ...]:
        """What the report says of it; one line of its state unless it has several things to say."""
        return (ReportLine(self.name(), self.state()),)

    def hint(self) -> str:
        """A quiet word beside the foot's buttons."""
        return ""

    def next_words(self) -> str:
        """What Alt+N is called."""
        return translate("first_start", "Next")

    def begin(self) -> None:
        """It came on screen."""

    def leave(self) -> None:
        """Another step or page came: nothing is waited for any more, no secret stays in a field."""

    def recall(self, facts: Facts) -> None:
        """What it proved before posdesk was closed."""

    def follow(self, progress: Progress) -> None:
        """How far the wizard has come, whenever that changes."""

    def finish(self) -> None:
        """Alt+N: save what is entered, then `finished`; what lacks is said instead."""
        if self.state().is_done:
            self.finished.emit()
        else:
            self.say(self.lacks())

    def lacks(self) -> str:
        """What is said where Alt+N can't go on."""
        return translate("first_start", "Not done yet. Alt+L leaves it open: the report names it.")

    def keys(self) -> tuple[KeyAction, ...]:
        """Function keys of it now; letters stand on its buttons."""
        return ()

    def take_key(self, event: QKeyEvent) -> bool:
        """A key that no field took, arrows above all; whether it did something."""
        return False

    def take_scan(self, code: str) -> bool:
        """A code was scanned while it is on screen; whether it was meant for it."""
        return False

    def set_window_width(self, width: int) -> None:
        """The window is so wide now, in logical px."""

    def say(self, words: str) -> None:
        """Say this at the foot until something changes; empty words say the hint again."""
        self.said = words
        self.changed.emit()
