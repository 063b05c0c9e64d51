"""What can't be undone, and was done at two counters of a store: both say so (relay.md).

A PC that was replaced, or goes on from an older copy, is another one here: it may not know what it did.
"""

from posdesk.domain.orders.conflict import TWO_OUTS, TWO_PAYS
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.relay.act import ActKind
from posdesk.journal.orders import order_moves, order_rows
from posdesk.journal.relay import acts
from posdesk.journal.relay.acts import By
from posdesk.journal.transaction import Transaction

_OUT = (ActKind.VERIFY, ActKind.OUT)
_TWICE = {
    ActKind.PAY: ((ActKind.PAY,), TWO_PAYS),
    **dict.fromkeys(_OUT, (_OUT, TWO_OUTS)),
}


def tell(tx: Transaction, kind: ActKind, key: OrderKey, by: By) -> None:
    """It was done by that journal, this one or another: was it done by another one, too?"""
    conflict = _TWICE.get(kind)
    order = order_rows.standing(tx.db, key)
    if conflict is None or order is None:
        return
    kinds, what = conflict
    if acts.done_by_another(tx.db, key, kinds, by):
        order_moves.record_conflict(tx, key, order.state, what)
