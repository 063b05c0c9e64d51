"""The journal: a SQLite file that is the truth between the desk and the engine. The only SQL is here.

The machine stands in this folder: `journal` with its one `writer` and its readers, `jobs`, `transaction`,
`rows`, `schema` with its `steps`, `codec`, `faults`, `lock`, `backup`, and `start_up`, which makes a journal
ready. `sure` says what a journal that lost rows can't answer for any more.

- `orders/`: orders, what was pressed, scanned, printed and is to be read once.
- `books/`: receipts, hours, postings, the daily sheet.
- `shifts/`: the drawer, the checklist, the Z.
- `audit/`: the trail, the seals of its end, what is found in it.
- `wiping/`: personal data that was kept long enough.
- `rescue/`: a journal that is damaged, set back or restored.

`x_rows` reads and finds the rows of `x`, with the moves that others share; `x` does what somebody wanted.
"""

from posdesk.journal.journal import Database, Journal
from posdesk.journal.transaction import Transaction
from posdesk.journal.writer import Notice

__all__ = ["Database", "Journal", "Notice", "Transaction"]
