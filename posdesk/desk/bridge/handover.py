"""A shop that moves to a new PC, and an administrator who forgot the PIN: done in a thread of its own.

Packing and a new code take an administrator's PIN, as all that concerns people does. The recovery code takes
none: it is what there is where nobody knows one. Whatever is done leaves its line before it is done.
"""

import logging
import re
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QCoreApplication, QObject

from posdesk.desk.bridge.calls import CallBack
from posdesk.desk.bridge.people import People
from posdesk.desk.bridge.threads import Post, Worker
from posdesk.desk.words.moving import move_words
from posdesk.desk.words.start import keyring_words
from posdesk.domain.clock import Clock
from posdesk.domain.pins import PIN_LENGTH
from posdesk.domain.rights import Right
from posdesk.domain.typed_code import new_code
from posdesk.engine.actions import Actions
from posdesk.errors import CredentialsError, MoveError, PosdeskError
from posdesk.moving import arriving, leaving, packed
from posdesk.moving.leaving import Packed
from posdesk.moving.packed import Note
from posdesk.settings.credentials import RECOVERY, Credentials
from posdesk.settings.recovery import fits, proof_of
from posdesk.settings.settings import Staff

log = logging.getLogger(__name__)
translate = QCoreApplication.translate
Told = Callable[[str], object]
PATIENCE_S = 10.0


class Found(NamedTuple):
    """A packed file that lies somewhere here, and what it says of itself."""

    file: Path
    note: Note


class HandoverBridge(QObject):
    """Lives in the GUI thread; call-backs are bound methods and come in it."""

    def __init__(
        self, home: Path, actions: Actions, people: People, secrets: Credentials, clock: Clock
    ) -> None:
        """Nothing is done before it is asked for."""
        super().__init__()
        self._home, self._actions, self._people = home, actions, people
        self._secrets, self._clock = secrets, clock
        self._post, self._thread = Post(), Worker("handover")

    @property
    def has_code(self) -> bool:
        """Whether a recovery code was made, as last read."""
        return self._secrets.get(RECOVERY) is not None

    def make_code(self, *, done: Told, failed: Told) -> None:
        """A new recovery code in place of the old one, shown once."""
        backs = CallBack(done), CallBack(failed)
        self._people.with_right(Right.PEOPLE, lambda: self._make(*backs), of="recovery")

    def recover(self, person: Staff, code: str, pin: str, *, done: Told, failed: Told) -> None:
        """Give an administrator a new PIN by the code; `done` is told the next code, in its place."""
        backs = CallBack(done), CallBack(failed)
        why = self._why_not(person, code, pin)
        if why:
            backs[1](why)
            return
        name, actor = person.secret_name, self._people.actor

        def set_pin() -> None:
            self._actions.pin_recovered(person.name, actor).result(PATIENCE_S)
            self._secrets.set(name, pin)
            following = self._new_code()
            self._post.hand_in(lambda: backs[0](following))

        self._do(set_pin, backs[1])

    def pack(self, folder: Path, *, done: Callable[[Packed], object], failed: Told) -> None:
        """Pack this PC's shop for a new one."""
        backs = CallBack(done), CallBack(failed)
        self._people.with_right(Right.PEOPLE, lambda: self._pack(folder, *backs), of="pack")

    def find(self, folders: Iterable[Path], told: Callable[[Found | None], object]) -> None:
        """The newest packed file that lies in one of these folders; None where there is none."""
        back, looked = CallBack(told), tuple(folders)
        self._thread.ask(lambda: self._post.hand_in(partial(back, _newest(looked))))

    def take_over(self, file: Path, code: str, *, done: Callable[[Note], object], failed: Told) -> None:
        """Lay a packed file ready: the next start takes it over."""
        backs = CallBack(done), CallBack(failed)
        self._people.with_right(Right.PEOPLE, lambda: self._lay_ready(file, code, *backs), of="take over")

    def close(self) -> None:
        """End the thread once what it does now is done; nothing is told any more."""
        self._post.close()
        self._thread.close()

    def _make(self, done: CallBack, failed: CallBack) -> None:
        """Not before there is a PIN: whoever came first would hold the word of those who come later."""
        actor = self._people.actor
        if not self._people.can_be_recovered:
            failed(translate("moving", "Not made: give an administrator a PIN first, under People and PIN."))
            return

        def make() -> None:
            self._actions.recovery_made(actor).result(PATIENCE_S)
            code = self._new_code()
            self._post.hand_in(lambda: done(code))

        self._do(make, failed)

    def _new_code(self) -> str:
        code = new_code()
        self._secrets.set(RECOVERY, proof_of(code))
        return code

    def _why_not(self, person: Staff, code: str, pin: str) -> str:
        """Why the PIN is not set; a wrong code counts as a wrong PIN does."""
        if not re.fullmatch(rf"[0-9]{{{PIN_LENGTH}}}", pin):
            return translate("moving", "Not set: a PIN has six digits, and both fields must hold the same.")
        if self._people.wait_s:
            return translate("moving", "Too many wrong tries. Wait a minute, then try again.")
        if not fits(self._secrets.get(RECOVERY) or "", code):
            self._people.tried_wrong()
            _log_failure(self._actions.recovery_failed(self._people.actor))
            return translate("moving", "That is not the recovery code. Read it once more from its paper.")
        if any(name != person.name for name in self._people.whose(pin)):  # told to who has the code alone
            return translate("moving", "Not set: somebody else has this PIN. Choose another one.")
        return ""

    def _pack(self, folder: Path, done: CallBack, failed: CallBack) -> None:
        actor = self._people.actor

        def pack() -> None:
            made = leaving.pack(self._home, folder, self._clock.now(), actor, key=self._secrets.get)
            self._post.hand_in(lambda: done(made))

        self._do(pack, failed)

    def _lay_ready(self, file: Path, code: str, done: CallBack, failed: CallBack) -> None:
        actor = self._people.actor

        def lay() -> None:
            self._actions.move_laid_ready(file.name, actor).result(PATIENCE_S)
            note = arriving.lay_ready(self._home, file, code, self._secrets.set)
            self._post.hand_in(lambda: done(note))

        self._do(lay, failed)

    def _do(self, work: Callable[[], None], failed: CallBack) -> None:
        """In the thread; what went wrong is told in words."""

        def tried() -> None:
            try:
                work()
            except (PosdeskError, TimeoutError) as error:
                log.warning("handover: %s", error)
                self._post.hand_in(partial(failed, _why(error)))

        self._thread.ask(tried)


def _newest(folders: Iterable[Path]) -> Found | None:
    found: list[Found] = []
    for folder in folders:
        for file in sorted(folder.glob(f"{packed.PREFIX}*.zip")):
            try:
                found.append(Found(file, packed.peek(file)))
            except MoveError as error:
                log.info("handover: %s", error)
    return max(found, key=lambda each: each.note.at, default=None)


def _why(error: Exception) -> str:
    if isinstance(error, MoveError):
        return move_words(error.why)
    said = keyring_words(error) if isinstance(error, CredentialsError) else ""
    return said or translate("moving", "It could not be written. Look at disk and stick, then try again.")


def _log_failure(done: "Future[Any]") -> None:
    def look(told: "Future[Any]") -> None:
        if error := told.exception():
            log.error("handover: the trail lacks a wrong code: %s", error)

    done.add_done_callback(look)
