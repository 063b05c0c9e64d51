"""A process that opens and closes one shift after the other, and says each Z once it is written."""

import sys
from functools import partial
from itertools import count
from pathlib import Path

from posdesk.engine.shift import ShiftActions
from posdesk.journal import Journal
from tests.journal.making import SetClock, say
from tests.journal.shifts.making import RULES

SOON_S = 30


def main(home: Path) -> None:
    journal = Journal(home, SetClock(), "1")
    actions = ShiftActions(journal)
    if journal.read(lambda db: db.execute("SELECT 1 FROM shifts WHERE closed_at IS NULL").fetchone()) is None:
        actions.open(100, "Li").result(SOON_S)
    for number in count(1):
        actions.pay_in(number, "coins", "Li").result(SOON_S)
        actions.count(number, {}, "again", RULES, "Li").result(SOON_S)
        say(actions.close("", RULES, "Li").result(SOON_S).number)
        actions.open(100, "Li").result(SOON_S)


if __name__ == "__main__":
    partial(main, Path(sys.argv[1]))()
