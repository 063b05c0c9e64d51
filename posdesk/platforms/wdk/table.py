"""Receipts as a table: CSV with a documented header, a row per line item.

Columns are the document's names: receipt fields as they are, `item.` before those of a line item, `pay.`
before those of a payment. A row holds the receipt's fields and at most one item and one payment; rows with
one store_id, pos_no and serial_num are one receipt. An empty cell means that the field is absent.
"""

import csv
import io
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from posdesk.domain.key_text import BadKey, key_text
from posdesk.domain.receipt import Handed
from posdesk.errors import BadReceipt
from posdesk.platforms.values import integer_of
from posdesk.platforms.wdk.checking import FieldError, Row, checked, fen_of, shown
from posdesk.platforms.wdk.fields import (
    ITEM_FIELDS,
    KEY_FIELDS,
    PAY_CHANNELS,
    PAY_FIELDS,
    RECEIPT_FIELDS,
    SUB_ORDERS,
    Kind,
)
from posdesk.platforms.wdk.reading import check_count, handed_of

ITEM, PAY = "item.", "pay."
_LISTS = {SUB_ORDERS: ITEM, PAY_CHANNELS: PAY}
_OWN = tuple(each for each in RECEIPT_FIELDS if each.kind is not Kind.LIST)
_KINDS = {
    **{each.name: each.kind for each in _OWN},
    **{ITEM + each.name: each.kind for each in ITEM_FIELDS},
    **{PAY + each.name: each.kind for each in PAY_FIELDS},
}
_WHOLE = {Kind.FEN: fen_of, Kind.UNIT_FEN: fen_of, Kind.NUMBER: integer_of, Kind.TRADE: integer_of}
_SHORTENED = re.compile(r"[0-9](\.[0-9]+)?E\+[0-9]{1,2}")  # what Excel makes of a long number
_PATH = re.compile(r"(\w+)\[([0-9]+)\]\.(\w+)")
_DELIMITERS = ",;\t"


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

CSV: UTF-8 or GB18030; comma, semicolon or tab. The first line names the
columns, in any order; those marked * must be filled (those of item. and pay.
only where the row has an item or a payment). One row a line item: the
receipt's own fields stand on each of its rows, and rows with one store_id,
pos_no and serial_num are one receipt. An empty cell is a field left out.

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
    """The receipts of a CSV file in UTF-8 or GB18030; comma, semicolon or tab by its header line.

    All or none. Raises BadReceipt naming line and column.
    """
    receipts: dict[tuple[str, ...], _Rows] = {}
    for line, cells in _records(_text(data)):
        key = tuple(_key(name, _needed(cells, name, line), line) for name in KEY_FIELDS)
        _add(receipts.setdefault(key, _Rows(line)), cells, line)
    if not receipts:
        raise BadReceipt("文件中没有小票 / there is no receipt in the file")
    check_count(len(receipts))
    return tuple(map(_handed, receipts.values()))


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadReceipt("既不是 UTF-8 也不是 GB18030 文本 / neither UTF-8 nor GB18030 text")


def _records(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row's line in the file and its filled cells by column."""
    rows = _numbered_rows(text)
    line, header = next(rows, (1, []))
    names = [cell.strip() for cell in header]
    _check_header(names, line)
    for number, cells in rows:
        if len(cells) != len(names):
            zh, en = (
                f"有 {len(cells)} 格，表头有 {len(names)} 格",
                f"{len(cells)} cells, the header has {len(names)}",
            )
            raise _bad(number, "", zh, en)
        yield number, {name: cell for name, cell in zip(names, cells, strict=True) if cell.strip()}


def _numbered_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line where it begins."""
    head = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise _bad(line, "", f"不是 CSV（{error}）", f"not CSV ({error})") from error


def _check_header(names: list[str], line: int) -> None:
    for name in names:
        if name not in _KINDS:
            words = ("未知列名，请检查拼写", "no column of ours, look at its spelling")
            raise _bad(line, shown(name) or "(empty)", *words)
        if names.count(name) > 1:
            raise _bad(line, name, "列名重复", "the column stands twice")
    for name in KEY_FIELDS:
        if name not in names:
            raise _bad(line, name, "缺少此列", "the column is missing")


def _needed(cells: Mapping[str, str], name: str, line: int) -> str:
    if name not in cells:
        raise _bad(line, name, "缺少必填字段", "required and missing")
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
            raise _bad(line, name, f"{zh}（同一张小票）", f"{en} of the same receipt")


def _value(name: str, cell: str, line: int) -> object:
    if cell.startswith("'"):
        zh, en = "以撇号开头，请去掉撇号", "the cell begins with an apostrophe, take it away"
        raise _bad(line, name, zh, en)
    kind = _KINDS[name]
    if kind is Kind.KEY:
        return _key(name, cell, line)
    whole = _WHOLE.get(kind)
    if whole is None:
        return _unshortened(name, cell, line)
    number = whole(cell)
    if number is None:
        zh, en = "应为整数（金额单位分）", "an integer is wanted (amounts in fen)"
        raise _bad(line, name, zh, en)
    return number


def _key(name: str, cell: str, line: int) -> str:
    try:
        return _unshortened(name, key_text(cell), line)
    except BadKey as error:
        raise _bad(line, name, error.zh, error.en) from error


def _unshortened(name: str, cell: str, line: int) -> str:
    if _SHORTENED.fullmatch(cell.strip()) and _KINDS[name] in {Kind.TEXT, Kind.KEY}:
        zh, en = (
            "号码被表格软件改成了科学计数，请按文本保存",
            "a spreadsheet has shortened this number, keep it as text",
        )
        raise _bad(line, name, zh, en)
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
        return _bad(rows.line, error.path, error.zh, error.en)
    return _bad(rows.lines[found[1]][int(found[2])], _LISTS[found[1]] + found[3], error.zh, error.en)


def _bad(line: int, column: str, zh: str, en: str) -> BadReceipt:
    in_zh = f"第 {line} 行“{column}”列" if column else f"第 {line} 行"
    in_en = f"line {line}, column {column}" if column else f"line {line}"
    return BadReceipt(f"{in_zh}：{zh} / {in_en}: {en}")
