"""A change of posdesk.toml as a person enters it: what the settings are then, and what of them is another."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from posdesk.domain.books.day_starts import from_next_day
from posdesk.domain.books.hour import latest_day
from posdesk.domain.privacy import BLANK, names_secret, plain_address, without_any_phone
from posdesk.errors import SettingsError, SettingsFault
from posdesk.settings import toml_file
from posdesk.settings.entered import changed_settings
from posdesk.settings.settings import PRINTERS, Settings

TABLES: Mapping[str, tuple[str, ...]] = {
    PRINTERS: ("printer", "slip"),
    "slip": ("slip",),
    "partner": ("partner",),
    "staff": ("staff",),
    "tender": ("tender",),
}
"""What is saved as whole lists of tables: of each its rows are entered, new and old."""


@dataclass(frozen=True, slots=True)
class Change:
    """What the settings are once it is written by `write`, which raises SettingsError."""

    settings: Settings
    write: Callable[[], None]


def plan(home: Path, known: Settings, section: str, values: Mapping[str, object], now: datetime) -> Change:
    """What `values` make of the file; `known` are the settings that were shown to who entered them.

    `now` (aware) is when. The file counts: what an editor changed in it meanwhile counts from the saving on,
    too. Raises SettingsError naming the key, or that a list was changed meanwhile that would be written over.
    """
    if not values:
        return Change(known, lambda: None)
    entered = _with_day_starts(known, values, now) if section == "store" else _by_table(section, values)
    if known.training:  # the demo's settings stand in no file
        wanted = changed_settings(known, section, entered, TABLES.get(section, ()))
        return Change(wanted, _planned(home, section, entered, None).write)
    planned = _planned(home, section, entered, known)
    for table in TABLES.get(section, ()):
        if getattr(toml_file.read(planned), table) != getattr(known, table):
            raise SettingsError(f"{table} was changed in the file.", SettingsFault.CHANGED, key=table)
    return Change(planned.settings, planned.write)


def _planned(
    home: Path, section: str, values: Mapping[str, object], known: Settings | None
) -> toml_file.PlannedFile:
    if section in TABLES:
        tables = {table: _rows(values[table]) for table in TABLES[section]}
        return toml_file.plan_tables(home, tables, known)
    return toml_file.plan_section(home, section, values, known)


def _by_table(section: str, values: Mapping[str, object]) -> dict[str, object]:
    """A single list's rows may stand under "rows"."""
    tables = TABLES.get(section, ())
    return {tables[0]: values["rows"]} if tables and "rows" in values else dict(values)


def _rows(value: object) -> Sequence[Mapping[str, object]]:
    assert isinstance(value, Sequence)
    return value


def _with_day_starts(known: Settings, values: Mapping[str, object], now: datetime) -> dict[str, object]:
    """Another start of the business day counts from the next one on: the days until then keep theirs."""
    store, new = known.store, values.get("day_starts", known.store.day_starts)
    if new is None or new == store.day_starts:
        return dict(values)
    today = latest_day(now, store.days, str(new))
    before = from_next_day(store.day_starts, store.day_starts_before, today, str(new))
    return {**values, "day_starts_before": before or None}


def differences(before: Settings, now: Settings) -> str:
    """Each key that is another, old and new, for the record: of what goes with a secret only that it is."""
    old, new = (dict(_flat("", each.model_dump(mode="json"))) for each in (before, now))
    keys = [key for key in dict.fromkeys((*old, *new)) if old.get(key) != new.get(key)]
    said = (f"{key}: {_shown(key, old)} -> {_shown(key, new)}" for key in keys)
    return without_any_phone("; ".join(said))


def _flat(path: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(f"{path}.{key}" if path else str(key), inner)
    elif isinstance(value, list) and value and all(isinstance(row, Mapping) for row in value):
        for number, row in enumerate(value):
            name = row.get("name") or row.get("code") or number + 1
            yield from _flat(f"{path}.{name}", row)
    else:
        yield path, value


def _shown(key: str, held: Mapping[str, object]) -> str:
    """As JSON, without what may stand as a password in an address."""
    value = held.get(key)
    if value is None:
        return "-"
    if names_secret(key.rpartition(".")[2]):
        return BLANK
    return json.dumps(plain_address(value) if isinstance(value, str) else value, ensure_ascii=False)
