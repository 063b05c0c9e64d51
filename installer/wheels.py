"""The runtime's wheels out of the lock, for one system: each fetched by its hash; nothing of them is run."""

from __future__ import annotations

import ast
import hashlib
import operator
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from email.parser import Parser
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements-runtime.lock"
OURS = "posdesk"
SETS_UP = "hatchling"  # in the lock for a checkout's set-up alone; what only it needs stays out as well
_NAME = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+)(?: ; (?P<marker>.*?))? \\$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


class BuildError(Exception):
    """A build that can't be made, or not of what is pinned; the message says what."""


@dataclass(frozen=True, slots=True)
class Target:
    """A system that posdesk is shipped for: its name, pip's names of its platform, its Pythons."""

    name: str
    platform: str  # as sys.platform says it
    tags: tuple[str, ...]
    pythons: tuple[str, ...]


DEBIAN = Target(
    "debian",
    "linux",
    (*(f"manylinux_2_{minor}_x86_64" for minor in (34, 28, 17)), "manylinux2014_x86_64", "linux_x86_64"),
    ("3.11", "3.13"),  # Debian 12's and 13's: what is compiled for either lies side by side
)
WINDOWS = Target("windows", "win32", ("win_amd64",), ("3.13",))


@dataclass(frozen=True, slots=True)
class Pin:
    """A package as the lock has it: any of these hashes is right, and these others asked for it."""

    name: str
    version: str
    marker: str
    hashes: frozenset[str]
    asked_by: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel that was fetched, and the SHA-256 that it has and the lock allows."""

    name: str
    version: str
    path: Path
    sha256: str

    def metadata(self) -> Message:
        """What its maker says of it: Name, Version, License-Expression, Author and so on."""
        with zipfile.ZipFile(self.path) as files:
            name = next(each for each in files.namelist() if each.endswith(".dist-info/METADATA"))
            return Parser().parsestr(files.read(name).decode())


def pins(text: str) -> list[Pin]:
    """All that a lock holds, in its order."""
    return [_pin(block) for block in re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE) if "==" in block]


def _pin(block: str) -> Pin:
    head, *rest = block.splitlines()
    named = _NAME.match(head)
    if named is None:
        raise BuildError(f"this line of the lock can't be read: {head}")
    asked = [words[-1] for words in map(str.split, rest) if words[:1] == ["#"] and "-c" not in words]
    asked = [OURS if "pyproject" in each else each for each in asked if each != "via"]
    return Pin(
        named["name"],
        named["version"],
        named["marker"] or "",
        frozenset(_HASH.findall(block)),
        frozenset(asked),
    )


def shipped(all_pins: Sequence[Pin]) -> list[Pin]:
    """What posdesk itself asks for, and what that asks for in turn."""
    reached = {OURS}
    while True:
        more = {pin.name for pin in all_pins if pin.name != SETS_UP and pin.asked_by & reached} - reached
        if not more:
            return [pin for pin in all_pins if pin.name in reached]
        reached |= more


def holds(marker: str, target: Target, python: str) -> bool:
    """Whether an environment marker of the lock is true there. Raises BuildError for one it doesn't know."""
    if not marker:
        return True
    facts = {
        "python_full_version": f"{python}.0",
        "python_version": python,
        "sys_platform": target.platform,
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "platform_machine": "AMD64" if target is WINDOWS else "x86_64",
    }
    try:
        return _true(ast.parse(marker, mode="eval").body, facts)
    except (SyntaxError, KeyError, ValueError) as error:
        raise BuildError(f"the lock's marker can't be read: {marker}") from error


def _true(node: ast.expr, facts: Mapping[str, str]) -> bool:
    """Markers are written as Python's own comparisons."""
    if isinstance(node, ast.BoolOp):
        each = (_true(value, facts) for value in node.values)
        return all(each) if isinstance(node.op, ast.And) else any(each)
    if isinstance(node, ast.Compare) and isinstance(node.left, ast.Name):
        given, wanted = facts[node.left.id], ast.literal_eval(node.comparators[0])
        is_version = "version" in node.left.id
        left, right = (_numbers(given), _numbers(wanted)) if is_version else (given, wanted)
        return _ORDERS[type(node.ops[0])](left, right)
    raise ValueError(ast.dump(node))


def _numbers(version: str) -> tuple[int, ...]:
    numbers = tuple(int(each) for each in version.split("."))
    return numbers + (0,) * (3 - len(numbers))


_ORDERS: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def fetch(target: Target, kept: Path, lock: Path = LOCK) -> list[Wheel]:
    """The wheels for each of the target's Pythons, in the folder `kept`, by name and file; no other is left.

    Needs a Python with pip. Raises BuildError, OSError.
    """
    wanted = shipped(pins(lock.read_text(encoding="utf-8")))
    kept.mkdir(parents=True, exist_ok=True)
    found: dict[Path, Wheel] = {}
    for python in target.pythons:
        here = [pin for pin in wanted if holds(pin.marker, target, python)]
        folder = kept / python
        _download(here, target, python, folder)
        for wheel in _checked(here, folder):
            found.setdefault(Path(wheel.path.name), wheel)
    return [found[name] for name in sorted(found)]


def _download(wanted: Sequence[Pin], target: Target, python: str, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    lines = [f"{pin.name}=={pin.version} " + " ".join(_by_hash(pin)) for pin in wanted]
    (folder / "wanted.lock").write_text("\n".join(lines) + "\n", encoding="ascii")
    plain = python.replace(".", "")
    system = ["--implementation", "cp", "--python-version", plain]
    system += [word for tag in (*target.tags, "any") for word in ("--platform", tag)]
    system += [word for abi in (f"cp{plain}", "abi3", "none") for word in ("--abi", abi)]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--no-input", "--only-binary", ":all:", *system, "--require-hashes", "--dest", str(folder)]
    done = subprocess.run(
        [*command, "--requirement", str(folder / "wanted.lock")], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BuildError(f"the wheels for {target.name}, Python {python}, can't be fetched:\n{done.stderr}")


def _by_hash(pin: Pin) -> Iterator[str]:
    return (f"--hash=sha256:{each}" for each in sorted(pin.hashes))


def _checked(wanted: Sequence[Pin], folder: Path) -> Iterator[Wheel]:
    """Exactly the wheels of these pins, each hashed where it lies; what an earlier lock left there goes."""
    by_name = {_plain(pin.name): pin for pin in wanted}
    for path in sorted(folder.glob("*.whl")):
        name, version = path.name.split("-")[:2]
        pin, digest = by_name.get(_plain(name)), hashlib.sha256(path.read_bytes()).hexdigest()
        if pin is None or pin.version != version or digest not in pin.hashes:
            path.unlink()
            continue
        del by_name[_plain(name)]
        yield Wheel(pin.name, pin.version, path, digest)
    if by_name:
        raise BuildError(f"no wheel with a hash of the lock: {', '.join(sorted(by_name))}")


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
