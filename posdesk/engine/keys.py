"""Keeps the secrets at hand: read at start, read again while one is missing, and on demand."""

import asyncio
import logging

from posdesk.domain.status import Trouble
from posdesk.engine.status import StatusBoard
from posdesk.errors import CredentialsError, KeyringLocked, KeyringSlow, NoKeyring
from posdesk.host.logs import OnceLog
from posdesk.settings.credentials import BOOK_SECRETS, Credentials, known_names
from posdesk.settings.settings import Settings

log = logging.getLogger(__name__)
MISSING_EVERY_S = 5.0
SLOW_EVERY_S = 1.0  # its late answer is taken in all the same, and is then at hand
ROTATED_EVERY_S = 30.0  # a key that was changed works without a restart (row 57)


class Keys:
    """Asks the keyring and says which platforms can't be served, and why."""

    def __init__(self, settings: Settings, secrets: Credentials, status: StatusBoard) -> None:
        """Nothing is asked yet."""
        self._settings, self._secrets, self._status = settings, secrets, status
        self._once, self._is_slow = OnceLog(log), False

    def adopt(self, settings: Settings) -> None:
        """Go by these settings from now on. In the engine's loop."""
        self._settings = settings

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            complete = await self.look()
            again_s = SLOW_EVERY_S if self._is_slow else MISSING_EVERY_S
            await asyncio.sleep(ROTATED_EVERY_S if complete else again_s)

    async def look(self) -> bool:
        """Ask once. Returns whether every partner has its key, and each of the books its secret."""
        why = Trouble.NO_APPKEY
        try:
            await self._secrets.refresh(known_names(self._settings))
        except CredentialsError as error:
            self._once.warn_alone(f"keys: {error}")
            why = _trouble_of(error)
        else:
            self._once.warn_alone("")
        self._is_slow = why is Trouble.KEYRING_SLOW
        troubles = {p.name: Trouble.NONE if self._has(p.name) else why for p in self._settings.live_partners}
        self._status.keys(troubles)
        books_have_theirs = self._books_have_theirs(why)  # said of them whatever a partner lacks
        return not any(troubles.values()) and books_have_theirs

    def _books_have_theirs(self, why: Trouble) -> bool:
        books = [book.name for book in self._status.status.books]
        troubles = {name: Trouble.NONE if self._secrets.get(BOOK_SECRETS[name]) else why for name in books}
        for name, trouble in troubles.items():
            self._status.book(name, secret=trouble)
        return not any(troubles.values())

    def _has(self, name: str) -> bool:
        partner = self._settings.partner_named(name)
        unsigned = partner is not None and partner.signature == "none"
        return unsigned or (partner is not None and self._secrets.get(partner.secret_name) is not None)


def _trouble_of(error: CredentialsError) -> Trouble:
    if isinstance(error, KeyringSlow):
        return Trouble.KEYRING_SLOW
    if isinstance(error, KeyringLocked):
        return Trouble.KEYRING_LOCKED
    return Trouble.NO_KEYRING if isinstance(error, NoKeyring) else Trouble.KEYRING_FAILED
