"""The salted hashes that stay of what was wiped: by them the same order or receipt is known again (row 60).

The hash of the last raw text is whole. Those of what an order said, and of what tells it from another of its
number, are cut to four figures and count only together with what stayed: whoever holds the file and tries all
phones finds thousands that fit.
"""

import re

from posdesk.domain.clock import to_text
from posdesk.domain.key_text import compared
from posdesk.domain.orders.identity import TELLING
from posdesk.domain.orders.order import Order, OrderContent, Received, Thinned, Wiped
from posdesk.domain.orders.personal import PUT_AWAY, changed_since, put_away_texts, texts_of
from posdesk.domain.orders.sums import goods_of
from posdesk.journal.transaction import Chain, Transaction
from posdesk.records import dataclass

RAW = "null"  # in the place of a raw text: JSON, as all readers of one want it
_SHORT = 4
_OF_GOODS = 16  # nothing personal is in them: long enough that no two are alike
_TEXTS = re.compile(r'"((?:[^"\\]|\\.)*)"')  # of compact JSON


@dataclass(frozen=True, slots=True)
class Left:
    """What stayed of an order that is wiped, and of its lines where it is thinned, too."""

    wiped: Wiped
    thinned: Thinned | None = None


def of_order(tx: Transaction, order: Order, raw: str) -> Wiped:
    """What stays of an order that is wiped now."""
    texts = texts_of(order.content)
    hashed = tx.chain.hash_of
    return Wiped(tx.now, hashed(raw), hashed(texts.content)[:_SHORT], hashed(texts.telling)[:_SHORT])


def of_damaged(tx: Transaction, raw: str) -> Wiped:
    """What stays of one whose content can't be read: its text as it came is known again, nothing else is."""
    return Wiped(tx.now, tx.chain.hash_of(raw), "-", "-")


def of_lines(tx: Transaction, content: OrderContent) -> Thinned:
    """What stays of the lines and fees of a wiped order that is thinned now."""
    lines, extras = (_of_goods(tx.chain, text) for text in put_away_texts(content))
    return Thinned(tx.now, goods_of(content), lines, extras)


def is_same(chain: Chain, left: Left, old: OrderContent, coming: Received) -> bool:
    """Whether an order that comes says what the wiped one said last, or came just so."""
    if chain.hash_of(coming.raw) == left.wiped.raw:
        return True
    content = chain.hash_of(texts_of(coming.content).content)[:_SHORT]
    return content == left.wiped.content and not changed(chain, left, old, coming.content)


def is_another(chain: Chain, left: Left, old: OrderContent, coming: OrderContent) -> bool:
    """As `identity.is_another`, where the known one is wiped."""
    telling = chain.hash_of(texts_of(coming).telling)[:_SHORT]
    return telling != left.wiped.telling or not set(TELLING).isdisjoint(changed(chain, left, old, coming))


def changed(chain: Chain, left: Left, old: OrderContent, coming: OrderContent) -> tuple[str, ...]:
    """The fields in which an order that comes differs from what stayed of the wiped one."""
    thinned = left.thinned
    hashes = {name: getattr(thinned, name) for name in PUT_AWAY} if thinned else {}
    return changed_since(old, coming, hashes, lambda text: _of_goods(chain, text))


def _of_goods(chain: Chain, text: str) -> str:
    return chain.hash_of(text)[:_OF_GOODS]


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
