"""`posdesk credentials`: secrets set from a prompt or a pipe, listed by name, deleted; never shown."""

import codecs
import contextlib
import getpass
import hmac
import sys
from collections.abc import Sequence
from pathlib import Path

from posdesk import app
from posdesk.domain.key_text import trimmed
from posdesk.domain.rights import is_last_administrator
from posdesk.errors import CredentialsError, SettingsError
from posdesk.host.command_line import command_actor
from posdesk.settings import settings
from posdesk.settings.credentials import COMMAND_PATIENCE_S, Credentials, known_names
from posdesk.settings.secret_text import PINS, checked, taken_off
from posdesk.settings.settings import Settings


def must_be_free(secrets: Credentials, name: str, pin: str, chosen: Settings) -> None:
    """Raises CredentialsError where another person has this PIN; never whose it is."""
    others = [person.secret_name for person in chosen.staff if person.secret_name != name]
    if not name.startswith(PINS) or not others:
        return
    wanted = checked(name, pin).encode()
    secrets.read(others)
    held = [(secrets.get(other) or "").encode() for other in others]
    if any(hmac.compare_digest(each, wanted) for each in held):
        raise CredentialsError("This PIN can't be used here: it is taken. Choose another one.")


def must_be_dispensable(secrets: Credentials, name: str, chosen: Settings) -> None:
    """Raises SettingsError where it is the last administrator's PIN and other people are set up."""
    person = next((each for each in chosen.staff if each.secret_name == name), None)
    if person is None:
        return
    with_pin = set(secrets.stored([each.secret_name for each in chosen.staff]))
    able = {each.name for each in chosen.staff if each.secret_name in with_pin}
    if is_last_administrator(person.name, chosen.staff, able):
        raise SettingsError(
            f"{person.name} is the last administrator with a PIN, and other people are set up. "
            "Give another administrator a PIN first."
        )


def credentials(home: Path, what: str, named: str | None) -> None:
    """`what` is set, list or delete. Raises SettingsError, CredentialsError, DiskError."""
    chosen = settings.load(home)
    names = known_names(chosen)
    with contextlib.closing(Credentials(COMMAND_PATIENCE_S)) as secrets:
        if what == "list":
            stored = secrets.stored(names)
            lines = (f"{'set  ' if name in stored else 'unset'} {name}\n" for name in names)
            sys.stdout.write("".join(lines))
            return
        is_set = what == "set"
        name = _known_name(named, names, home / settings.FILE_NAME, is_set=is_set)
        secret = _asked_secret(name) if is_set else ""
        if is_set:
            must_be_free(secrets, name, secret, chosen)
        else:
            must_be_dispensable(secrets, name, chosen)
        with app.noted(home, f"credentials.{what}", command_actor(), name):
            if is_set:
                secrets.set(name, secret)
            else:
                secrets.delete(name)
        if is_set:
            _tell_what_was_kept(name, secret)


def _tell_what_was_kept(name: str, secret: str) -> None:
    """What was taken off, and quotes that a shell may have left; never the secret itself."""
    if gone := taken_off(secret):
        _note(f"{name}: taken off at its ends: {', '.join(gone)}")
    kept = trimmed(secret)
    if kept[0] == kept[-1] and kept[0] in "\"'":
        _note(f"{name}: it stands in quotes, and they were stored as part of it")


def _note(sentence: str) -> None:
    sys.stderr.write(f"posdesk: {sentence}\n")


def _known_name(name: str | None, names: Sequence[str], file: Path, *, is_set: bool) -> str:
    if name in names:
        return str(name)
    said = f"{name!r} is no secret of these settings." if name else "Which secret? Give its name."
    if name and is_set and (section := _owner_missing(name)):
        said = f"{name} comes second. First write into {file}: {section}."
    raise SettingsError(f"{said} There are: {', '.join(names)}.")


def _owner_missing(name: str) -> str:
    """Whose secret it would be, as posdesk.toml would have it; empty for a name that none can have."""
    what, _, rest = name.partition("/")
    section, tail = {"partner": ("partner", "/appkey"), "staff": ("staff", "/pin")}.get(what, ("", ""))
    owner = rest.removesuffix(tail)
    return f'[[{section}]] with name = "{owner}"' if section and owner and rest.endswith(tail) else ""


def _asked_secret(name: str) -> str:
    """From a prompt that shows nothing, or from stdin; never from the command line."""
    try:
        text = getpass.getpass(f"{name}: ") if sys.stdin.isatty() else piped()
    except UnicodeDecodeError as error:
        raise CredentialsError(f"The secret {name} is not text in this system's encoding.") from error
    return text.strip("\r\n")


def piped() -> str:
    """A line of stdin: UTF-8, or UTF-16 with its mark, as PowerShell writes; or this system's encoding."""
    data = sys.stdin.buffer.readline()
    if data.startswith(codecs.BOM_UTF16_LE):
        data += sys.stdin.buffer.read(1)  # the line's end has two bytes there
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode(sys.stdin.encoding)
