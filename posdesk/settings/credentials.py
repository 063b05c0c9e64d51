"""The keyring border: secrets out of the OS's keyring, held in memory, never in a file (product row 57).

The keyring is asked in a thread of its own and waited for with patience, so that a hung D-Bus or a prompt
that nobody answers stops neither the engine nor the desk. Above this module nobody knows a keyring error.
"""

import contextlib
import os
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from queue import SimpleQueue
from typing import TYPE_CHECKING, Protocol, TypeVar

from posdesk.domain.books.posting import OVOPARK, WDK
from posdesk.domain.privacy import without_secrets
from posdesk.errors import CredentialsError, KeyringLocked, KeyringSlow, NoKeyring, PosdeskError
from posdesk.host.late import late
from posdesk.settings import relay
from posdesk.settings.secret_text import PINS, checked

if TYPE_CHECKING:
    import asyncio

    from keyring.backend import KeyringBackend
else:
    asyncio = late("asyncio")

SERVICE = "posdesk"
PATIENCE_S = 5.0
COMMAND_PATIENCE_S = 30.0  # a command asks once, and on a slow PC the first answer takes its time
RECOVERY = "recovery/code"
"""What proves the recovery code (`settings.recovery`)."""
LISTENER_TOKEN = "listener/token"  # noqa: S105 - a secret's name
OVOPARK_SECRET = "ovopark/secret"  # noqa: S105
WDK_SECRET = "wdk/secret"  # noqa: S105
WDK_SESSION = "wdk/session"
BOOK_SECRETS = {OVOPARK: OVOPARK_SECRET, WDK: WDK_SECRET}
"""The secret without which nothing is sent to a platform of the books."""

_CHOSEN = "PYTHON_KEYRING_BACKEND"  # keyring's own setting: a backend chosen by it is used as it is
_UNSAFE = ("keyring.backends.null", "keyring.backends.fail", "keyrings.alt")  # nothing, or plain files
_CHAINER = "keyring.backends.chainer"
_T = TypeVar("_T")
_Job = tuple[Future[_T], Callable[[], _T]]


class Owner(Protocol):
    """What in the settings has a secret of its own: a partner, a person."""

    @property
    def secret_name(self) -> str:
        """The keyring name of its secret."""
        ...


class Owners(Protocol):
    """The part of the settings that this module needs; it stands beside them and does not import them."""

    @property
    def partner(self) -> Sequence[Owner]:
        """The O2O platforms."""
        ...

    @property
    def staff(self) -> Sequence[Owner]:
        """The people at the till."""
        ...

    @property
    def relay(self) -> object:
        """How the chain is reached; None in a store without a relay."""
        ...


def known_names(settings: Owners) -> tuple[str, ...]:
    """The names of all secrets that these settings can use."""
    owners = (*settings.partner, *settings.staff)
    fixed = (*BOOK_SECRETS.values(), WDK_SESSION, LISTENER_TOKEN, RECOVERY)
    of_relay = () if settings.relay is None else relay.SECRETS
    return (*(owner.secret_name for owner in owners), *fixed, *of_relay)


class Credentials:
    """The secrets by name. `get` answers from memory at once; everything else asks the keyring.

    What asks raises KeyringLocked, NoKeyring or CredentialsError, whose text says what to do. What is in
    memory stays there when the keyring fails later.
    """

    def __init__(self, patience_s: float = PATIENCE_S) -> None:
        """`patience_s` is how many seconds an asker waits for the keyring."""
        self._patience_s = patience_s
        self._held: dict[str, str] = {}
        self._answered: frozenset[str] = frozenset()
        self._worker = _Worker()

    def knows(self, name: str) -> bool:
        """Whether the keyring has answered about it: what `get` does not have then is not there."""
        return name in self._answered

    def get(self, name: str) -> str | None:
        """The secret as last read, or None; never waits."""
        return self._held.get(name)

    def hidden(self, text: str) -> str:
        """A text for a log with every secret in memory blanked."""
        held = tuple(self._held.items())
        pins = [secret for name, secret in held if name.startswith(PINS)]
        return without_secrets(text, [secret for name, secret in held if not name.startswith(PINS)], pins)

    async def refresh(self, names: Iterable[str]) -> None:
        """Reads these secrets anew into memory; for the event loop. Raises CredentialsError."""
        future = self._worker.submit(self._reading(names))
        try:
            async with asyncio.timeout(self._patience_s):
                await asyncio.wrap_future(future)
        except TimeoutError as error:
            raise _hung(self._patience_s) from error

    def read(self, names: Iterable[str]) -> None:
        """As `refresh`, for a caller that may wait. Raises CredentialsError."""
        self._ask(self._reading(names))

    def set(self, name: str, secret: str) -> None:
        """Keeps a secret in the keyring, read back from there, then in memory. Raises CredentialsError.

        The blanks and invisible marks at its ends are taken off: `taken_off` names them.
        """
        kept = checked(name, secret)
        self._ask(lambda: _store(name, kept))
        self._held[name] = kept

    def delete(self, name: str) -> None:
        """Takes a secret out of the keyring and memory. Raises CredentialsError where there is none."""
        self._ask(lambda: _delete(name))
        self._held.pop(name, None)

    def stored(self, names: Iterable[str]) -> tuple[str, ...]:
        """Which of these names have a secret in the keyring. Raises CredentialsError."""
        wanted = tuple(names)
        return self._ask(lambda: tuple(name for name in wanted if _fetch(name) is not None))

    def backends(self) -> tuple[str, ...]:
        """The names of the keyring backends asked, the first to write to. Raises CredentialsError."""
        return self._ask(lambda: tuple(f"{type(b).__module__}.{type(b).__qualname__}" for b in _backends()))

    def close(self) -> None:
        """Forgets all secrets and ends the thread; one that hangs in the keyring dies with the process."""
        self._held.clear()
        self._worker.close()

    def _reading(self, names: Iterable[str]) -> Callable[[], None]:
        """The job that reads; late, after its asker gave up, it still fills the memory."""
        wanted = tuple(names)

        def read() -> None:
            found = {name: _fetch(name) for name in wanted}
            if wanted and not any(found.values()) and not os.environ.get(_CHOSEN):
                _look_wider()
                found = {name: _fetch(name) for name in wanted}
            for name, secret in found.items():
                self._hold(name, secret)
            self._answered |= {*wanted}

        return read

    def _hold(self, name: str, secret: str | None) -> None:
        if secret is None:
            self._held.pop(name, None)
        else:
            self._held[name] = secret

    def _ask(self, job: Callable[[], _T]) -> _T:
        future = self._worker.submit(job)
        try:
            return future.result(self._patience_s)
        except TimeoutError as error:
            future.cancel()
            raise _hung(self._patience_s) from error


class _Worker:
    """One thread for all questions, started with the first. What nobody waits for any more is skipped."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[_Job[object] | None] | None = None
        self._lock = threading.Lock()

    def submit(self, job: Callable[[], _T]) -> Future[_T]:
        """Queues a job; its future ends with its result or a CredentialsError."""
        future: Future[_T] = Future()
        with self._lock:
            if self._jobs is None:
                self._jobs = SimpleQueue()
                name = "posdesk-keyring"
                threading.Thread(target=_work, args=(self._jobs,), name=name, daemon=True).start()
            self._jobs.put((future, job))  # type: ignore[arg-type]  # each future goes with its own job
        return future

    def close(self) -> None:
        """Ends the thread after the jobs it has; does not wait for it."""
        with self._lock:
            if self._jobs is not None:
                self._jobs.put(None)
            self._jobs = None


def _work(jobs: "SimpleQueue[_Job[object] | None]") -> None:
    while (task := jobs.get()) is not None:
        _carry_out(*task)
        del task  # its error holds the keyring's open connection


def _carry_out(future: Future[object], job: Callable[[], object]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(_translated(job))
    except CredentialsError as error:
        future.set_exception(error)


def _translated(job: Callable[[], _T]) -> _T:
    try:
        return job()
    except PosdeskError:
        raise
    except Exception as error:  # each backend raises its own library's errors
        raise _in_words(error) from error


def _in_words(error: Exception) -> CredentialsError:
    import keyring.errors as known  # noqa: PLC0415 - 220 ms, so only when a secret is first needed

    if isinstance(error, known.NoKeyringError):
        return _no_keyring()
    said = f"{type(error).__name__} {error}"
    if isinstance(error, known.KeyringLocked | known.InitError) or "Locked" in said or "ismissed" in said:
        return KeyringLocked(
            "The keyring is locked, or its prompt was dismissed. Unlock it: sign in to the desktop again, "
            "or open 'Passwords and Keys' (KWallet: 'Wallet Manager') and unlock it there."
        )
    return CredentialsError(f"The keyring failed: {said}. Open the system's password manager and try there.")


def _no_keyring() -> NoKeyring:
    return NoKeyring(
        "No safe keyring was found. Install one and sign in again: on Debian or Ubuntu gnome-keyring "
        "(apt-get install gnome-keyring) or KWallet. posdesk never keeps a secret in a file."
    )


def _hung(patience_s: float) -> KeyringSlow:
    return KeyringSlow(
        f"The keyring has not answered yet, within {patience_s:g} seconds. It may be waiting behind another "
        "window for its password: unlock it there. On a slow PC, try again."
    )


def _fetch(name: str) -> str | None:
    found = (backend.get_password(SERVICE, name) for backend in _backends())
    return next((secret for secret in found if secret is not None), None)


def _store(name: str, secret: str) -> None:
    """Raises CredentialsError where it is not there afterwards: some keep nothing, and say nothing."""
    backend = _backends()[0]
    backend.set_password(SERVICE, name, secret)
    if _fetch(name) != secret:
        which = f"{type(backend).__module__}.{type(backend).__qualname__}"
        raise CredentialsError(
            f"The secret {name} was not stored: the keyring {which} took it and does not give it back. "
            f"Use another one{f' than {_CHOSEN} names' if os.environ.get(_CHOSEN) else ''}.",
            name,
        )


def _delete(name: str) -> None:
    if _fetch(name) is None:
        raise CredentialsError(f"There is no secret {name} in the keyring.", name)
    for backend in _backends():
        if backend.get_password(SERVICE, name) is not None:
            backend.delete_password(SERVICE, name)


def _backends() -> "tuple[KeyringBackend, ...]":
    """The safe backends, the first to write to. One that came up since is found. Raises NoKeyring."""
    import keyring  # noqa: PLC0415 - 220 ms, so only when a secret is first needed

    if os.environ.get(_CHOSEN):
        return (keyring.get_keyring(),)
    safe = _safe(keyring.get_keyring())
    if not safe:
        _look_again()
        safe = _safe(keyring.get_keyring())
    if not safe:
        raise _no_keyring()
    return safe


def _safe(backend: "KeyringBackend") -> "tuple[KeyringBackend, ...]":
    module = type(backend).__module__
    if module == _CHAINER:
        members: Iterable[KeyringBackend] = backend.backends  # type: ignore[attr-defined]
        return tuple(found for member in members for found in _safe(member))
    return () if f"{module}.".startswith(tuple(f"{name}." for name in _UNSAFE)) else (backend,)


def _look_wider() -> None:
    """Look for the keyring that has the secrets: it may have been too slow to be found at first."""
    import keyring  # noqa: PLC0415 - 220 ms, so only when a secret is first needed

    before = keyring.get_keyring()
    _look_again()
    if not _safe(keyring.get_keyring()):
        keyring.set_keyring(before)


def _look_again() -> None:
    """Has keyring look for backends anew: it remembers those of its first look for ever."""
    import keyring.backend  # noqa: PLC0415 - 220 ms, so only when a secret is first needed
    import keyring.core  # noqa: PLC0415

    with contextlib.suppress(KeyError):  # nothing remembered yet
        keyring.backend.get_all_keyring.reset()
    keyring.core.init_backend()
