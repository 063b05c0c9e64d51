"""The salted hashes that stay of what was wiped: by them the same order or receipt is known again (row 60).

The hash of the last raw text is whole. Those of what an order said, and of what tells it from another of its
number, are cut to four figures and count only together with what stayed: whoever holds the file and tries all
phones finds thousands that fit.
"""

import re

from posdesk.domain.clock import to_text
from posdesk.domain.key_text import compared
from posdesk.domain.orders.order import Order, OrderContent, Received, Wiped
from posdesk.domain.orders.personal import stays_the_same, texts_of
from posdesk.journal.transaction import Chain, Transaction

RAW = "null"  # in the place of a raw text: JSON, as all readers of one want it
_SHORT = 4
_TEXTS = re.compile(r'"((?:[^"\\]|\\.)*)"')  # of compact JSON


def of_order(tx: Transaction, order: Order, raw: str) -> Wiped:
    """What stays of an order that is wiped now."""
    texts = texts_of(order.content)
    hashed = tx.chain.hash_of
    return Wiped(tx.now, hashed(raw), hashed(texts.content)[:_SHORT], hashed(texts.telling)[:_SHORT])


def of_damaged(tx: Transaction, raw: str) -> Wiped:
    """What stays of one whose content can't be read: its text as it came is known again, nothing else is."""
    return Wiped(tx.now, tx.chain.hash_of(raw), "-", "-")


def is_same(chain: Chain, wiped: Wiped, old: OrderContent, coming: Received) -> bool:
    """Whether an order that comes says what the wiped one said last, or came just so."""
    if chain.hash_of(coming.raw) == wiped.raw:
        return True
    content = chain.hash_of(texts_of(coming.content).content)[:_SHORT]
    return content == wiped.content and stays_the_same(old, coming.content)


def is_another(chain: Chain, wiped: Wiped, old: OrderContent, coming: OrderContent) -> bool:
    """As `identity.is_another`, where the known one is wiped."""
    telling = chain.hash_of(texts_of(coming).telling)[:_SHORT]
    return telling != wiped.telling or not stays_the_same(old, coming, telling=True)


def of_receipt(tx: Transaction, raw: str) -> str:
    """What stays of a receipt that is wiped now: when, and the hashes of its text in two looks."""
    plain = unpadded(raw)
    return f"{to_text(tx.now)} {tx.chain.hash_of(plain)} {tx.chain.hash_of(compared(plain))}"


def is_same_receipt(chain: Chain, wiped: str, raw: str, *, same_look: bool) -> bool:
    """Whether a receipt that is handed in has the text of the wiped one; `same_look`: as its key has."""
    _, plain, folded = wiped.split(" ")
    text = unpadded(raw)
    return chain.hash_of(text) == plain if same_look else chain.hash_of(compared(text)) == folded


def unpadded(raw: str) -> str:
    """Without the blanks around texts, which earlier versions kept with the keys."""
    return _TEXTS.sub(lambda found: f'"{found[1].strip()}"', raw)
