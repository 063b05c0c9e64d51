"""From the start of the program to a board with real cards on it that the keys act on."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial

from posdesk.journal.journal import FILE_NAME as JOURNAL_FILE
from tests.bench import seeds
from tests.bench.desk import PATIENCE_S, Window, running_desk, shown, starting_desk, takes_orders
from tests.bench.measuring import Bench, Figure, Side, Values
from tests.bench.shop import home_with
from tests.bench.sight import Sight
from tests.bench.stage import Stage, stage
from tests.bench.windows import BARE as BARE_WINDOW
from tests.support.engine import EngineHome
from tests.support.processes import wait_for

_AGAIN_S = 0.1
_LOOKS_S = 0.002
_UNITS = {"painted": "s", "F2 acts": "s", "CPU until then": "s"}


@contextmanager
def _beside_bare(bench: Bench) -> Iterator[Sequence[Side]]:
    with stage() as at:
        yield (
            _side_of(bench, at, seeds.OPEN_200, "200 open orders"),
            Side("bare window", partial(_bare, at, _words_of_bare(at))),
        )


@contextmanager
def _with_a_year(bench: Bench) -> Iterator[Sequence[Side]]:
    with stage() as at:
        yield (
            _side_of(bench, at, seeds.YEAR, "a year behind it"),
            _side_of(bench, at, seeds.OPEN_200, "a day behind it"),
        )


def _side_of(bench: Bench, at: Stage, seed: seeds.Seed, name: str) -> Side:
    home = seeds.engine_of(seeds.kept(bench, seed), partners=at.platform.address)
    return Side(name, partial(_desk, at, home, _cards_of(bench, at, home)))


def _cards_of(bench: Bench, at: Stage, home: EngineHome) -> Sight:
    """How it is seen that the cards of this home stand on the board, and not the board without them.

    Wherever: a band above them says that posdesk starts, and they move up when it goes.
    """
    empty = home_with(bench.new_folder("empty"), at.platform.address)
    return Sight.spread(_picture(at, empty), _picture(at, home))


def _picture(at: Stage, home: EngineHome) -> Sequence[int]:
    with running_desk(home, at.on):
        return at.watch.settled()


def _words_of_bare(at: Stage) -> Sight:
    before = at.watch.settled()
    with shown(at.on, *BARE_WINDOW) as window:
        at.watch.until(lambda: at.watch.shows_window_of(window.pid), "the bare window")
        return Sight.told(before, at.watch.settled())


def _desk(at: Stage, home: EngineHome, cards: Sight) -> Values:
    with closing(_beside(home)) as journal:
        pressed = _intents(journal)
    at.watch.forget()
    with starting_desk(home, at.on) as desk:
        painted = at.watch.until(lambda: cards.stands(at.watch), "the cards") - desk.begun_s
        with closing(_beside(home)) as journal:  # closed before the desk is: the last one puts the -wal away
            _accept(at, journal, pressed)
            values = _values(desk, painted)
        wait_for(lambda: takes_orders(home), "the desk", PATIENCE_S)
        return values


def _accept(at: Stage, journal: sqlite3.Connection, pressed: int) -> None:
    """F2, once more where nothing comes of it, until something does. Raises TimeoutError."""
    deadline = time.monotonic() + PATIENCE_S
    again = 0.0
    while _intents(journal) == pressed:
        now = time.monotonic()
        if now > deadline:
            raise TimeoutError("F2 did nothing")
        if now > again:
            at.keys.press("F2")
            again = now + _AGAIN_S
        time.sleep(_LOOKS_S)


def _bare(at: Stage, words: Sight) -> Values:
    at.watch.forget()
    with shown(at.on, *BARE_WINDOW) as window:
        painted = at.watch.until(lambda: words.stands(at.watch), "the bare window") - window.begun_s
        return _values(window, painted)


def _values(window: Window, painted_s: float) -> Values:
    cpu_s, acts_s = window.cpu_s(), time.monotonic() - window.begun_s
    return {"painted": painted_s, "F2 acts": acts_s, "CPU until then": cpu_s}


def _beside(home: EngineHome) -> sqlite3.Connection:
    """Its journal, read only, as another program would read it."""
    return sqlite3.connect(f"file:{home.folder / JOURNAL_FILE}?mode=ro", uri=True)


def _intents(journal: sqlite3.Connection) -> int:
    (count,) = journal.execute("SELECT coalesce(max(number), 0) FROM intents").fetchone()
    return int(count)


BARE = Figure(
    "start.bare", "start to a painted board with 200 open orders ÷ a bare window", _UNITS, _beside_bare
)
YEAR = Figure(
    "start.year",
    "start with a year (100,000 orders, 1,000,000 receipts) ÷ with a day, 200 open in both",
    _UNITS,
    _with_a_year,
    runs=3,
)
