"""Another process of posdesk's own: how a module of it is run by the Python that runs this."""

import sys
from pathlib import Path
from typing import Final

import posdesk

ENTRY: Final = "start.py"
"""Beside the packages of an installed version: where Python itself is the system's, only this knows them."""


def command(module: str) -> list[str]:
    """The words that run a module as a program, to which its arguments are put."""
    site = Path(posdesk.__file__).resolve().parent.parent
    entry = site.parent / ENTRY
    if site.name == "site" and entry.is_file():
        return [sys.executable, "-I", "-S", str(entry), "-m", module]
    return [sys.executable, "-m", module]
