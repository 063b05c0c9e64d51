"""What the receipts' tests are made of: the document's own example, and receipts of any shape."""

import contextlib
import json
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from posdesk.domain.key_text import BadKey, key_text
from posdesk.platforms.wdk.checking import MOST_FEN, is_shortened
from posdesk.platforms.wdk.fields import RECEIPT_FIELDS, FieldKind, ReceiptField
from tests.support.paths import ROOT

EXAMPLE_FILE = ROOT / "tests/data/wdk/ReceiptOrderDO.json"
EXAMPLE: dict[str, Any] = json.loads(EXAMPLE_FILE.read_bytes())
Row = dict[str, Any]


def example(**changed: Any) -> Row:
    """The document's example with these fields changed; None takes one away."""
    row = {**json.loads(EXAMPLE_FILE.read_bytes()), **changed}
    return {name: value for name, value in row.items() if value is not None}


def body(value: object) -> bytes:
    """JSON as a till writes it."""
    return json.dumps(value, ensure_ascii=False).encode()


texts = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=20).map(
    lambda text: text if text.strip() else f"{text}x"
)


def _is_key(text: str) -> bool:
    with contextlib.suppress(BadKey):
        return key_text(text) == text and not is_shortened(text)
    return False


keys = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=20).filter(_is_key)
_QUANTITIES = st.decimals(-1000, 1000, allow_nan=False, places=3).map(lambda number: format(number, "f"))
_OF = {
    FieldKind.FEN: st.integers(-MOST_FEN, MOST_FEN),
    FieldKind.UNIT_FEN: st.integers(-MOST_FEN, MOST_FEN),
    FieldKind.NUMBER: st.integers(0, 99),
    FieldKind.TRADE: st.sampled_from([1, 2]),
    FieldKind.KEY: keys,
    FieldKind.TEXT: texts,
    FieldKind.FEN_TEXT: st.integers(-999, 999).map(str) | texts,
    FieldKind.QUANTITY: _QUANTITIES,
    FieldKind.DATE: st.datetimes().map(
        lambda at: f"{at.replace(year=at.year % 100 + 2000, day=1):%Y-%m-%d %H:%M:%S}"
    ),
}


def _value(field: ReceiptField) -> st.SearchStrategy[Any]:
    if field.kind is FieldKind.LIST:
        return st.lists(rows(field.rows), min_size=1, max_size=3)
    return _OF[field.kind]


def rows(table: tuple[ReceiptField, ...] = RECEIPT_FIELDS) -> st.SearchStrategy[Row]:
    """Objects with every required field of a table and any of the others, in any order."""
    must = {field.name: _value(field) for field in table if field.required}
    may = {field.name: _value(field) for field in table if not field.required}
    made = st.fixed_dictionaries(must, optional=may)
    return made.flatmap(lambda row: st.permutations(list(row.items())).map(dict))


def yuan(fen: int) -> Decimal:
    """Yuan of fen."""
    return Decimal(fen).scaleb(-2)
