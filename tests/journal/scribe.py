"""A process that writes orders from four threads and says each bill once it is reported as written."""

import sys
import threading
from itertools import count
from pathlib import Path

from posdesk.journal import Journal
from tests.journal.making import Counter, SetClock, say

THREADS = 4


def main(home: Path, name: str, most: int) -> None:
    journal, saying = Journal(home, SetClock(), name), threading.Lock()

    def write(thread: int) -> None:
        for number in count() if most == 0 else range(most):
            bill = f"{name}/{thread}/{number}"
            Counter(journal).add(bill)
            with saying:
                say(bill)

    threads = [threading.Thread(target=write, args=(each,)) for each in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    journal.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
