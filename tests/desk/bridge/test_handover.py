"""Packing and taking over from the desk: in its thread, in words, with a line before anything is done."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from posdesk.app import House, opened
from posdesk.desk.bridge.counter_bridge import CounterBridge
from posdesk.desk.bridge.handover import Found, HandoverBridge
from posdesk.desk.bridge.people import People
from posdesk.domain.rights import Role
from posdesk.domain.typed_code import new_code
from posdesk.engine.actions import Actions
from posdesk.journal.audit import seals
from posdesk.moving.arriving import WAITING
from posdesk.moving.leaving import Packed
from posdesk.moving.packed import Note
from posdesk.settings import settings
from posdesk.settings.credentials import RECOVERY, Credentials
from posdesk.settings.recovery import proof_of
from posdesk.settings.settings import Staff
from tests.journal.making import Counter
from tests.support.processes import wait_for

PATIENCE_MS = 20_000


class Hearer(QObject):
    """Whom the bridge tells."""

    def __init__(self) -> None:
        super().__init__()
        self.packed: Packed | None = None
        self.found: list[Found | None] = []
        self.note: Note | None = None
        self.code = self.why = ""

    def hear_packed(self, packed: Packed) -> None:
        self.packed = packed

    def hear_found(self, found: Found | None) -> None:
        self.found.append(found)

    def hear_note(self, note: Note) -> None:
        self.note = note

    def hear_code(self, code: str) -> None:
        self.code = code

    def hear_why(self, why: str) -> None:
        self.why = why


@contextlib.contextmanager
def at_work(
    home: Path, more: str = "", secrets: Credentials | None = None
) -> Iterator[tuple[House, HandoverBridge, People]]:
    """A house whose engine runs, with `more` in its settings, and the bridge to it."""
    home.mkdir(exist_ok=True)
    text = f'[store]\ncode = "001"\n[listener]\nport = 0\n{more}'
    (home / "posdesk.toml").write_text(text, encoding="utf-8")
    secrets = secrets or Credentials()
    with opened(home, settings.load(home), secrets) as house:
        house.engine.start()
        actions = Actions(house.journal, house.engine)
        counter = CounterBridge(
            house.settings, house.journal, house.engine, actions, secrets=secrets, clock=house.clock
        )
        bridge = HandoverBridge(home, actions, counter.people, secrets, house.clock)
        try:
            wait_for(lambda: bool(seals.read(home)), "a seal")
            yield house, bridge, counter.people
        finally:
            bridge.close()
            counter.close()


def lines(house: House) -> set[str]:
    return {row[0] for row in house.journal.read(lambda db: db.execute("SELECT what FROM audit").fetchall())}


def test_it_is_packed_found_and_laid_ready(tmp_path: Path, qtbot: QtBot) -> None:
    hearer, stick = Hearer(), tmp_path / "stick"
    stick.mkdir()
    with at_work(tmp_path / "old") as (house, bridge, _):
        Counter(house.journal).add()
        bridge.pack(stick, done=hearer.hear_packed, failed=hearer.hear_why)
        qtbot.waitUntil(lambda: hearer.packed is not None, timeout=PATIENCE_MS)
        made = hearer.packed
        assert made is not None
        assert made.has_seal_key, "the running desk has the key at hand"
        assert "journal.packed" in lines(house)
        bridge.take_over(made.file, made.code, done=hearer.hear_note, failed=hearer.hear_why)
        qtbot.waitUntil(lambda: "orders, receipts or shifts of its own" in hearer.why, timeout=PATIENCE_MS)
    (stick / "posdesk-move-001-none.zip").write_bytes(b"no zip")
    with at_work(tmp_path / "new", secrets=(secrets := Credentials())) as (house, bridge, _):
        bridge.find((stick, tmp_path / "nowhere"), hearer.hear_found)
        qtbot.waitUntil(lambda: bool(hearer.found), timeout=PATIENCE_MS)
        (found,) = hearer.found
        assert found is not None
        assert (found.file, found.note.store) == (made.file, "001")
        bridge.take_over(found.file, "no code", done=hearer.hear_note, failed=hearer.hear_why)
        qtbot.waitUntil(lambda: "does not fit this file" in hearer.why, timeout=PATIENCE_MS)
        assert not (house.home / WAITING).exists()
        bridge.take_over(found.file, made.code, done=hearer.hear_note, failed=hearer.hear_why)
        qtbot.waitUntil(lambda: hearer.note is not None, timeout=PATIENCE_MS)
        assert (house.home / WAITING).exists()
        assert "move.laid_ready" in lines(house)
        assert secrets.get(seals.secret_name(found.note.journal))


def test_where_it_cannot_be_written_that_is_said_and_nothing_is_left(tmp_path: Path, qtbot: QtBot) -> None:
    hearer = Hearer()
    with at_work(tmp_path / "old") as (_, bridge, _):
        bridge.pack(tmp_path / "no" / "stick", done=hearer.hear_packed, failed=hearer.hear_why)
        qtbot.waitUntil(lambda: "could not be written" in hearer.why, timeout=PATIENCE_MS)
    assert hearer.packed is None
    assert not list((tmp_path / "old").glob("posdesk-draft-*"))


@pytest.mark.parametrize("folder", ["there", "gone"])
def test_where_nothing_is_packed_nothing_is_found(tmp_path: Path, qtbot: QtBot, folder: str) -> None:
    hearer = Hearer()
    (tmp_path / "there").mkdir()
    with at_work(tmp_path / "home") as (_, bridge, _):
        bridge.find((tmp_path / folder,), hearer.hear_found)
        qtbot.waitUntil(lambda: hearer.found == [None], timeout=PATIENCE_MS)


def test_without_the_recovery_code_nobody_learns_whose_pin_is_whose(tmp_path: Path, qtbot: QtBot) -> None:
    """Each try with a wrong code says the same of a PIN that is somebody's as of any other, and counts."""
    hearer, secrets, owner = Hearer(), Credentials(), Staff(name="Li", role=Role.ADMINISTRATOR)
    manager = Staff(name="Wang", role=Role.MANAGER)
    more = "".join(f'[[staff]]\nname = "{each.name}"\nrole = "{each.role}"\n' for each in (owner, manager))
    with at_work(tmp_path / "home", more, secrets) as (house, bridge, _):
        for name, secret in (
            (owner.secret_name, "111111"),
            (manager.secret_name, "222222"),
            (RECOVERY, proof_of(code := new_code())),
        ):
            secrets.set(name, secret)

        def said(typed: str, pin: str) -> str:
            bridge.recover(owner, typed, pin, done=hearer.hear_code, failed=hearer.hear_why)
            return hearer.why

        wrong = [said(new_code(), pin) for pin in ("222222", "333333", "222222", "333333", "222222")]
        assert len(set(wrong)) == 1
        assert "not the recovery code" in wrong[0]
        assert "Too many wrong tries" in said(code, "222222"), "each of them counted"
        qtbot.waitUntil(lambda: "recovery.failed" in lines(house), timeout=PATIENCE_MS)
        assert secrets.get(owner.secret_name) == "111111"


def test_before_anybody_has_a_pin_there_is_no_code_to_get_round_one(tmp_path: Path, qtbot: QtBot) -> None:
    """Anybody may do anything then: a code made in that hour would open the PINs that come after it."""
    hearer, secrets, owner = Hearer(), Credentials(), Staff(name="Li", role=Role.ADMINISTRATOR)
    more = f'[[staff]]\nname = "{owner.name}"\nrole = "{owner.role}"\n[[staff]]\nname = "Wang"\n'
    with at_work(tmp_path / "home", more, secrets) as (house, bridge, people):
        bridge.make_code(done=hearer.hear_code, failed=hearer.hear_why)
        qtbot.waitUntil(lambda: "an administrator a PIN first" in hearer.why, timeout=PATIENCE_MS)
        assert (hearer.code, secrets.get(RECOVERY)) == ("", None)
        assert "recovery.made" not in lines(house)
        secrets.set(owner.secret_name, "111111")
        people.sign_in("111111")
        bridge.make_code(done=hearer.hear_code, failed=hearer.hear_why)
        qtbot.waitUntil(lambda: bool(hearer.code), timeout=PATIENCE_MS)
