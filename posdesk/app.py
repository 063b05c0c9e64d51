"""Puts the parts together, hands them to each other, starts and ends them in stages. Nowhere else does."""

import contextlib
import logging
import os
import socket
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from posdesk.domain.clock import Clock, SystemClock
from posdesk.domain.status import EngineState, Exposure, Trouble
from posdesk.engine.actions import Actions, BookActions, PrintActions
from posdesk.engine.engine import Engine
from posdesk.engine.listening import folder_place
from posdesk.engine.listening.exposure import exposure_of
from posdesk.errors import HomeInUse, Ours, PosdeskError, SettingsError
from posdesk.host import logs, memory, private
from posdesk.host.command_line import command_actor
from posdesk.host.ending import Ending
from posdesk.host.late import late
from posdesk.host.private import Closing
from posdesk.host.progress import on_stderr
from posdesk.journal import Journal, Transaction, backup, start_up
from posdesk.journal import journal as journal_file
from posdesk.journal.lock import HomeLock
from posdesk.moving import waiting
from posdesk.records import dataclass
from posdesk.settings import settings
from posdesk.settings.credentials import Credentials
from posdesk.settings.settings import Settings

if TYPE_CHECKING:
    from posdesk import sealing
    from posdesk.desk.desk import Desk
    from posdesk.desk.frame.halves import Half
    from posdesk.engine import home_guard, seals
    from posdesk.engine.listening import tls
    from posdesk.journal import pin_recovery
    from posdesk.journal.audit import audit
    from posdesk.moving import arriving
    from posdesk.updates import installed
else:
    sealing = late("posdesk.sealing")
    home_guard = late("posdesk.engine.home_guard")
    seals = late("posdesk.engine.seals")
    tls = late("posdesk.engine.listening.tls")
    pin_recovery = late("posdesk.journal.pin_recovery")
    audit = late("posdesk.journal.audit.audit")
    arriving = late("posdesk.moving.arriving")
    installed = late("posdesk.updates.installed")


log = logging.getLogger(__name__)
DONE, FAILED, WRONG_USE = 0, 1, 2
SLOW_LOOK_S = 60.0  # whether the engine still works, where it did not say so


@dataclass(frozen=True, slots=True)
class House:
    """The parts of a running posdesk."""

    home: Path
    settings: Settings
    clock: Clock
    secrets: Credentials
    journal: Journal
    engine: Engine
    actions: Actions
    book_actions: BookActions
    print_actions: PrintActions


def _take_over(home: Path) -> None:
    """What was packed on an old PC and laid ready here. Raises DiskError, HomeInUse."""
    if (home / waiting.FILE_NAME).is_file():
        arriving.take_over(home, SystemClock().now())


@contextlib.contextmanager
def opened(home: Path, chosen: Settings, secrets: Credentials) -> Iterator[House]:
    """A home locked, its journal migrated and open, the engine built but not started.

    On the way out the engine stops before the journal closes. Raises SettingsError, HomeInUse, DiskError.
    """
    tls.check(chosen, home)
    folder_place.check(chosen, home)
    clock = SystemClock()
    memory.keep_small()
    _leave_no_core()
    with _held(home) as lock:
        closing = private.close(home, till_is_elsewhere=folder_place.is_elsewhere(chosen, home))
        logs.start(home, secrets.hidden)
        _tell(closing)
        private.sweep(home)
        backup.sweep(home)
        tls.warn(chosen)
        with on_stderr("Saving what can be read of a damaged journal", "rows") as line:
            session = start_up.make_ready(home, clock, plan=chosen.print_plan, progress=line)
        journal = Journal(home, clock, chosen.store.counter)
        journal.print_by(chosen.print_plan)
        engine = Engine(home, chosen, journal, secrets, clock, lock=lock, session=session)
        engine.status.shared(str(closing.way or ""))
        engine.status.recovered(journal.read(pin_recovery.last))
        try:
            if exposure := exposure_of(chosen):
                journal.write(partial(_note_exposure, exposure))
            actions, book_actions = Actions(journal, engine), BookActions(journal, engine)
            print_actions = PrintActions(journal)
            yield House(home, chosen, clock, secrets, journal, engine, actions, book_actions, print_actions)
        finally:
            is_ours = not engine.status.has(Trouble.HOME_LOST)
            engine.stop()
            if is_ours:
                home_guard.note_end(home, journal)
                seals.seal_end(journal, secrets, session)
            journal.close()
            secrets.close()


def _came_up() -> None:
    """Calls are answered and, where there is a desk, all of it is there: this version works."""
    installed.came_up()


@contextlib.contextmanager
def _held(home: Path) -> Iterator[HomeLock]:
    """The home's lock. Raises HomeInUse, DiskError: a home in use tells nothing of a new version."""
    with contextlib.ExitStack() as stack:
        try:
            lock = stack.enter_context(HomeLock(home))
        except HomeInUse:
            installed.could_not_tell()
            raise
        yield lock


def _tell(closing: Closing) -> None:
    """What other accounts could get at until now, and what they still can."""
    if closing.closed:
        log.warning("home: closed to other accounts: %s", ", ".join(closing.closed))
    if closing.way is not None:
        log.warning(
            "home: %s stays open, files of another account lie there: set receipts.folder to a folder"
            " outside and move that till to it",
            closing.way,
        )


def _note_exposure(exposure: Exposure, tx: Transaction) -> None:
    """The settings leave something open on purpose: who started it so, each time."""
    audit.write(
        tx,
        "listener.exposed",
        actor=command_actor(),
        host=exposure.host,
        readable=int(exposure.readable),
        unsigned=" ".join(exposure.unsigned),
        kept_out=" ".join(exposure.kept_out),
    )


def _leave_no_core() -> None:
    """A crash writes no picture of our memory to the disk: the secrets stand in it, and the customers."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - Windows has none

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextlib.contextmanager
def beside(home: Path, writes: str = "") -> Iterator[Journal]:
    """The journal of a home for a command that works beside the desk: it neither locks nor migrates.

    `writes` names the command, where it writes more than how far the journal has come.
    """
    if not (home / journal_file.FILE_NAME).is_file():
        raise SettingsError(f"{home} holds no journal. Name the right folder with --home.")
    counter = settings.load(home).store.counter
    with sealing.sealed(home, writes) if writes else contextlib.nullcontext():
        journal = Journal(home, SystemClock(), counter, is_beside=True)
        try:
            yield journal
        finally:
            home_guard.note_end(home, journal)
            journal.close()


@contextlib.contextmanager
def noted(home: Path, what: str, actor: str, name: str) -> Iterator[None]:
    """A person's act on a secret, by its name: in the audit trail before it is done, and that it failed.

    A home without a journal gets one. Raises DiskError where no line can be written; then nothing is done.
    """
    clock, journal = SystemClock(), home / journal_file.FILE_NAME
    if not journal.is_file():
        with HomeLock(home):
            start_up.make_ready(home, clock, what)
    with sealing.sealed(home, what):
        audit.write_beside(journal, clock.now(), what, actor, name)
        try:
            yield
        except BaseException:
            audit.write_beside(journal, clock.now(), f"{what}.failed", actor, name)
            raise


def need_screen() -> None:
    """Raises PosdeskError where no window can be shown: Qt would abort without a word of ours."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in named):
        raise PosdeskError("There is no screen here (DISPLAY is not set). Run it on the counter's desktop.")


def run_desk(
    home: Path,
    *,
    chosen: Settings | None = None,
    secrets: Credentials | None = None,
    bound: socket.socket | None = None,
    begun: Callable[[Journal], None] | None = None,
    half: "Half | None" = None,
) -> int:
    """`posdesk run`: the desk, until its window is closed; the demo hands in what it made up.

    In a `half` of the screen it leaves another desk room beside it. `begun` is called once the window is
    there, in a thread of its own that is waited for at the end.
    """
    need_screen()
    from posdesk.desk.desk import Desk  # noqa: PLC0415 - `posdesk engine` must not import Qt

    if chosen is None:
        with _said_in_a_window(home, lambda: Desk(settings.as_far_as_read(home))):
            _take_over(home)
            chosen = settings.load(home)
    desk = Desk(chosen, half)
    with _told_once_put_away(home, desk), Ending() as ending, contextlib.ExitStack() as stack:
        with _said_in_a_window(home, lambda: desk):
            house = stack.enter_context(opened(home, chosen, secrets or Credentials()))
        ending.watch()
        if bound is not None:
            house.engine.adopt(bound)
        desk.show(
            house.home,
            house.journal,
            house.engine,
            actions=house.actions,
            book_actions=house.book_actions,
            print_actions=house.print_actions,
            secrets=house.secrets,
            clock=house.clock,
            whole=False,
        )
        with ThreadPoolExecutor(1, "posdesk-begun") as thread:
            desk.run(
                then=lambda: _begin(house, thread, begun),
                settled=lambda: house.engine.status.when_answering(_came_up),
                end=ending.wanted,
            )
        listened = house.engine.has_listened
    if desk.opens_again:
        _open_again()
    return DONE if listened else FAILED


def _open_again() -> None:
    """By the launcher, which starts what is current now; the home is free for it."""
    running = installed.launched()
    if running is not None:
        running.start_again(sys.argv[1:])


@contextlib.contextmanager
def _said_in_a_window(home: Path, desk: Callable[[], "Desk"]) -> Iterator[None]:
    """Who opened the desk by an icon reads why it did not open. Raises PosdeskError."""
    try:
        yield
    except HomeInUse as error:
        if desk().bring_forward(home, error.holder):
            said = f"posdesk is open already (process {error.holder}): its window is in front now."
            raise HomeInUse(said, error.holder) from error
        desk().say_start_failed(error, home)
        raise
    except PosdeskError as error:
        desk().say_start_failed(error, home)
        raise
    except Exception as error:
        log.exception("desk: it can't start")
        ours = Ours(f"{type(error).__name__}: {error}")
        desk().say_start_failed(ours, home)
        raise ours from error


@contextlib.contextmanager
def _told_once_put_away(home: Path, desk: "Desk") -> Iterator[None]:
    """What the desk could not come up without: no order is taken any more while that is read. Raises Ours."""
    try:
        yield
    except Exception as error:
        if error is not desk.broken:
            raise
    if desk.broken is not None:
        with _said_in_a_window(home, lambda: desk):
            raise desk.broken


def _begin(house: House, thread: ThreadPoolExecutor, begun: Callable[[Journal], None] | None) -> None:
    house.engine.start(wait_s=0)
    if begun is not None:
        thread.submit(begun, house.journal)


def run_engine(home: Path) -> int:
    """`posdesk engine`: the whole engine without a screen, until its end is wanted."""
    _take_over(home)
    chosen = settings.load(home)
    with Ending().watch() as ending, opened(home, chosen, Credentials()) as house:
        house.engine.status.when_answering(_came_up)
        house.engine.bind()
        house.engine.status.subscribe(_Announcer("https" if chosen.listener.has_tls else "http"))
        house.engine.status.subscribe(lambda _: ending.wanted.wake() if _is_over(house) else None)
        house.engine.start()
        memory.end_start()
        while not ending.wanted.wait(SLOW_LOOK_S):
            if _has_died(house.engine):
                raise PosdeskError(f"The engine died: {house.engine.status.status.detail}. See the log.")
            _must_be_ours(house)
    return DONE


def _is_over(house: House) -> bool:
    """Whether the engine works no more here, whoever wanted that."""
    return _has_died(house.engine) or house.engine.status.has(Trouble.HOME_LOST)


def _has_died(engine: Engine) -> bool:
    """Whether it ended, as it said itself; its thread may still be on its way out."""
    return not engine.is_starting and engine.status.status.state is EngineState.DEAD


def _must_be_ours(house: House) -> None:
    """Raises HomeInUse: whoever watches this process reads why, and the port is free for the other one."""
    if house.engine.status.has(Trouble.HOME_LOST):
        holder = house.engine.status.status.detail
        said = f"{house.home} is in use by posdesk process {holder}: nothing is sent or taken here any more."
        raise HomeInUse(said, holder)


class _Announcer:
    """Prints the address once, when calls are taken at it."""

    def __init__(self, scheme: str) -> None:
        self._scheme, self._said = scheme, ""

    def __call__(self, status: object) -> None:
        address = getattr(status, "address", "")
        if address and address != self._said:
            self._said = address
            sys.stdout.write(f"posdesk engine listening on {self._scheme}://{address}\n")
            sys.stdout.flush()
