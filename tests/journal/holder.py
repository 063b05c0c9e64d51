"""A process that holds a home's lock until its stdin ends."""

import sys
from pathlib import Path

from posdesk.journal.lock import HomeLock
from tests.journal.making import say

if __name__ == "__main__":
    with HomeLock(Path(sys.argv[1])):
        say("held")
        sys.stdin.read()
