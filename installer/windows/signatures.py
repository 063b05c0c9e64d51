"""Whose signature a file for Windows carries, by osslsigncode and the four roots in roots.pem.

The roots are Microsoft's of 2010, 2011 and 2020 and DigiCert's Trusted Root G4. Nothing is asked of a
network: a list of certificates that were called back is not looked at.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path

ROOTS = Path(__file__).resolve().parent / "roots.pem"
PACKAGE = "osslsigncode"  # Debian's
FOUNDATION = "Python Software Foundation"
MAKERS = frozenset({FOUNDATION, "Microsoft Corporation"})  # Microsoft's: the C runtime
_SIGNER = re.compile(r"Signer #0:\s+Subject: (\S.*)")
_MAKER = re.compile(r"/O=([^/]+)")


class SignatureError(Exception):
    """A signature that is missing, broken or somebody else's; the message says which."""


def signer_of(file: Path, roots: Path = ROOTS) -> str:
    """The organisation that signed a program, a library or a catalog. Raises SignatureError, OSError."""
    if shutil.which(PACKAGE) is None:
        raise SignatureError(f"{PACKAGE} is needed to check signatures: apt-get install {PACKAGE}")
    words = (PACKAGE, "verify", *_offline(), "-CAfile", str(roots), "-TSA-CAfile", str(roots))
    done = subprocess.run([*words, "-in", str(file)], capture_output=True, env=_plain(), check=False)
    said = done.stdout.decode(errors="replace")
    signer = _SIGNER.search(said)
    maker = _MAKER.search(signer[1]) if signer else None
    if done.returncode or maker is None:
        raise SignatureError(f"{file.name}: no signature that can be proven ({_last_line(said)})")
    return maker[1]


def check_signers(files: Iterable[Path], allowed: frozenset[str] = MAKERS) -> None:
    """That each of these is signed by one of the makers. Raises SignatureError, naming the file, OSError."""
    for file in files:
        signer = signer_of(file)
        if signer not in allowed:
            raise SignatureError(f"{file.name} is signed by {signer}, not by {' or '.join(sorted(allowed))}")


def programs_in(folder: Path) -> list[Path]:
    """All that Windows runs or loads in a folder."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in {".exe", ".dll", ".pyd"})


@cache
def _offline() -> tuple[str, ...]:
    """Since 2.6 it would fetch lists of certificates that were called back, unless it is told not to."""
    help_ = subprocess.run([PACKAGE, "verify", "--help"], capture_output=True, check=False)
    return ("-ignore-crl",) if b"-ignore-crl" in help_.stdout + help_.stderr else ()


def _plain() -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C"}


def _last_line(said: str) -> str:
    return said.strip().rpartition("\n")[2] or "osslsigncode said nothing"
