"""A table as XLSX: numbers that add up, times that are dates, texts that stay texts, columns that fit."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from posdesk.domain.clock import in_china

MOST_ROWS = 1_048_576  # of a sheet, its heads among them; Excel drops what comes after
_CELL_LIMIT = 32_767  # characters as Excel counts them: an emoji is two
_CUT = "…（超出 Excel 单元格，请用 jsonl / cut: too long for a cell, export as jsonl）"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNIT_BYTES = 2
_MEASURED = 200  # rows by which the columns are made wide: more come, one after the other
_NARROWEST, _WIDEST, _AROUND = 8, 60, 2  # in digits
_FORMATS = {Decimal: "0.00", datetime: "yyyy-mm-dd hh:mm:ss", str: "@"}
_SHOWN = {Decimal: 12, datetime: 19}  # digits of a value in its format, about
_MINUTES = "yyyy-mm-dd hh:mm"


def write_workbook(file: IO[bytes], fields: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write every row under its heads, on as many sheets as Excel wants for them.

    A time with a zone is shown as China's clocks show it.
    """
    book, left = Workbook(write_only=True), iter(rows)
    _write_sheet(book, fields, left)
    while more := list(islice(left, 1)):
        _write_sheet(book, fields, chain(more, left))
    book.save(file)


def _write_sheet(book: Workbook, fields: Sequence[str], rows: Iterator[Sequence[object]]) -> None:
    sheet, left = book.create_sheet(), islice(rows, MOST_ROWS - 1)
    assert isinstance(sheet, WriteOnlyWorksheet)
    try:  # left open, it fails when it is collected
        first = list(islice(left, _MEASURED))
        sheet.freeze_panes = "A2"
        widths = sheet.column_dimensions  # type: ignore[attr-defined]  # its stubs don't know it
        for number, values in enumerate(zip(fields, *first, strict=True), 1):
            widths[get_column_letter(number)].width = _width(values)
        sheet.append([_cell(sheet, field) for field in fields])
        for row in chain(first, left):
            sheet.append(list(_cells(sheet, row)))
    finally:
        sheet.close()


def _cells(sheet: WriteOnlyWorksheet, row: Sequence[Any]) -> Iterator[object]:
    return (_cell(sheet, value) for value in row)


def _cell(sheet: WriteOnlyWorksheet, value: Any) -> object:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        text = WriteOnlyCell(sheet, _fitting(_NOT_XML.sub("", value)))
        text.data_type, text.number_format = "s", _FORMATS[str]  # whatever it looks like
        return text
    shown = _FORMATS.get(type(value), "")
    if isinstance(value, datetime):
        shown = shown if value.tzinfo else _MINUTES
        value = in_china(value).replace(tzinfo=None, microsecond=0) if value.tzinfo else value
    cell = WriteOnlyCell(sheet, value)
    if shown:
        cell.number_format = shown
    return cell


def _fitting(text: str) -> str:
    """A cell's text, cut with a word where it would be cut without one."""
    if len(text) * 2 <= _CELL_LIMIT or _units(text) <= _CELL_LIMIT:
        return text
    room = (_CELL_LIMIT - _units(_CUT)) * _UNIT_BYTES
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + _CUT


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // _UNIT_BYTES


def _width(values: Sequence[object]) -> int:
    """A column's width in digits, with room around."""
    return min(max(_NARROWEST, *map(_length, values)) + _AROUND, _WIDEST)


def _length(value: object) -> int:
    if type(value) in _SHOWN:
        return max(_SHOWN[type(value)], len(str(value)) if isinstance(value, Decimal) else 0)
    text = str(value)[:_WIDEST] if value is not None else ""
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)
