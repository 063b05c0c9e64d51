"""Acts and questions: who asked is told, and nobody else; who is gone is not called any more."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posdesk.desk.bridge.calls import Act, CallBack, Calls, Notices
from posdesk.desk.bridge.questions import Given
from posdesk.desk.words.reasons import reason_words
from posdesk.errors import DiskError, NotAllowed, OrderReason
from posdesk.journal import Journal
from posdesk.settings.settings import Settings
from tests.journal.making import SetClock, one_group, opened


class Doings:
    """Two actions of the engine's shape."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def forbidden(self, actor: str) -> "Future[None]":
        """The journal says no."""
        return self._journal.write(partial(_no, NotAllowed(OrderReason.STATE, f"not {actor}")))

    def broken(self, actor: str) -> "Future[None]":
        """The disk says no."""
        return self._journal.write(partial(_no, DiskError(f"not {actor}")))


def _no(error: Exception, _tx: object) -> NoReturn:
    raise error


FORBIDDEN: Act = partial(Doings.forbidden)
BROKEN: Act = partial(Doings.broken)


class Line(Calls):
    """The two verbs over a real journal."""

    def actor(self) -> str:
        return "李敏"


class Pane(QObject):
    """Somebody who asks, and all that was told."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.told: list[tuple[object, ...]] = []

    def hear(self, *what: object) -> None:
        """Noted, if it is in the GUI thread."""
        assert QThread.currentThread() is self.thread()
        self.told.append(what)

    def hear_undone(self, *what: object) -> None:
        """Noted by that word."""
        self.told.append(("undone", *what))


class Bench:
    """The line, and what the window would say."""

    def __init__(self, journal: Journal) -> None:
        self.journal, self.notices = journal, Notices()
        actions = Doings(journal)
        self.line = Line(
            Settings(), journal, journal.clock, thread="line", actions=actions, notices=self.notices
        )
        self.said: list[object] = []
        self.notices.notice.connect(self.said.append)
        self.notices.unsaved.connect(self.said.append)


@pytest.fixture
def bench(qapp: QApplication, tmp_path: Path) -> Iterator[Bench]:
    """Nothing was asked yet."""
    with opened(tmp_path, SetClock()) as journal:
        made = Bench(journal)
        with closing(made.line):
            yield made


def echo(_given: Given, word: str) -> str:
    """A question."""
    return word.upper()


def test_a_refusal_is_told_to_who_asked_and_said_nowhere_else(bench: Bench, qtbot: QtBot) -> None:
    asker, other = Pane(), Pane()
    bench.line.act(FORBIDDEN, refused=asker.hear, undone=partial(asker.hear_undone, 27))
    bench.line.act(FORBIDDEN, refused=other.hear_undone)
    qtbot.waitUntil(lambda: bool(other.told))
    assert (asker.told, other.told) == ([("undone", 27), ("state",)], [("undone", "state")])
    assert bench.said == []


def test_a_refusal_that_nobody_asked_to_hear_is_said_by_the_window(bench: Bench, qtbot: QtBot) -> None:
    bench.line.act(FORBIDDEN)
    qtbot.waitUntil(lambda: bench.said == [reason_words(OrderReason.STATE)])


@pytest.mark.parametrize("act", [FORBIDDEN, BROKEN])
@pytest.mark.parametrize("way", ["dropped", "deleted", "with its page"])
def test_a_failure_whose_asker_is_gone_becomes_a_notice(
    bench: Bench, qtbot: QtBot, act: Act, way: str
) -> None:
    page = QObject()
    asker: Pane | None = Pane(page if way == "with its page" else None)
    assert asker is not None
    told = asker.told
    with one_group(bench.journal):
        bench.line.act(act, refused=asker.hear, undone=asker.hear_undone)
        if way == "dropped":
            asker = None
        else:
            shiboken6.delete(page if way == "with its page" else asker)
    qtbot.waitUntil(lambda: bool(bench.said))
    assert told == []


def test_what_could_not_be_written_is_told_to_who_asked_and_shown_by_the_band(
    bench: Bench, qtbot: QtBot
) -> None:
    asker = Pane()
    bench.line.act(BROKEN, refused=asker.hear)
    qtbot.waitUntil(lambda: bench.said == ["disk"])
    assert asker.told == [("disk",)]


def test_an_answer_is_told_to_who_asked_with_what_was_asked(bench: Bench, qtbot: QtBot) -> None:
    first, second = Pane(), Pane()
    bench.line.ask(first.hear, echo, "a")
    bench.line.ask(second.hear, echo, "b")
    qtbot.waitUntil(lambda: bool(second.told))
    assert (first.told, second.told) == ([("A", "a")], [("B", "b")])


def test_many_questions_of_one_kind_in_a_moment_become_one(bench: Bench, qtbot: QtBot) -> None:
    asker, other, go = Pane(), Pane(), threading.Event()

    def slow(_given: Given) -> bool:
        return go.wait(20)

    bench.line.ask(other.hear, slow)  # the reader is at work
    for _ in range(50):
        bench.line.ask(asker.hear, echo, "a")
    bench.line.ask(asker.hear, echo, "b")
    bench.line.ask(other.hear, echo, "a")  # another one asks the same: both are told
    go.set()
    qtbot.waitUntil(lambda: len(other.told) == 2)
    assert asker.told == [("A", "a"), ("B", "b")]


def test_a_page_that_is_gone_is_told_no_answer(bench: Bench, qtbot: QtBot) -> None:
    gone, there = Pane(), Pane()
    bench.line.ask(gone.hear, echo, "a")
    told = gone.told
    shiboken6.delete(gone)
    bench.line.ask(there.hear, echo, "b")
    qtbot.waitUntil(lambda: bool(there.told))
    assert told == []


def test_after_the_end_nobody_is_told(bench: Bench, qapp: QApplication) -> None:
    asker = Pane()
    written: Any = bench.journal.write(partial(_no, NotAllowed(OrderReason.STATE, "no")))
    bench.line.follow(written, CallBack(asker.hear))
    bench.line.close()
    bench.line.ask(asker.hear, echo, "a")
    assert isinstance(written.exception(20), NotAllowed)
    qapp.processEvents()
    assert (asker.told, bench.said) == ([], [])
