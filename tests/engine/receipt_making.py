"""What the tests of the receipts' doors are made of."""

import os
from pathlib import Path

import pytest

from posdesk.domain.books.ledger import IntakeTrouble
from posdesk.domain.books.receipt import ReceiptKey
from posdesk.journal import Journal
from posdesk.journal.books import receipts
from posdesk.settings.credentials import LISTENER_TOKEN, Credentials

TOKEN = "tok-7f3a-湘"


class TokenSecrets(Credentials):
    """The listener's token in memory, or none; the keyring is not asked."""

    def __init__(self, token: str = TOKEN) -> None:
        super().__init__()
        if token:
            self._held[LISTENER_TOKEN] = token

    async def refresh(self, names: object) -> None:
        """All there is, is in memory."""


def keys_in(journal: Journal) -> list[ReceiptKey]:
    """The keys of all receipts, as they came."""
    return journal.read(
        lambda db: [
            ReceiptKey(*row)
            for row in db.execute("SELECT store_id, pos_no, serial_num FROM receipts ORDER BY number")
        ]
    )


def serials_in(journal: Journal) -> list[str]:
    """Their serial numbers."""
    return [key.serial_num for key in keys_in(journal)]


def troubles_in(journal: Journal) -> tuple[IntakeTrouble, ...]:
    """What was not taken and nobody has seen."""
    return journal.read(receipts.troubles)


no_files = pytest.mark.parametrize(
    "kind",
    [
        "folder",
        pytest.param("pipe", marks=pytest.mark.posix("no pipe lies in a folder there")),
        pytest.param("link", marks=pytest.mark.posix("links need rights there")),
    ],
)


def no_file(kind: str, path: Path, outside: Path) -> None:
    """Put something there that is no file of its own; a link leads to the file `outside`."""
    if kind == "folder":
        path.mkdir()
    elif kind == "link":
        path.symlink_to(outside)
    else:
        os.mkfifo(path)
