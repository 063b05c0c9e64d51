"""Modules that are imported when something of them is first asked for: a start needs few of them.

Beside a plain import for who checks types:

    if TYPE_CHECKING:
        from posdesk.journal.rescue import salvage
    else:
        salvage = late("posdesk.journal.rescue.salvage")
"""

from importlib import import_module


class _Late:
    """Stands for the module; what is set on it stands before what the module has."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, item: str) -> object:
        return getattr(import_module(self._name), item)


def late(name: str) -> object:
    """The module of that full name, not imported yet; from any thread."""
    return _Late(name)
