"""A process that works with a home in every way, and says where its journal was opened beside SQLite.

SQLite opens its files by itself, which Python's audit hooks don't hear; whatever Python opens, they do.
"""

import contextlib
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from posdesk import app
from posdesk.commands import backup_restore
from posdesk.doctor.command import examine
from posdesk.domain.books.receipt import Door
from posdesk.engine import home_guard
from posdesk.engine.listening.intake import take_file
from posdesk.errors import BadReceipt, HomeInUse, PosdeskError
from posdesk.export import WHAT, export
from posdesk.host.command_line import command_actor
from posdesk.journal import backup, files
from posdesk.journal.journal import FILE_NAME
from posdesk.settings import settings
from posdesk.settings.credentials import Credentials
from tests.journal.making import say
from tests.support.processes import wait_for


class Looker:
    """Hears of every file that Python opens while it looks."""

    def __init__(self, journal: Path) -> None:
        self.journal, self.found, self.looks = journal, [], False  # type: ignore[var-annotated]
        sys.addaudithook(self._hear)

    def _hear(self, event: str, args: tuple[Any, ...]) -> None:
        if not self.looks or event != "open" or not isinstance(args[0], str | bytes | os.PathLike):
            return
        if files.is_own(Path(os.fsdecode(args[0])), self.journal):
            self.found.append("".join(traceback.format_stack()[-5:-1]))


def work(house: app.House) -> None:
    """What a day brings: receipts, backups, a doctor, exports, a second start, a file that is away."""
    home, journal = house.home, house.journal
    house.engine.start()
    wait_for(lambda: bool(house.engine.status.status.address), "the listener")
    wait_for(lambda: bool(backup.backups(home)), "the daily backup")
    _hand_in_the_journal(house)
    backup_restore.back_up(home, None, house.clock.now())
    backup_restore.back_up(home, home.parent / "copy.sqlite", house.clock.now())
    examine(home, language="en", as_json=True, ask_online=False, target=home.parent / "doctor.zip")
    with contextlib.suppress(HomeInUse):
        backup_restore.restore_from(home, home.parent / "copy.sqlite", house.clock.now())
    for what in WHAT:
        _export(house, what)
    (home / "posdesk.lock").unlink()
    wait_for((home / "posdesk.lock").exists, "the lock file anew")
    journal.path.rename(home / "away")
    wait_for(lambda: bool(list(home.glob("*.coming-gone-*"))), "what the journal held, saved")
    (home / "away").rename(journal.path)
    wait_for(lambda: not list(home.glob("*.coming-gone-*")), "the journal at work again")


def _hand_in_the_journal(house: app.House) -> None:
    """By each door, by another name."""
    link = house.home.parent / "receipts.json"
    os.link(house.journal.path, link)
    for door in (Door.COMMAND, Door.FOLDER):
        with contextlib.suppress(BadReceipt):
            take_file(house.journal, link, door, command_actor())
    folder = house.home / "receipts-in"
    folder.mkdir(exist_ok=True)
    os.link(house.journal.path, folder / "till.json")
    (folder / "link.json").symlink_to(house.journal.path)
    wait_for(lambda: not (folder / "till.json").exists(), "the folder's refusal")


def _export(house: app.House, what: str) -> None:
    names = {"csv": house.home.parent / "rows", "jsonl": house.journal.path}
    for form, target in names.items():
        with contextlib.suppress(PosdeskError):
            export(house.journal, what, target, form, start=None, end=None, personal=False)


if __name__ == "__main__":
    home = Path(sys.argv[1])
    home_guard.BEAT_S = 0.2
    looker = Looker(home / FILE_NAME)
    with app.opened(home, settings.load(home), Credentials()) as house:
        looker.looks = True
        with contextlib.redirect_stdout(sys.stderr):
            work(house)
        if sys.argv[2:] == ["peek"]:
            (home / FILE_NAME).open("rb").close()
        looker.looks = False
    for each in looker.found:
        say(f"opened at\n{each}")
    say("ended")
