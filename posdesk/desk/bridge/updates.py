"""What "Start and updates" asks of this PC: the start at sign-in, the version, another one; in a thread."""

import logging
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject

from posdesk import __version__
from posdesk.desk.bridge.calls import CallBack
from posdesk.desk.bridge.counter import Counter
from posdesk.desk.bridge.threads import Post, Worker
from posdesk.domain.rights import Right
from posdesk.errors import Cancelled, DiskError, PosdeskError
from posdesk.host.progress import Progress
from posdesk.updates.refusals import UpdateRefused, Why

if TYPE_CHECKING:  # its own needs are loaded with the first question, in that thread
    from posdesk.updates.updating import Offer

log = logging.getLogger(__name__)


class Program(NamedTuple):
    """What is installed: `built` and its age in days, as far as it says so.

    `next_version` is what starts the next time, `back` the version that can be gone back to, else `no_way`
    why there is none; `open_now` counts what must be closed before an update. `at_sign_in` is None where
    the system does not let it be read.
    """

    version: str
    built: date | None = None
    days: int = 0
    next_version: str = ""
    back: str = ""
    no_way: UpdateRefused | None = None
    went_back_from: str = ""
    at_sign_in: bool | None = None


class UpdatesBridge(QObject):
    """Lives in the GUI thread; one thing after the other is done in another.

    Each act that changes something takes the right to the settings, and is noted under a name.
    """

    def __init__(self, home: Path, counter: Counter) -> None:
        """Nothing is read or called before it is asked for."""
        super().__init__()
        self._home, self._counter = home, counter
        self._post, self._thread = Post(), Worker("updates")
        self._offer: Offer | None = None
        self._cancelled = Event()
        self._is_changing = False

    def read(self, told: Callable[[Program], object]) -> None:
        """Read what is installed; `told` is a bound method, as all call-backs are."""
        self._do(self._program, told, None)

    def look(
        self, place: str, told: Callable[[str, date], object], refused: Callable[[UpdateRefused], object]
    ) -> None:
        """Look what lies at a place; `told` is told the version and until when it can be taken."""
        self._do(partial(self._looked, place), told, refused)

    def take(
        self,
        told: Callable[[str, str], object],
        refused: Callable[[UpdateRefused], object],
        progress: Callable[[int, int], object],
    ) -> None:
        """Take what was found; `told` is told its version and the backup's name, `progress` the KiB."""
        self._cancelled.clear()
        back = CallBack(progress)

        def say(done: int, whole: int = 0) -> None:
            if self._cancelled.is_set():
                raise Cancelled("The update was cancelled: nothing of it is left.")
            self._post.hand_in(lambda: back(done, whole))

        self._change(partial(self._taken, say), told, refused)

    def cancel(self) -> None:
        """End the copying; nothing of it is left."""
        self._cancelled.set()

    def go_back(self, told: Callable[[str], object], refused: Callable[[UpdateRefused], object]) -> None:
        """Switch to the former version; `told` is told which."""
        self._change(self._gone_back, told, refused)

    def start_at_sign_in(
        self, told: Callable[[Program], object], refused: Callable[[UpdateRefused], object], *, on: bool
    ) -> None:
        """Start by itself at sign-in, or no longer."""
        self._with_right(lambda actor: self._do(partial(self._set_start, actor, on=on), told, refused))

    def close(self) -> None:
        """End the thread once what it does now is done; nothing is told any more."""
        self._cancelled.set()
        self._post.close()
        self._thread.close()

    def _with_right(self, act: Callable[[str], None]) -> None:
        people = self._counter.people
        people.with_right(Right.SETTINGS, lambda: act(self._counter.actor()))

    def _change(
        self,
        work: Callable[[str], object],
        told: Callable[..., object],
        refused: Callable[[UpdateRefused], object],
    ) -> None:
        """With the right to it, and once: a key that is pressed twice would find its own version taken."""

        def go(actor: str) -> None:
            if not self._is_changing:
                self._is_changing = True
                self._do(partial(work, actor), told, refused, self._changed)

        self._with_right(go)

    def _changed(self) -> None:
        self._is_changing = False

    def _do(
        self,
        work: Callable[[], object],
        told: Callable[..., object],
        refused: Callable[[UpdateRefused], object] | None,
        after: Callable[[], None] = lambda: None,
    ) -> None:
        backs = CallBack(told), CallBack(refused)

        def run() -> None:
            try:
                found = work()
            except PosdeskError as error:
                log.warning("update: %s", error)
                why = error if isinstance(error, UpdateRefused) else _as_refusal(error)
                self._post.hand_in(lambda: backs[1](why))
            else:
                values = found if type(found) is tuple else (found,)
                self._post.hand_in(lambda: backs[0](*values))
            finally:
                self._post.hand_in(after)

        self._thread.ask(run)

    def _program(self) -> Program:
        from posdesk.updates import installed  # noqa: PLC0415 - see above

        running = installed.launched()
        if running is None:
            return Program(__version__, no_way=UpdateRefused(Why.NOT_LAUNCHED), at_sign_in=_starts())
        built = running.built
        age = (self._counter.clock.now().date() - built).days if built is not None else 0
        back, no_way = "", None
        try:
            back = installed.way_back(running, self._home)
        except UpdateRefused as refused:
            no_way = refused
        except DiskError as error:
            no_way = _as_refusal(error)
        went = running.went_back_from
        return Program(running.version, built, age, running.next_version, back, no_way, went, _starts())

    def _looked(self, place: str) -> tuple[str, date]:
        from posdesk.domain.clock import in_china  # noqa: PLC0415 - see above
        from posdesk.updates import installed, updating  # noqa: PLC0415

        self._offer, running = None, installed.needed()
        self._offer = updating.look(self._home, place, self._counter.clock.now(), running=running)
        found = self._offer.manifest
        return found.version, in_china(found.expires).date()

    def _taken(self, progress: Progress, actor: str) -> tuple[str, str]:
        from posdesk.updates import installed, updating  # noqa: PLC0415 - see above

        if self._offer is None:
            raise UpdateRefused(Why.NO_PLACE)
        running, now = installed.needed(), self._counter.clock.now
        kept = updating.update(self._home, self._offer, running, now, actor=actor, progress=progress)
        return self._offer.manifest.version, kept.name if kept is not None else ""

    def _gone_back(self, actor: str) -> str:
        from posdesk.updates import installed, updating  # noqa: PLC0415 - see above

        return updating.go_back(self._home, installed.needed(), self._counter.clock.now(), actor)

    def _set_start(self, actor: str, *, on: bool) -> Program:
        from posdesk.host import autostart  # noqa: PLC0415 - see above
        from posdesk.journal.audit import audit  # noqa: PLC0415
        from posdesk.journal.journal import FILE_NAME  # noqa: PLC0415
        from posdesk.settings.settings import default_home  # noqa: PLC0415

        journal, now = self._home / FILE_NAME, self._counter.clock.now()
        what = "autostart.on" if on else "autostart.off"
        audit.write_beside(journal, now, what, actor, "posdesk")
        try:
            if on:
                autostart.turn_on(None if self._home == default_home() else self._home)
            else:
                autostart.turn_off()
        except autostart.AutostartError as error:
            audit.write_beside(journal, now, f"{what}.failed", actor, "posdesk")
            raise UpdateRefused(Why.SIGN_IN, reason=str(error).rstrip(".")) from error
        return self._program()


def _starts() -> bool | None:
    from posdesk.host import autostart  # noqa: PLC0415 - see above

    try:
        return autostart.is_on()
    except autostart.AutostartError as error:
        log.warning("autostart: %s", error)
        return None


def _as_refusal(error: PosdeskError) -> UpdateRefused:
    if isinstance(error, Cancelled):
        return UpdateRefused(Why.CANCELLED)
    return UpdateRefused(Why.DISK, reason=str(error).rstrip("."))
