"""Starts the version that `current` names; goes back by itself where a new one never comes up.

Installers lay a copy of this file into <root>/launcher. It is pure standard library and knows nothing of
posdesk, and what it reads and writes stays as it is: an old copy starts a new posdesk, and the other way.

    <root>/current                   the version that is started, as text
    <root>/former                    the one before it, to which a person can go back
    <root>/first_start               while a version has not come up yet: itself, the former one, the tries
    <root>/went_back                 the version that did not come up, until the next one is switched to
    <root>/versions/V/version.json   laid last, so a version that has it is whole; how it is started

`first_start` is written before `current`: killed in between, it names another version than `current` and
counts for nothing. The launcher counts a try before it starts one. posdesk takes the file away once its own
/healthz answered, and gives a try back where it could not tell (its home was in use). After two tries missed
the former version is current again; the journal is never touched.

On Windows all lies in one root. On Debian the package's root belongs to the system, and what a person updated
lies in a root of the account's own, which counts while it is newer, or was chosen over the system's version
(`over` names that one).
"""

import contextlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from posdesk.records import dataclass, replace

CURRENT, FORMER, OVER = "current", "former", "over"
FIRST_START, WENT_BACK = "first_start", "went_back"
VERSIONS, VERSION_FILE = "versions", "version.json"
LOCK = "first_start.lock"
LAUNCHED_BY = "POSDESK_LAUNCHER"  # in the environment, as JSON: this Python, this file, the version
COUNTED = "POSDESK_FIRST_START"  # in the environment of a start that was counted as a try
OWN_ROOT = "posdesk-program"  # in the account's data folder, on Debian
TRIES = 2
PATIENCE_S = 900.0  # of a first start: a step over years of journal takes minutes
GRACE_S = 30.0  # for what is ended after that, to close its journal
_WATCHED = frozenset({"", "run", "engine"})
_VERSION = re.compile(r"\d{1,5}(\.\d{1,5}){1,3}")
_LOOK_S = 0.2
_PAUSES_S = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)  # while another program has a file open, on Windows


@dataclass(frozen=True)
class FirstStart:
    """A version that has not come up yet; `former` is empty where the one before can't open the journal."""

    version: str
    former: str
    tries: int = 0


@dataclass(frozen=True)
class Places:
    """Where versions lie: `system` belongs to the installer, `own` is written to. Often the same."""

    system: Path
    own: Path

    def folder_of(self, version: str) -> Path | None:
        """The folder of a version that is whole, None where there is none."""
        if not is_version(version):
            return None
        folders = (root / VERSIONS / version for root in (self.own, self.system))
        return next((folder for folder in folders if (folder / VERSION_FILE).is_file()), None)

    def current(self) -> str:
        """The version to start; where what is named is not there, the newest that is; empty without any."""
        mine, theirs = text_in(self.own / CURRENT), text_in(self.system / CURRENT)
        is_mine = text_in(self.own / OVER) == theirs or order_of(mine) > order_of(theirs)
        named = (mine, theirs) if is_mine else (theirs, mine)
        there = (each for each in named if self.folder_of(each) is not None)
        return next(there, "") or self._newest()

    def first_start(self) -> FirstStart | None:
        """What has not come up yet, if it is that which is started."""
        with contextlib.suppress(OSError, ValueError, TypeError):
            first = FirstStart(**json.loads((self.own / FIRST_START).read_text(encoding="utf-8")))
            return first if isinstance(first.tries, int) and first.version == self.current() else None
        return None

    def before(self, version: str) -> str:
        """The newest version that is older than this one; empty where none is here."""
        older = (each for each in self._whole() if order_of(each) < order_of(version))
        return max(older, key=order_of, default="")

    def _newest(self) -> str:
        whole = self._whole()
        return max(whole - {text_in(self.own / WENT_BACK)} or whole, key=order_of, default="")

    def _whole(self) -> set[str]:
        found = {each.name for root in (self.own, self.system) for each in (root / VERSIONS).glob("*")}
        return {each for each in found if self.folder_of(each) is not None}


def places_of(launcher: Path) -> Places:
    """The roots of a launcher: its folder's, and the account's own where that is another."""
    folder = launcher.resolve().parent
    system = folder if (folder / VERSIONS).is_dir() else folder.parent
    if os.name == "nt":
        return Places(system, system)
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Places(system, Path(data) / OWN_ROOT)


def is_version(text: str) -> bool:
    """Whether it is a version as ours are: numbers and dots, never a way to another folder."""
    return _VERSION.fullmatch(text) is not None


def order_of(version: str) -> tuple[int, ...]:
    """By which versions are put in order; 1.2.0 is 1.2, and what is none comes first."""
    parts = [int(part) for part in version.split(".")] if is_version(version) else []
    while parts and not parts[-1]:
        parts.pop()
    return tuple(parts)


def text_in(path: Path) -> str:
    """What stands in a small file, without blanks around; empty where it can't be read."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""


def put(path: Path, text: str) -> None:
    """Lay a small file: whole and on the disk, or as it was. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    _replace(draft, path)
    if os.name != "nt":
        number = os.open(path.parent, os.O_RDONLY)
        os.fsync(number)
        os.close(number)


def _replace(draft: Path, path: Path) -> None:
    for pause in _PAUSES_S:
        try:
            draft.replace(path)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    draft.replace(path)


def can_go_back(places: Places, version: str, former: str) -> bool:
    """Whether the former version can open a journal that this one had open, by what both say of it."""
    new, old = facts_of(places, version), facts_of(places, former)
    beside, schema = new.get("beside"), old.get("schema")
    return isinstance(beside, int) and isinstance(schema, int) and schema >= beside


def switch(places: Places, version: str) -> None:
    """Make a version that is whole the current one: killed at any moment it is that or the one before.

    Raises OSError.
    """
    former = places.current()
    if version != former:
        back = former if can_go_back(places, version, former) else ""
        put(places.own / FIRST_START, json.dumps(asdict(FirstStart(version, back))))
        put(places.own / FORMER, former)
    make_current(places, version)
    (places.own / WENT_BACK).unlink(missing_ok=True)


def make_current(places: Places, version: str) -> None:
    """Let this version be started from now on. Raises OSError."""
    if places.own != places.system:
        put(places.own / OVER, text_in(places.system / CURRENT))
    put(places.own / CURRENT, version)


def go_back(places: Places, first: FirstStart) -> None:
    """The former version is current again; what did not come up is told by it. Raises OSError."""
    put(places.own / WENT_BACK, first.version)
    give_up(places, first.former)


def give_up(places: Places, former: str) -> None:
    """The former version is current again, and there is none to go back to any more. Raises OSError."""
    make_current(places, former)
    for name in (FIRST_START, FORMER):
        (places.own / name).unlink(missing_ok=True)


def facts_of(places: Places, version: str) -> dict[str, object]:
    """What a version says of itself; nothing where it is not there or not whole."""
    folder = places.folder_of(version)
    if folder is None:
        return {}
    with contextlib.suppress(OSError, ValueError):
        facts = json.loads((folder / VERSION_FILE).read_text(encoding="utf-8"))
        return facts if isinstance(facts, dict) else {}
    return {}


def command_of(places: Places, version: str, words: Sequence[str], way: str = "") -> list[str]:
    """How this version is started with these words, by what it says itself. Raises FileNotFoundError.

    Of its own words those that begin with ./ lie in its folder. `way` is "window" or "console"; as this
    process has it without.
    """
    folder = places.folder_of(version)
    command = facts_of(places, version).get(way or ("window" if is_windowed() else "console"))
    if folder is None or not isinstance(command, list) or not command:
        raise FileNotFoundError(f"posdesk is not complete in {places.system}. Install it again.")
    return [*(str(folder / word) if word.startswith("./") else word for word in map(str, command)), *words]


def is_windowed() -> bool:
    """Whether this is Windows' Python without a console: nobody reads what is said, or waits."""
    return os.name == "nt" and Path(sys.executable).stem.lower().endswith("w")


def word_of(words: Sequence[str]) -> str:
    """Which of posdesk's commands these words ask for; empty for the desk."""
    left = iter(words)
    for word in left:
        if word == "--home":
            next(left, None)
        elif not word.startswith("--home="):
            return word
    return ""


@contextlib.contextmanager
def held(path: Path) -> Iterator[bool]:
    """Hold a lock on a file within the block; False where another launcher holds it. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        yield _locked(file.fileno())


def _locked(number: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _first_started(places: Places, words: Sequence[str]) -> "subprocess.Popen[bytes] | int | None":
    """As `_watched`, by one launcher at a time; where no try can be counted, as on a full disk, by none."""
    with contextlib.suppress(OSError), held(places.own / LOCK) as is_ours:
        return _watched(places, words) if is_ours else None
    return None


def _watched(places: Places, words: Sequence[str]) -> "subprocess.Popen[bytes] | int | None":
    """Start a version that has not come up yet, as often as it may try.

    Returns its process once it came up, its exit code where it was hindered, and None where nothing is to
    be watched, or no longer: then the current version is started.
    """
    while (first := places.first_start()) is not None and first.former:
        if first.tries >= TRIES:
            go_back(places, first)
            return None
        counted = replace(first, tries=first.tries + 1)
        put(places.own / FIRST_START, json.dumps(asdict(counted)))
        process = _started(places, first.version, words)
        if process is not None and _came_up(places, process):
            return process
        left = places.first_start()
        if process is not None and left is not None and left.tries < counted.tries:
            return process.wait()
    return None


def _started(places: Places, version: str, words: Sequence[str]) -> "subprocess.Popen[bytes] | None":
    """A process; None where there is nothing that could be started: that is a try missed, too."""
    try:
        command = _told(places, version, words)
        return subprocess.Popen(command, env={**os.environ, COUNTED: "1"})
    except OSError:
        return None


def _told(places: Places, version: str, words: Sequence[str]) -> list[str]:
    """The command of a version, which is told by whom it is started. Raises FileNotFoundError."""
    os.environ.pop(COUNTED, None)
    os.environ[LAUNCHED_BY] = json.dumps([sys.executable, str(Path(__file__).resolve()), version])
    return command_of(places, version, words)


def _came_up(places: Places, process: "subprocess.Popen[bytes]") -> bool:
    """Wait until posdesk took `first_start` away; what hangs is ended, and so is a try that ended itself."""
    until = time.monotonic() + PATIENCE_S
    while places.first_start() is not None:
        if process.poll() is not None:
            return places.first_start() is None  # it may have come up, and ended, between the two looks
        if time.monotonic() > until:
            _end(process)
            return False
        time.sleep(_LOOK_S)
    return True


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Asked first: somebody may work in it already, as where another program has its port."""
    process.terminate()
    try:
        process.wait(GRACE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _go(places: Places, words: Sequence[str]) -> int:
    """Start the current version; where the system can, in this process' place."""
    command = _told(places, places.current(), words)
    if os.name != "nt":
        os.execv(command[0], command)
    return _ended(subprocess.Popen(command))


def _ended(process: "subprocess.Popen[bytes]") -> int:
    """Its exit code; a launcher without a console has nobody to tell it to and leaves."""
    if is_windowed():
        process.returncode = 0  # it goes on by itself
        return 0
    return process.wait()


def main(words: Sequence[str]) -> int:
    """Start posdesk with these words; `--switch V` is the installers'. Returns its exit code."""
    places = places_of(Path(__file__))
    if words[:1] == ["--switch"]:
        switch(places, words[1])
        return 0
    if word_of(words) in _WATCHED and places.first_start() is not None:
        found = _first_started(places, words)
        if found is not None:
            return found if isinstance(found, int) else _ended(found)
    return _go(places, words)


def _say(words: str) -> None:
    """To who started it: on a console, else in a window of the system's."""
    if sys.stderr is not None:
        sys.stderr.write(f"posdesk: {words}\n")
    elif sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(0, words, "posdesk", 0x10)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (OSError, IndexError) as error:
        _say(str(error))
        sys.exit(1)
