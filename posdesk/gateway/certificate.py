"""A gateway without a reverse proxy takes its renewed certificate while it runs: no call is cut off."""

import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from posdesk.engine.listening.http_server import Server
from posdesk.engine.listening.tls import tls_context
from posdesk.engine.loop import wait_at_most
from posdesk.errors import SettingsError
from posdesk.settings.settings import Listener

log = logging.getLogger(__name__)
LOOK_S: Final = 60.0
_Print = tuple[tuple[int, int, int], ...]


class CertificateWatch:
    """Looks at certificate and key once a minute, and at a SIGHUP, which `systemctl reload` sends.

    A pair that does not fit, as while a renewal has written the first of the two, is said and passed over:
    the one before goes on.
    """

    def __init__(self, listener: Listener, folder: Path, server: Server) -> None:
        """The server has what the files hold now."""
        self._listener, self._folder, self._server = listener, folder, server
        self._asked = asyncio.Event()
        self._known = self._print()

    async def run(self) -> None:
        """Until cancelled."""
        loop = asyncio.get_running_loop()
        with _at_hang_up(lambda: loop.call_soon_threadsafe(self._asked.set)):
            while True:
                await wait_at_most(self._asked, LOOK_S)
                self._asked.clear()
                if self._listener.has_tls:
                    await self.look()

    async def look(self) -> None:
        """Take what the files hold, if that is another than before."""
        found = await asyncio.to_thread(self._print)
        if found == self._known:
            return
        try:
            self._server.tls = await asyncio.to_thread(tls_context, self._listener, self._folder)
        except SettingsError as error:
            log.error("gateway: the new certificate is not taken, the one before goes on: %s", error)
            return
        self._known = found
        log.info("gateway: a new certificate is taken")

    def _print(self) -> _Print:
        """What is another where one of the files is."""
        return tuple(
            _looks(self._folder / each) for each in (self._listener.tls_cert, self._listener.tls_key)
        )


@contextlib.contextmanager
def _at_hang_up(told: Callable[[], object]) -> Iterator[None]:
    """Within the block a SIGHUP wants the files read; of a program at a terminal it is still its end."""
    hang_up = getattr(signal, "SIGHUP", None)  # Windows has none
    if hang_up is None or (sys.stdin is not None and sys.stdin.isatty()):
        yield
        return
    before = signal.signal(hang_up, lambda *_: told())
    try:
        yield
    finally:
        signal.signal(hang_up, before)


def _looks(path: Path) -> tuple[int, int, int]:
    try:
        told = path.stat()
    except OSError:
        return 0, 0, 0
    return told.st_ino, told.st_mtime_ns, told.st_size
