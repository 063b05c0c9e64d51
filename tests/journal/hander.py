"""A process that hands the same calls of receipts in, one after another, and says what became of each."""

import sys
from functools import partial
from itertools import count
from pathlib import Path

from posdesk.domain.books.receipt import Door, Handed
from posdesk.journal import Journal
from posdesk.journal.books import receipts
from tests.journal.making import SetClock, say
from tests.journal.takings import till

CALL = 25


def call(number: int) -> tuple[Handed, ...]:
    """The receipts of one call."""
    return tuple(till(f"{number}-{index}") for index in range(CALL))


def main(home: Path, name: str, most: int) -> None:
    journal = Journal(home, SetClock(), name)
    for number in count() if most == 0 else range(most):
        stored = journal.write(partial(receipts.store, handed=call(number), door=Door.HTTP)).result(30)
        say(number, stored.stored, stored.known)
    journal.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
