"""`posdesk move`: what it does, and the sentences it ends with."""

import contextlib
import getpass
import sys
from pathlib import Path

from posdesk.app import noted
from posdesk.commands.credentials import piped
from posdesk.domain.clock import SystemClock
from posdesk.errors import SettingsError
from posdesk.host.command_line import command_actor
from posdesk.host.progress import on_stderr
from posdesk.moving import arriving, leaving
from posdesk.settings.credentials import COMMAND_PATIENCE_S, Credentials


def pack_for(home: Path, folder: Path) -> str:
    """Pack a home for a new PC. Raises SettingsError, DiskError."""
    if not folder.is_dir():
        raise SettingsError(f"{folder} is no folder. Name the stick's, or another one.")
    with on_stderr("The packing", "KiB") as line:
        packed = leaving.pack(home, folder, SystemClock().now(), command_actor(), progress=line)
    lines = [f"packed in {packed.file}", f"its code, shown once: {packed.code}"]
    if not packed.has_seal_key:
        lines.append("the keyring gave no key of the audit trail's seals: none is in it")
    lines.append("what comes in here from now on is not in it: close posdesk on this PC")
    return "\n".join(lines)


def move_in(home: Path, file: Path) -> str:
    """Lay a packed file ready for the next start. Raises SettingsError, CredentialsError, DiskError."""
    code = getpass.getpass("code: ") if sys.stdin.isatty() else piped()
    with (
        contextlib.closing(Credentials(COMMAND_PATIENCE_S)) as secrets,
        noted(home, "move.laid_ready", command_actor(), file.name),
    ):
        note = arriving.lay_ready(home, file, code, secrets.set)
    return (
        f"store {note.store} of {note.at} is laid ready: start posdesk, it takes it over.\n"
        "The secrets of platforms, books and people are not in it: enter them anew."
    )
