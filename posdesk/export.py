"""Export rows as CSV, JSON lines or XLSX; personal data masked unless asked for by name (row 59)."""

import contextlib
import csv
import re
import unicodedata
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from posdesk.domain.clock import CHINA, from_text, in_china, to_text
from posdesk.domain.key_text import unseen_in
from posdesk.domain.privacy import masked_address, masked_phone, without_phones
from posdesk.errors import DiskError, SettingsError
from posdesk.host import private
from posdesk.host.progress import Progress, silent
from posdesk.journal import Database, Journal, Transaction, export_rows
from posdesk.journal.audit import audit
from posdesk.journal.files import has_own_name
from posdesk.platforms.jsontext import read_json, write_json
from posdesk.platforms.o2o.fields import PERSONAL
from posdesk.platforms.values import text_of

WHAT = ("orders", "intents", "receipts", "hours", "audit")
FORMATS = ("csv", "jsonl", "xlsx")
Row = dict[str, Any]
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_BILLS = frozenset({"tbillno", "billno"})
_LEAST_PHONE = 7  # digits: what is shorter may stand in a remark by chance
_SIGNS = frozenset("=+@-＝＋＠－")  # East Asian programs take the wide ones, too
_APART = "\t\r\n"
_SPLITS = re.compile("([;\t\r\n])")


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
    progress: Progress = silent,
) -> int:
    """Write the rows of a table to a file, whole or not at all. Returns their number.

    It is audited before the file takes its name. Raises SettingsError where `start` is not
    before `end`, DiskError where journal or file fail, Cancelled.
    """
    if start and end and start >= end:
        raise SettingsError("--from is not before --to: there is nothing between them.")
    span = (to_text(start) if start else "", to_text(end) if end else "9999")
    now = journal.now()
    with _whole(target) as draft:

        def write(db: Database) -> int:
            with contextlib.closing(_rows(db, what, span, now, personal=personal)) as rows:
                return _drafted(draft, form, what, rows, progress)

        count = journal.read(write)
        note = partial(_note, what=what, count=count, actor=actor, personal=personal)
        journal.write(note, later=True).result()
    return count


@dataclass(frozen=True, slots=True)
class Table:
    """Column heads, each once, and rows by them.

    Money is Decimal yuan, a count int, a time what clocks in China show, without a zone.
    """

    fields: tuple[str, ...]
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, fields: Iterable[str], rows: Iterable[Iterable[object]]) -> "Table":
        """Heads, and under each of them a row's value; an aware time is shown to the minute."""
        heads = tuple(fields)
        return cls(heads, tuple(dict(zip(heads, map(_shown, row), strict=True)) for row in rows))


def _shown(value: object) -> object:
    """A time as clocks in China show it: spreadsheets know no zones."""
    if isinstance(value, datetime):
        return in_china(value).replace(tzinfo=None, second=0, microsecond=0)
    return value


def write_table(target: Path, form: str, table: Table) -> None:
    """Write a table of ours to a file, as `csv`, `jsonl` or `xlsx`, whole or not at all.

    Raises SettingsError where the target is no file's name, DiskError where it can't be written.
    """
    with _whole(target) as draft:
        _WRITERS[form](draft, list(table.fields), table.rows)


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


def _drafted(draft: Path, form: str, what: str, rows: Iterator[Row], progress: Progress) -> int:
    """Write the draft row by row, however many there are. Returns their number."""
    counted = _Counted(rows, progress)
    _WRITERS[form](draft, list(export_rows.FIELDS[what]), counted)
    return counted.count


class _Counted:
    """Rows that are counted as they go by."""

    def __init__(self, rows: Iterator[Row], progress: Progress) -> None:
        self._rows, self._progress = rows, progress
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            self._progress(self.count)
            yield row


def _note(tx: Transaction, what: str, count: int, actor: str, *, personal: bool) -> None:
    audit.write(tx, "export.personal" if personal else "export", actor=actor, table=what, rows=count)


def _rows(
    db: Database, what: str, span: tuple[str, str], now: datetime, *, personal: bool
) -> Generator[Row, None, None]:
    for values in export_rows.select(db, what, span, now):
        row = dict(zip(export_rows.FIELDS[what], values, strict=True))
        for column in {"at", "received_at", "hour", "wiped_at"} & row.keys():
            row[column] = in_china(from_text(row[column])) if row[column] is not None else None
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


def _as_text(value: object) -> object:
    """What a text file holds of a value: money as decimal text, a time as China's clocks show it."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat() if value.tzinfo else f"{value:%Y-%m-%d %H:%M}"
    return value


def _as_json(row: Row) -> Row:
    """An order's own object keeps its numbers."""
    return {name: _as_text(value) for name, value in row.items()}


def _as_cell(value: object) -> object:
    """A cell's value: objects as JSON text, and never a formula."""
    if isinstance(value, dict | list):
        value = write_json(value)
    return f"'{value}" if isinstance(value, str) and _is_formula(value) else value


def _is_formula(text: str) -> bool:
    """Whether a spreadsheet would calculate it, or take what follows its first tab or line end for a cell."""
    if _NUMBER.fullmatch(text) or not text:
        return False
    return text[0] in _APART or _seen(text)[:1] in _SIGNS


def _seen(text: str) -> str:
    """The text from its first character on that is shown as anything."""
    first = next((at for at, each in enumerate(text) if not (each.isspace() or _shows_nothing(each))), None)
    return text[first:] if first is not None else ""


def _shows_nothing(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Zs"} or bool(unseen_in(character))


def _as_csv_cell(value: object) -> object:
    """As `_as_cell`, for a program that splits cells where ours don't end.

    With another list separator than a comma quotes are none: what stands behind a `;`, a tab or a line end
    in a text is a cell of its own there.
    """
    cell = _as_cell(_as_text(value))
    if not isinstance(cell, str) or not _SPLITS.search(cell):
        return cell
    first, *rest = _SPLITS.split(cell)
    return first + "".join(each if _SPLITS.fullmatch(each) else str(_as_cell(each)) for each in rest)


def _write_csv(path: Path, fields: list[str], rows: Iterable[Row]) -> None:
    with private.create(
        path, "x", encoding="utf-8-sig", newline=""
    ) as file:  # the mark makes Excel and WPS read UTF-8
        writer = csv.writer(file)
        writer.writerow(fields)
        writer.writerows([_as_csv_cell(row[field]) for field in fields] for row in rows)


def _write_jsonl(path: Path, _fields: list[str], rows: Iterable[Row]) -> None:
    with private.create(path, "x", encoding="utf-8", newline="\n") as file:
        file.writelines(write_json(_as_json(row)) + "\n" for row in rows)


def _write_xlsx(path: Path, fields: list[str], rows: Iterable[Row]) -> None:
    from posdesk.workbook import write_workbook  # noqa: PLC0415 - heavy, and only wanted here

    with private.create(path) as file:
        write_workbook(file, fields, ([_as_cell(row[field]) for field in fields] for row in rows))


_WRITERS = {"csv": _write_csv, "jsonl": _write_jsonl, "xlsx": _write_xlsx}
__all__ = ["FORMATS", "WHAT", "Table", "export", "masked", "moment_of", "write_table"]
