"""A person before a fresh posdesk: by keys alone from the empty home to the first signed order, accepted.

Runs beside posdesk, by any Python of 3.11 or newer. Its keys are pressed from outside (at_the_screen.py). It
goes on by what a person could see as well: the settings' file, and the journal, which it only reads.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATIENCE_S = 240.0
AGAIN_S = 20.0  # a key that did nothing for so long is pressed once more, as a person does
_LOOK_S = 0.1
_PLATFORM, _NAME, _PIN = "meituan", "Chen", "135790"
_ORDERS = "SELECT count(*) FROM orders WHERE partner = ? AND origin = 'pushed'"
_ACCEPTED = "SELECT count(*) FROM intents WHERE partner = ? AND kind = 'accept'"
_CONFIRMED = f"{_ACCEPTED} AND outcome = 'confirmed'"
_SAVED = "SELECT count(*) FROM audit WHERE what = 'settings.saved'"


@dataclass(frozen=True, slots=True)
class Papers:
    """What the platform gave the shop: where it is called, and its key; and the language's letter."""

    gateway: str
    appid: str
    appkey: str
    language: str = "c"


class WalkError(AssertionError):
    """Something did not come; the message says what."""


class Person:
    """Presses keys and looks on; `folder` is where keys and pictures are asked for."""

    def __init__(self, folder: Path, home: Path) -> None:
        """Sits down now: the minutes count from here."""
        self._folder, self.home = folder, home
        self._began = time.monotonic()
        self.presses = self.characters = 0
        self._asked = 0

    @property
    def minutes(self) -> float:
        """How long it has taken up to now."""
        return (time.monotonic() - self._began) / 60

    def press(self, *keys: str) -> None:
        """One after the other, as xdotool names them."""
        for key in keys:
            self.presses += 1
            self._ask("key", key)

    def types(self, text: str) -> None:
        """As fast as a person and slower than any scanner."""
        self.characters += len(text)
        self._ask("type", text)

    def fills(self, *texts: str) -> None:
        """Into one field after the other, over what stands there; an empty text leaves it."""
        for text in texts:
            self.press("alt+v")
            if text:
                self.press("ctrl+a")
                self.types(text)

    def picture(self, name: str) -> None:
        """Asks for one, and waits until it was taken."""
        (self._folder / f"{name}.wanted").touch()
        self.until((self._folder / f"{name}.png").exists, f"the picture {name}")

    def until(self, fact: Callable[[], object], words: str, *, patience_s: float = PATIENCE_S) -> None:
        """Looks on until it holds. Raises WalkError."""
        if not self.comes(fact, patience_s):
            raise WalkError(f"{words}: not within {patience_s:.0f} s, at {self.progress()}")

    def comes(self, fact: Callable[[], object], within_s: float) -> bool:
        """Whether it holds within that time."""
        until = time.monotonic() + within_s
        while not fact():
            if time.monotonic() > until:
                return False
            time.sleep(_LOOK_S)
        return True

    def presses_until(self, key: str, fact: Callable[[], object], words: str) -> None:
        """A key that does nothing where it comes too late; pressed again where nothing came of it."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            self.press(key)
            if self.comes(fact, AGAIN_S):
                return
        raise WalkError(f"{words}: {key} did not lead there, at {self.progress()}")

    def progress(self) -> dict[str, Any]:
        """How far the wizard has come, as the journal has it; empty before it was on screen."""
        with contextlib.suppress(OSError, sqlite3.Error, ValueError):
            rows = self._rows("SELECT value FROM meta WHERE key = 'first_start'")
            return dict(json.loads(rows[0][0])) if rows else {}
        return {}

    def count(self, question: str, *values: str) -> int:
        """What the journal counts now."""
        with contextlib.suppress(OSError, sqlite3.Error):
            return int(self._rows(question, *values)[0][0])
        return 0

    def settings(self) -> dict[str, Any]:
        """The settings' file as it is now."""
        with contextlib.suppress(OSError, ValueError):
            return tomllib.loads((self.home / "posdesk.toml").read_text(encoding="utf-8"))
        return {}

    def _rows(self, question: str, *values: str) -> list[tuple[Any, ...]]:
        path = self.home / "journal.sqlite"
        with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
            return db.execute(question, values).fetchall()

    def _ask(self, how: str, what: str) -> None:
        """For a press; it is done once its file is gone."""
        self._asked += 1
        wanted = self._folder / f"{self._asked:04}.keys"
        draft = wanted.with_suffix(".part")
        draft.write_text(json.dumps([how, what]), encoding="utf-8")
        draft.rename(wanted)
        self.until(lambda: not wanted.exists(), f"{what} is pressed")


def set_up(person: Person, papers: Papers) -> None:
    """Language, store, a platform with its key, the administrator; all else stays open. Raises WalkError."""
    person.until(lambda: person.progress().get("began"), "the wizard comes by itself")
    person.picture("first")
    _choose_language(person, papers.language)
    person.fills("West", "", "001", "1")
    _on(person, "platforms")
    person.fills(papers.gateway, papers.appid, "4", "", _PLATFORM)
    _saves(person, "alt+n")
    _leave_open(person)  # its own call proves it, and that comes later
    _enter_key(person, papers.appkey)
    _on(person, "books")
    _leave_open(person)
    _enter_administrator(person)
    _on(person, "sound")
    while _at(person) != "report":
        _leave_open(person)
    person.picture("report")
    person.presses_until("alt+n", lambda: person.progress().get("ended"), "from the report to the orders")
    if papers.appkey in (person.home / "posdesk.toml").read_text(encoding="utf-8"):
        raise WalkError("the key stands in posdesk.toml")


def accept_first_order(person: Person) -> None:
    """It comes by the platform's own signed call; F2, and the platform has confirmed it. Raises WalkError."""
    person.until(lambda: person.count(_ORDERS, _PLATFORM), "the first signed order is in the journal")
    person.picture("came")
    person.presses_until("F2", lambda: person.count(_ACCEPTED, _PLATFORM), "it is accepted")
    person.until(lambda: person.count(_CONFIRMED, _PLATFORM), "the platform has confirmed it")
    person.picture("order")


def told(person: Person) -> str:
    """What it took, in a line."""
    count = len(STEPS)
    left = len(person.progress().get("left", ()))
    return (
        f"wizard: from the empty home to the first order, accepted and confirmed: {count} steps"
        f" ({left} left open), {person.presses} presses and {person.characters} typed characters,"
        f" {person.minutes:.1f} minutes"
    )


STEPS = (
    *("language", "store", "platforms", "keys", "books", "people"),
    *("sound", "scanner", "printers", "start", "relay", "own_order", "report"),
)


def _choose_language(person: Person, letter: str) -> None:
    language = {"c": "zh_CN", "e": "en"}[letter]
    _saves(person, f"alt+{letter}")
    _on(person, "store")
    counts = person.settings().get("desk", {}).get("language", "")
    if counts != language:
        raise WalkError(f"{language} was chosen, and {counts or 'none'} counts")


def _enter_key(person: Person, appkey: str) -> None:
    person.press("alt+c")
    person.types(appkey)
    _saves(person, "alt+s")


def _enter_administrator(person: Person) -> None:
    person.press("alt+a")
    person.types(_NAME)
    person.press("alt+v")
    person.types(_PIN)
    person.press("alt+s")
    person.types(_PIN)
    _saves(person, "alt+s")


def _saves(person: Person, key: str) -> None:
    """The trail says so once the page goes by it, too: before, a key might find the page as it was."""
    before = person.count(_SAVED)
    person.presses_until(key, lambda: person.count(_SAVED) > before, "saved")


def _on(person: Person, step: str) -> None:
    """Alt+N leads there, once what was entered is kept."""
    person.presses_until("alt+n", lambda: _at(person) == step, step)


def _leave_open(person: Person) -> None:
    """Alt+L leads to the next step; from one that is done already, Alt+N."""
    at = _at(person)
    following = STEPS[STEPS.index(at) + 1]
    person.press("alt+l")
    if not person.comes(lambda: _at(person) == following, AGAIN_S):
        _on(person, following)


def _at(person: Person) -> str:
    return str(person.progress().get("at", ""))
