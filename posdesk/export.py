"""Export rows as CSV, JSON lines or XLSX; personal data masked unless asked for by name (row 59)."""

import contextlib
import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from posdesk import private
from posdesk.domain.clock import CHINA, from_text, in_china, to_text
from posdesk.domain.privacy import masked_address, masked_phone, without_phones
from posdesk.errors import DiskError, SettingsError
from posdesk.journal import Database, Journal, Transaction, audit, export_rows
from posdesk.journal.own_files import has_own_name
from posdesk.platforms.jsontext import read_json, write_json
from posdesk.platforms.o2o.personal import PERSONAL
from posdesk.platforms.values import text_of

WHAT = ("orders", "intents", "receipts", "hours", "audit")
FORMATS = ("csv", "jsonl", "xlsx")
Row = dict[str, Any]
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_BILLS = frozenset({"tbillno", "billno"})
_LEAST_PHONE = 7  # digits: what is shorter may stand in a remark by chance
_FORMULA = re.compile(  # after what no program shows; East Asian ones take the wide signs, too
    "[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2066-\u2069\u3000\ufeff]*[=+@＝＋＠－-]|[\t\r\n]"
)
_CELL_LIMIT = 32_767  # characters; Excel's own
_CUT = "…（超出 Excel 单元格，请用 jsonl / cut: too long for a cell, export as jsonl）"


def moment_of(text: str) -> datetime:
    """A --from or --to: ISO 8601; without an offset China time is meant. Raises SettingsError."""
    try:
        moment = from_text(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=CHINA)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise SettingsError(f"{text!r} is not a time. Write it as 2026-11-21T04:00.") from error


def export(
    journal: Journal,
    what: str,
    target: Path,
    form: str,
    *,
    start: datetime | None,
    end: datetime | None,
    personal: bool,
    actor: str = "",
) -> int:
    """Write the rows of a table to a file, whole or not at all. Returns their number.

    It is audited before the file takes its name. Raises SettingsError where `start` is not
    before `end`, DiskError where journal or file fail.
    """
    if start and end and start >= end:
        raise SettingsError("--from is not before --to: there is nothing between them.")
    span = (to_text(start) if start else "", to_text(end) if end else "9999")
    now = journal.now()
    with _whole(target) as draft:
        count = journal.read(
            lambda db: _drafted(draft, form, what, _rows(db, what, span, now, personal=personal))
        )
        note = partial(_note, what=what, count=count, actor=actor, personal=personal)
        journal.write(note, later=True).result()
    return count


def write_table(target: Path, form: str, fields: Sequence[str], rows: Iterable[Row]) -> None:
    """Write a table of ours to a file, as `csv`, `jsonl` or `xlsx`, whole or not at all.

    Raises SettingsError where the target is no file's name, DiskError where it can't be written.
    """
    with _whole(target) as draft:
        _WRITERS[form](draft, list(fields), rows)


@contextlib.contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """A draft that takes the target's name at the end of the block, or leaves nothing behind."""
    if not target.name or target.is_dir():
        raise SettingsError(f"{str(target)!r} is no file. Name one with -o.")
    if has_own_name(target):
        raise SettingsError(f"{target} is a journal of posdesk. Name another file with -o.")
    try:
        with private.whole(target) as draft:
            yield draft
    except OSError as error:
        reason = error.strerror or error
        raise DiskError(f"{target} can't be written: {reason}. Name another place with -o.") from error


def _drafted(draft: Path, form: str, what: str, rows: Iterator[Row]) -> int:
    """Write the draft row by row, however many there are. Returns their number."""
    counted = _Counted(rows)
    _WRITERS[form](draft, list(export_rows.FIELDS[what]), counted)
    return counted.count


class _Counted:
    """Rows that are counted as they go by."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row


def _note(tx: Transaction, what: str, count: int, actor: str, *, personal: bool) -> None:
    audit.write(tx, "export.personal" if personal else "export", actor=actor, table=what, rows=count)


def _rows(db: Database, what: str, span: tuple[str, str], now: datetime, *, personal: bool) -> Iterator[Row]:
    for values in export_rows.select(db, what, span, now):
        row = dict(zip(export_rows.FIELDS[what], values, strict=True))
        for column in {"at", "received_at", "hour"} & row.keys():
            row[column] = in_china(from_text(row[column])).isoformat()
        if "raw" in row:
            row["raw"] = read_json(row["raw"].encode())
        yield row if personal else _masked_row(row)


def _masked_row(row: Row) -> Row:
    """An order's own object masked, and of a platform's words the phone numbers."""
    changed: Row = {"raw": masked(row["raw"])} if "raw" in row else {}
    if "last_answer" in row:
        changed["last_answer"] = without_phones(row["last_answer"])
    return row | changed


def masked(raw: object) -> object:
    """An order's own object with its personal fields masked, and every phone wherever else one stands."""
    if not isinstance(raw, dict):
        return raw
    phones = _phones(raw)
    return {key: _masked_field(key, value, phones) for key, value in raw.items()}


def _masked_field(key: str, value: object, phones: tuple[str, ...]) -> object:
    if key in _BILLS:
        return value  # a bill's number may look like a phone's
    return _mask(PERSONAL[key], value) if key in PERSONAL else _without(value, phones)


def _phones(raw: dict[str, object]) -> tuple[str, ...]:
    found = (str(raw.get(key) or "").strip() for key, kind in PERSONAL.items() if kind == "phone")
    return tuple(phone for phone in found if len(phone) >= _LEAST_PHONE)


def _without(value: object, phones: tuple[str, ...]) -> object:
    """A customer writes a phone into a remark, too, be it the order's or another one."""
    if isinstance(value, str):
        for phone in phones:
            value = value.replace(phone, masked_phone(phone))
        return without_phones(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value if without_phones(str(value)) == str(value) else without_phones(str(value))
    if isinstance(value, dict):
        return {key: _without(each, phones) for key, each in value.items()}
    if isinstance(value, list):
        return [_without(each, phones) for each in value]
    return value


def _mask(kind: str, value: object) -> object:
    number = text_of(value)
    if kind == "phone" and number is not None:
        return masked_phone(number)  # however it was written
    if not isinstance(value, str):
        return "****" if value is not None else None
    return masked_address(value) if kind == "address" else f"{value[:1]}**" if value else value


def _as_cell(value: object) -> object:
    """A cell's value: objects as JSON text, money as decimal text, and never a formula."""
    if isinstance(value, dict | list):
        value = write_json(value)
    if isinstance(value, Decimal):
        return str(value)
    if not isinstance(value, str) or _NUMBER.fullmatch(value):
        return value
    return f"'{value}" if _FORMULA.match(value) else value


def _write_csv(path: Path, fields: list[str], rows: Iterable[Row]) -> None:
    with private.create(
        path, "x", encoding="utf-8-sig", newline=""
    ) as file:  # the mark makes Excel and WPS read UTF-8
        writer = csv.writer(file)
        writer.writerow(fields)
        writer.writerows([_as_cell(row[field]) for field in fields] for row in rows)


def _write_jsonl(path: Path, _fields: list[str], rows: Iterable[Row]) -> None:
    with private.create(path, "x", encoding="utf-8", newline="\n") as file:
        file.writelines(write_json(row) + "\n" for row in rows)


def _write_xlsx(path: Path, fields: list[str], rows: Iterable[Row]) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 - heavy, and only wanted here
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415

    def cells(values: Iterable[object]) -> list[object]:
        texts = (ILLEGAL_CHARACTERS_RE.sub("", v) if isinstance(v, str) else v for v in values)
        return [_fitting(text) if isinstance(text, str) else text for text in texts]

    with private.create(path) as file:
        book = Workbook(write_only=True)
        with contextlib.closing(book.create_sheet()) as sheet:  # left open, it fails when it is collected
            sheet.append(fields)
            for row in rows:
                sheet.append(cells(_as_cell(row[field]) for field in fields))
        book.save(file)


def _fitting(text: str) -> str:
    """A cell's text, cut with a word where it would be cut without one."""
    return text if len(text) <= _CELL_LIMIT else text[: _CELL_LIMIT - len(_CUT)] + _CUT


_WRITERS = {"csv": _write_csv, "jsonl": _write_jsonl, "xlsx": _write_xlsx}
__all__ = ["FORMATS", "WHAT", "export", "masked", "moment_of", "write_table"]
