"""Who is at the command line: the name that goes into the record."""

import getpass


def command_actor() -> str:
    """The OS user; where the system names none, that it was the command line."""
    try:
        return f"command line: {getpass.getuser()}"
    except (OSError, KeyError, ImportError):  # what it raises differs by system and version
        return "command line"
