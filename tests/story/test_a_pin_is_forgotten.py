"""The administrator's PIN is forgotten: the code from its paper sets a new one, and everybody sees that."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import keyring
import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from posdesk.desk.settings.moving.pane import MovingPane
from posdesk.desk.words.recovered import recovered_words
from posdesk.domain.rights import Role
from posdesk.settings.credentials import RECOVERY, SERVICE
from posdesk.settings.settings import Settings, Staff
from posdesk.simulator.config import SimulatedPartner
from tests.support.deskhouse import PINS, STAFF, SeededSecrets, Shop, shop
from tests.support.keys import RealKeys

pytestmark = [pytest.mark.window, pytest.mark.timeout(180)]
PATIENCE_MS = 20_000
OWNER, OLD, NEW = "陈涛", "333333", "482901"


class OwnersSecrets(SeededSecrets):
    """As those of the other tests, with an administrator's PIN."""

    def __init__(self, partners: tuple[SimulatedPartner, ...]) -> None:
        super().__init__(partners)
        self._held[f"staff/{OWNER}/pin"] = OLD


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the desk."""

    opened: Shop
    qtbot: QtBot
    keys: RealKeys

    @property
    def pane(self) -> MovingPane:
        """The topic."""
        return self.opened.desk.settings_page.of(MovingPane)

    def wait(self, fact: Callable[[], bool]) -> None:
        """Look on until it holds."""
        self.qtbot.waitUntil(fact, timeout=PATIENCE_MS)

    def go_there(self) -> None:
        """Ctrl+6, and PgDn to the topic."""
        self.keys.press("6", modifiers=["Control_L"])
        page = self.opened.desk.settings_page
        for _ in page.panes:
            self.keys.press("Page_Down")
        self.wait(page.health.isVisible)
        for _ in range([pane.key for pane in reversed(page.panes)].index("moving")):
            self.keys.press("Page_Up")
        self.wait(self.pane.isVisible)

    def alt(self, letter: str) -> None:
        """Alt and a letter."""
        self.keys.press(letter, modifiers=["Alt_L"])

    def give_pin(self, pin: str) -> None:
        """Into the pad that asks for it."""
        self.wait(self.opened.desk.sign_in.isActiveWindow)
        self.keys.type_slowly(pin)
        self.wait(self.opened.desk.window.isActiveWindow)

    def type_into(self, field: QLineEdit, text: str) -> None:
        """Alt+V until the keyboard is there, then as a person types."""
        while not field.hasFocus():
            self.alt("v")
            self.qtbot.wait(50)
        self.keys.type_slowly(text)
        self.wait(lambda: field.text() == text)


@pytest.fixture
def person(tmp_path: Path, qtbot: QtBot) -> Iterator[Person]:
    def with_owner(chosen: Settings) -> Settings:
        return chosen.model_copy(update={"staff": (*STAFF, Staff(name=OWNER, role=Role.ADMINISTRATOR))})

    made = shop(tmp_path, language="en", changed=with_owner, secrets=OwnersSecrets)
    with made as opened, RealKeys() as keys:
        someone = Person(opened, qtbot, keys)
        someone.wait(lambda: opened.desk.bridge.status().takes_orders)
        someone.wait(opened.desk.window.isActiveWindow)
        yield someone


def test_the_code_from_its_paper_sets_a_new_pin_and_everybody_sees_that(person: Person) -> None:
    opened, box = person.opened, person.pane.recovery
    person.go_there()
    assert not box.set_button.isVisible(), "there is no code yet"
    person.alt("m")
    person.give_pin(OLD)
    person.wait(lambda: bool(box.code.text()))
    code = box.code.text()
    kept = keyring.get_password(SERVICE, RECOVERY)
    assert kept
    assert code.replace("-", "") not in kept.replace("-", "")
    person.keys.press("1", modifiers=["Control_L"])
    person.wait(lambda: not box.code.text())  # what was shown once is gone
    opened.desk.bridge.sign_out()

    person.go_there()  # a cashier tries with nothing in the hand
    _fill(person, "AAAA-AAAA-AAAA-AAAA-AAAA", NEW)
    person.wait(lambda: "That is not the recovery code" in box.said)
    assert opened.house.secrets.get(f"staff/{OWNER}/pin") == OLD

    for field in box.fields:
        field.clear()
    _fill(person, code.lower(), PINS["staff/王经理/pin"])
    person.wait(lambda: "somebody else has this PIN" in box.said)
    for field in box.fields:
        field.clear()
    _fill(person, code.lower(), NEW)
    person.wait(lambda: bool(box.code.text()))
    assert box.code.text() != code, "it is used up"
    band = opened.desk.window.shell.bands.recovered
    person.wait(band.isVisible)
    assert OWNER in band.said.what
    person.keys.press("F12")
    person.give_pin(NEW)
    person.wait(lambda: opened.desk.bridge.actor() == OWNER)
    lines = opened.house.journal.read(
        lambda db: db.execute(
            "SELECT what, actor FROM audit WHERE what LIKE 'recovery.%' OR what LIKE 'staff.pin%'"
        )
    ).fetchall()
    assert lines == [
        ("recovery.made", OWNER),
        ("staff.pin_failed", "counter 1"),
        ("recovery.failed", "counter 1"),
        ("staff.pin_recovered", "counter 1"),
    ]
    told = opened.desk.bridge.status().recovered
    assert told is not None
    assert recovered_words(told, told.at + timedelta(days=6)).what
    assert not recovered_words(told, told.at + timedelta(days=8)).what


def _fill(person: Person, code: str, pin: str) -> None:
    for field, text in zip(person.pane.recovery.fields, (code, pin, pin), strict=True):
        person.type_into(field, text)
    person.alt("s")
