"""Export rows as CSV, JSON lines or XLSX; personal data masked unless asked for by name (row 59)."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from posdesk.domain.clock import CHINA, from_text, in_china, to_text
from posdesk.domain.privacy import masked_address, masked_phone
from posdesk.errors import SettingsError
from posdesk.journal import Database, Journal, Transaction, audit, export_rows
from posdesk.platforms.o2o.jsontext import read_json, write_json
from posdesk.platforms.o2o.personal import PERSONAL

WHAT = ("orders", "intents", "audit")
FORMATS = ("csv", "jsonl", "xlsx")
Row = dict[str, Any]


def moment_of(text: str) -> datetime:
    """A --from or --to: ISO 8601; without an offset China time is meant. Raises SettingsError."""
    try:
        moment = from_text(text)
    except ValueError as error:
        raise SettingsError(f"{text!r} is not a time. Write it as 2026-11-21T04:00.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)


def export(
    journal: Journal,
    what: str,
    target: Path,
    form: str,
    *,
    start: datetime | None,
    end: datetime | None,
    personal: bool,
) -> int:
    """Write the rows of a table to a file, whole or not at all. Returns their number."""
    span = (to_text(start) if start else "", to_text(end) if end else "9999")
    rows = journal.read(lambda db: list(_rows(db, what, span, personal=personal)))
    if personal:
        journal.write(partial(_note, what=what, count=len(rows))).result()
    draft = target.with_name(f"{target.name}.part")
    _WRITERS[form](draft, list(export_rows.FIELDS[what]), rows)
    draft.replace(target)
    return len(rows)


def _note(tx: Transaction, what: str, count: int) -> None:
    audit.write(tx, "export.personal", actor="command line", table=what, rows=count)


def _rows(db: Database, what: str, span: tuple[str, str], *, personal: bool) -> Iterator[Row]:
    for values in export_rows.select(db, what, span):
        row = dict(zip(export_rows.FIELDS[what], values, strict=True))
        for column in {"at", "received_at"} & row.keys():
            row[column] = in_china(from_text(row[column])).isoformat()
        if "raw" in row:
            raw = read_json(row["raw"].encode())
            row["raw"] = raw if personal else masked(raw)
        yield row


def masked(raw: object) -> object:
    """An order's own object with its personal fields masked; everything else as it came."""
    if not isinstance(raw, dict):
        return raw
    return {key: _mask(PERSONAL[key], value) if key in PERSONAL else value for key, value in raw.items()}


def _mask(kind: str, value: object) -> object:
    if not isinstance(value, str):
        return "****" if value is not None else None
    if kind == "phone":
        return masked_phone(value)
    return masked_address(value) if kind == "address" else f"{value[:1]}**" if value else value


def _as_cell(value: object) -> object:
    """A cell's value: objects as JSON text, money as decimal text, and never a formula."""
    if isinstance(value, dict | list):
        value = write_json(value)
    if isinstance(value, Decimal):
        return str(value)
    dangerous = isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}
    return f"'{value}" if dangerous else value


def _write_csv(path: Path, fields: list[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # the mark makes Excel and WPS read UTF-8
        writer = csv.writer(file)
        writer.writerow(fields)
        writer.writerows([_as_cell(row[field]) for field in fields] for row in rows)


def _write_jsonl(path: Path, _fields: list[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(write_json(row) + "\n" for row in rows)


def _write_xlsx(path: Path, fields: list[str], rows: Iterable[Row]) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 - heavy, and only wanted here
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(fields)
    for row in rows:
        cells = [_as_cell(row[field]) for field in fields]
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", c) if isinstance(c, str) else c for c in cells])
    book.save(path)


_WRITERS = {"csv": _write_csv, "jsonl": _write_jsonl, "xlsx": _write_xlsx}
__all__ = ["FORMATS", "WHAT", "export", "masked", "moment_of"]
