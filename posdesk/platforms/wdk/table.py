"""Receipts as a table: CSV with a documented header, a row per line item.

Columns are the document's names: receipt fields as they are, `item.` before those of a line item, `pay.`
before those of a payment. A row holds the receipt's fields and at most one item and one payment; rows with
one store_id, pos_no and serial_num are one receipt. An empty cell means that the field is absent.
"""

import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import field

from posdesk.domain.books.receipt import Handed
from posdesk.domain.key_text import BadKey, key_text, unseen_in
from posdesk.errors import BadReceipt
from posdesk.platforms.values import integer_of
from posdesk.platforms.wdk.checking import (
    SHORTENED,
    FieldError,
    Row,
    checked,
    fen_of,
    is_shortened,
    shown,
    spoilt_by,
)
from posdesk.platforms.wdk.fields import (
    ITEM_FIELDS,
    KEY_FIELDS,
    PAY_CHANNELS,
    PAY_FIELDS,
    RECEIPT_FIELDS,
    SUB_ORDERS,
    FieldKind,
)
from posdesk.platforms.wdk.reading import check_count, handed_of
from posdesk.platforms.wdk.sheet_text import TextLine, bad, counted_words, filled, lines_of, names_of, text_of
from posdesk.records import dataclass

ITEM, PAY = "item.", "pay."
_LISTS = {SUB_ORDERS: ITEM, PAY_CHANNELS: PAY}
_OWN = tuple(each for each in RECEIPT_FIELDS if each.kind is not FieldKind.LIST)
_KINDS = {
    **{each.name: each.kind for each in _OWN},
    **{ITEM + each.name: each.kind for each in ITEM_FIELDS},
    **{PAY + each.name: each.kind for each in PAY_FIELDS},
}
_WHOLE = {
    FieldKind.FEN: fen_of,
    FieldKind.UNIT_FEN: fen_of,
    FieldKind.NUMBER: integer_of,
    FieldKind.TRADE: integer_of,
}
_PATH = re.compile(r"(\w+)\[([0-9]+)\]\.(\w+)")
_NEEDED = frozenset(
    f"{prefix}{each.name}"
    for prefix, table in (("", _OWN), (ITEM, ITEM_FIELDS), (PAY, PAY_FIELDS))
    for each in table
    if each.required
)


def columns() -> tuple[str, ...]:
    """Every column that is known, in the document's order; `*` marks what must not be empty."""
    tables = (("", _OWN), (ITEM, ITEM_FIELDS), (PAY, PAY_FIELDS))
    return tuple(f"{prefix}{each.name}{'*' * each.required}" for prefix, table in tables for each in table)


def _help() -> str:
    """What the command tells of the files, columns and all."""
    lines = textwrap.wrap(", ".join(columns()), 78, initial_indent="  ", subsequent_indent="  ")
    return _HELP.format(columns="\n".join(lines))


_HELP = """\
Take receipts from files; beside a running posdesk, too. Each file is taken
whole or not at all, and the same receipt again changes nothing.

JSON: one ReceiptOrderDO of the WDK document, or a list of them; JSON Lines:
one a line. Amounts are integers of fen, times yyyy-MM-dd HH:mm:ss in China.

CSV: UTF-8, GB18030, or UTF-16 with a mark; comma, semicolon or tab. The first
line names the columns, in any order; those marked * must be filled (those of
item. and pay. only where the row has an item or a payment). One row a line
item: the receipt's own fields stand on each of its rows, and rows with one
store_id, pos_no and serial_num are one receipt. An empty cell is a field left
out. What a spreadsheet made of a number (6.93E+12, 7.0, ="7") or of a value
(#N/A) is refused.

{columns}
"""
HELP = _help()


@dataclass(slots=True)
class _Rows:
    """The rows of one receipt: where each list entry stood in the file."""

    line: int
    row: Row = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=lambda: {name: [] for name in _LISTS})

    def entries(self, name: str) -> list[Row]:
        found = self.row.setdefault(name, [])
        assert isinstance(found, list)
        return found


def read_csv(data: bytes) -> tuple[Handed, ...]:
    """The receipts of a CSV file; how it may be written, sheet_text.py says.

    All or none. Raises BadReceipt naming line and column.
    """
    receipts: dict[tuple[str, ...], _Rows] = {}
    for line, cells in _records(text_of(data)):
        key = tuple(_key(name, _needed(cells, name, line), line) for name in KEY_FIELDS)
        _add(receipts.setdefault(key, _Rows(line)), cells, line)
    if not receipts:
        raise BadReceipt("文件中没有小票 / there is no receipt in the file")
    check_count(len(receipts))
    return tuple(map(_handed, receipts.values()))


def _records(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row's line in the file and its filled cells by column."""
    lines = lines_of(text)
    header = next(lines, TextLine(1, []))
    names = names_of(header)
    _check_header(names, header.number)
    for line in lines:
        cells = filled(line, names)
        _check_left_out(line, names, cells)
        yield line.number, cells


def _check_left_out(line: TextLine, names: list[str], cells: Mapping[str, str]) -> None:
    """Raises BadReceipt where a line ends before a cell that must be filled."""
    left_out = names[len(line.cells) :]
    prefixes = {"", *(prefix for prefix in _LISTS.values() if any(n.startswith(prefix) for n in cells))}
    for name in left_out:
        if name in _NEEDED and _prefix(name) in prefixes:
            zh, en = counted_words(line, names)
            raise bad(line.number, "", f"{zh}，缺少 {name}", f"{en}, {name} is missing")


def _prefix(name: str) -> str:
    return next((prefix for prefix in _LISTS.values() if name.startswith(prefix)), "")


def _check_header(names: list[str], line: int) -> None:
    for name in names:
        if name not in _KINDS:
            words = ("未知列名，请检查拼写", "no column of ours, look at its spelling")
            raise bad(line, shown(name) or "(empty)", *words)
        if names.count(name) > 1:
            raise bad(line, name, "列名重复", "the column stands twice")
    for name in KEY_FIELDS:
        if name not in names:
            raise bad(line, name, "缺少此列", "the column is missing")


def _needed(cells: Mapping[str, str], name: str, line: int) -> str:
    if name not in cells:
        raise bad(line, name, "缺少必填字段", "required and missing")
    return cells[name]


def _add(rows: _Rows, cells: Mapping[str, str], line: int) -> None:
    values = {name: _value(name, cell, line) for name, cell in cells.items()}
    for name, prefix in _LISTS.items():
        entry = {column.removeprefix(prefix): v for column, v in values.items() if column.startswith(prefix)}
        if entry:
            rows.entries(name).append(entry)
            rows.lines[name].append(line)
    for name, value in values.items():
        if "." not in name and rows.row.setdefault(name, value) != value:
            zh, en = f"与第 {rows.line} 行矛盾", f"contradicts line {rows.line}"
            raise bad(line, name, f"{zh}（同一张小票）", f"{en} of the same receipt")


def _value(name: str, cell: str, line: int) -> object:
    if spoilt := spoilt_by(cell):
        raise bad(line, name, *spoilt)
    kind = _KINDS[name]
    if kind is FieldKind.KEY:
        return _key(name, cell, line)
    whole = _WHOLE.get(kind)
    if whole is None:
        return _unshortened(name, cell, line)
    number = whole(cell)
    if number is None:
        raise bad(line, name, *_no_number(cell))
    return number


def _no_number(cell: str) -> tuple[str, str]:
    if unseen := unseen_in(cell):
        return f"含有看不见的字符 {unseen}", f"it holds the invisible character {unseen}"
    return "应为整数（金额单位分）", "an integer is wanted (amounts in fen)"


def _key(name: str, cell: str, line: int) -> str:
    try:
        return _unshortened(name, key_text(cell), line)
    except BadKey as error:
        raise bad(line, name, error.zh, error.en) from error


def _unshortened(name: str, cell: str, line: int) -> str:
    if _KINDS[name] in {FieldKind.TEXT, FieldKind.KEY} and is_shortened(cell):
        raise bad(line, name, *SHORTENED)
    return cell


def _handed(rows: _Rows) -> Handed:
    try:
        return handed_of(checked(rows.row, RECEIPT_FIELDS))
    except FieldError as error:
        raise _located(error, rows) from error


def _located(error: FieldError, rows: _Rows) -> BadReceipt:
    """The error at the line and column where the field stood, or should have stood."""
    found = _PATH.fullmatch(error.path)
    if found is None or found[1] not in _LISTS:
        return bad(rows.line, error.path, error.zh, error.en)
    return bad(rows.lines[found[1]][int(found[2])], _LISTS[found[1]] + found[3], error.zh, error.en)
