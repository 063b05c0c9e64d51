"""What a program of the bench says to the bench: lines on stdout."""

import json
import sys
from collections.abc import Mapping

LISTENING = "listening on "  # as `posdesk engine` says it, too


def listens(address: tuple[str, int]) -> None:
    """Calls are taken there."""
    say(f"{LISTENING}http://{address[0]}:{address[1]}")


def found(values: Mapping[str, object]) -> None:
    """What was measured."""
    say(json.dumps(values))


def say(line: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
