"""Changes one section of posdesk.toml and leaves every other byte of it alone, or changes nothing."""

import contextlib
import os
import shutil
import tomllib
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import tomlkit
from tomlkit.exceptions import TOMLKitError

from posdesk.errors import SettingsError, SettingsFault
from posdesk.host import disk, private
from posdesk.host.disk import real_path
from posdesk.settings import settings
from posdesk.settings.settings import FILE_NAME, Settings
from posdesk.settings.toml_text import BYTE_ORDER_MARK, read_toml, text_of

BACKUP_SUFFIX = ".bak"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """The file with something changed, known to be right and not written yet; `settings` is what it says.

    `begun` is what was changed: `before`, the file's text, or the known settings' where the file is gone.
    """

    path: Path
    before: str
    begun: str
    after: str
    settings: Settings

    def write(self) -> None:
        """Put it in the file's place; what was there before is kept as posdesk.toml.bak.

        Raises SettingsError where it can't be written, or where somebody else wrote the file meanwhile: then
        the file is as it was.
        """
        if _read(self.path) != self.before:
            fault = SettingsFault.CHANGED
            raise SettingsError(f"{self.path} was changed meanwhile. Save again.", fault, file=str(self.path))
        try:
            _keep(self.path, self.before, self.after)
        except OSError as error:
            raise _unwritten(self.path, error) from error


def read(planned: PlannedFile) -> Settings:
    """What the file says before the change. Raises SettingsError."""
    return settings.parse(planned.begun.lstrip(BYTE_ORDER_MARK), str(planned.path))


def plan_section(
    home: Path, section: str, values: Mapping[str, object], known: Settings | None = None
) -> PlannedFile:
    """These keys of a section set; None takes a key away. Every other byte stays.

    Where somebody took the file away, what is `known` is written anew: nobody wished it to be forgotten.
    Raises SettingsError naming key and reason where the result would not be valid.
    """
    return _planned(home, lambda text, name: _edited(text, section, values, name), known)


def plan_tables(
    home: Path, tables: Mapping[str, Sequence[Mapping[str, object]]], known: Settings | None = None
) -> PlannedFile:
    """These lists of tables, `[[printer]]` and the like; every other byte stays. As `plan_section`."""

    def edit(text: str, name: str) -> str:
        for table, rows in tables.items():
            text = _with_tables(text, table, rows, name)
        return text

    return _planned(home, edit, known)


def write_section(home: Path, section: str, values: Mapping[str, object]) -> Settings:
    """Plan it and write it; returns the whole settings as they are now. Raises SettingsError."""
    planned = plan_section(home, section, values)
    planned.write()
    return planned.settings


def write_tables(home: Path, tables: Mapping[str, Sequence[Mapping[str, object]]]) -> None:
    """Plan them and write them. Raises SettingsError."""
    plan_tables(home, tables).write()


def _planned(home: Path, edit: Callable[[str, str], str], known: Settings | None) -> PlannedFile:
    path = real_path(home / FILE_NAME)  # a link stays a link
    before = _read(path)
    begun = before if known is None or path.exists() else _written_anew(known)
    mark = BYTE_ORDER_MARK * (len(begun) - len(begun.lstrip(BYTE_ORDER_MARK)))
    text = begun.removeprefix(mark)
    after = edit(text, str(path))
    checked = settings.parse(after, str(path))
    return PlannedFile(path, before, begun, mark + after if after != text else begun, checked)


def _written_anew(known: Settings) -> str:
    """A file that says what was said of these settings: one copy of a Z, said, is not the usual two."""
    said = known.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    return tomlkit.dumps(said) if said else ""


def _with_tables(text: str, name: str, rows: Sequence[Mapping[str, object]], file: str) -> str:
    """The text with these tables in the place of all of that name, proven to say that and nothing else."""
    held = read_toml(text, file)
    wanted = {**held, name: [dict(row) for row in rows]}
    if not rows:
        wanted.pop(name)
    if wanted == held:
        return text

    for way in (_rows_changed, _rows_renewed):
        edited = _tried(way, text, name, rows)
        if edited is not None and tomllib.loads(edited) == wanted:
            return edited
    raise SettingsError(f"{file}: {name} can't be changed from here. Write it as [[{name}]].", key=name)


_KEYS = ("name", "code")
"""What a row of a list is known by, where it has one of these: its comments stay with it."""


def _rows_changed(document: tomlkit.TOMLDocument, name: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Row by row, key by key: what is there already stays as it is written, comments too."""
    listed = document[name]
    assert isinstance(listed, tomlkit.items.AoT)
    places = _places(listed, rows)
    for gone in sorted(set(range(len(listed))) - {each for each in places if each is not None}, reverse=True):
        del listed[gone]
    left = sorted(each for each in places if each is not None)
    for place, row in zip(places, rows, strict=True):
        if place is None:
            listed.append(_section(row))
        else:
            _fill(listed[left.index(place)], row)


def _places(listed: Sequence[Mapping[str, object]], rows: Sequence[Mapping[str, object]]) -> list[int | None]:
    """For each row the place of what it was in the file; None where it is new."""
    key = next((key for key in _KEYS if all(key in row for row in (*listed, *rows))), None)
    if key is None:
        return [place if place < len(listed) else None for place in range(len(rows))]
    there = {_plain(row[key]): place for place, row in enumerate(listed)}
    return [there.get(row[key]) for row in rows]


def _rows_renewed(document: tomlkit.TOMLDocument, name: str, rows: Sequence[Mapping[str, object]]) -> None:
    document.pop(name, None)
    if rows:
        listed = tomlkit.aot()
        for row in rows:
            listed.append(_section(row))
        document[name] = listed


def _unwritten(path: Path, error: OSError) -> SettingsError:
    is_in_use = disk.may_be_in_use(error)
    file = str(error.filename2 or path)  # the copy of what was there before may be the one that is open
    todo = "Close it there, then save again" if is_in_use else "Check the folder's permissions and room"
    fault = SettingsFault.IN_USE if is_in_use else SettingsFault.OTHER
    return SettingsError(f"{file} can't be written: {disk.why(error)}. {todo}.", fault, file=file)


def _read(path: Path) -> str:
    """The text with its line ends as they are; empty where there is no file."""
    try:
        return text_of(path.read_bytes(), str(path))
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise SettingsError(f"{path} can't be read: {error.strerror}. Check its permissions.") from error


def _edited(text: str, section: str, values: Mapping[str, object], name: str) -> str:
    """The text with the section changed, proven to say that and nothing else."""
    wanted = _merged(read_toml(text, name), section, values, name)
    for way in (_changed, _renewed):
        edited = _tried(way, text, section, _table_of(wanted, section))
        if edited is not None and tomllib.loads(edited) == wanted:
            return edited
    said = "is written in a way that can't be changed from here. Put its keys under one heading"
    raise SettingsError(f"{name}: {section}: {said} [{section}].", key=section)


def _tried(
    way: Callable[[tomlkit.TOMLDocument, str, T], None], text: str, section: str, values: T
) -> str | None:
    """The text after one way of changing it; None where the library can't do it to this text."""
    try:
        document = tomlkit.parse(text)
        way(document, section, values)
        edited = document.as_string()
        tomllib.loads(edited)
    except (TOMLKitError, LookupError, ValueError, AssertionError):  # it trips over dotted keys of a table
        return None
    return edited


def _table_of(wanted: Mapping[str, object], section: str) -> Mapping[str, object]:
    table = wanted.get(section, {})
    assert isinstance(table, Mapping)
    return table


def _merged(
    held: dict[str, object], section: str, values: Mapping[str, object], name: str
) -> dict[str, object]:
    """What the file must say afterwards."""
    old = held.get(section, {})
    if not isinstance(old, dict):
        raise SettingsError(
            f"{name}: {section}: this is no section. Put its keys under [{section}].", key=section
        )
    given = {key: value for key, value in values.items() if value is not None}
    new = {key: value for key, value in old.items() if key not in values} | given
    return held | {section: new} if new or section in held else held


def _changed(document: tomlkit.TOMLDocument, section: str, values: Mapping[str, object]) -> None:
    """Key by key: what is there already stays as it is written, comments too."""
    if section in document:
        table = document[section]
        assert isinstance(table, MutableMapping)
        _fill(table, values)
    elif values:
        document[section] = _section(values)


def _renewed(document: tomlkit.TOMLDocument, section: str, values: Mapping[str, object]) -> None:
    """The section written anew at the end: for spellings that the library can't change in their place."""
    del document[section]
    document[section] = _section(values)


def _section(values: Mapping[str, object]) -> tomlkit.items.Table:
    table = tomlkit.table()
    _fill(table, values)
    return table


def _fill(table: MutableMapping[str, object], values: Mapping[str, object]) -> None:
    for gone in [name for name in table if name not in values]:
        del table[gone]
    for key, value in values.items():
        held = table.get(key)
        if isinstance(held, MutableMapping) and isinstance(value, Mapping):
            _fill(held, value)
        elif key not in table or not _same(held, value):
            table[key] = _item(value)


def _same(held: object, value: object) -> bool:
    """Whether the file has this value already: 1, 1.0 and true are three things."""
    plain = _plain(held)
    return type(plain) is type(value) and plain == value


def _plain(item: object) -> object:
    unwrap = getattr(item, "unwrap", None)
    return unwrap() if unwrap is not None else item


def _item(value: object) -> object:
    """A table within a section is written on one line, so that it can stand before other keys."""
    if not isinstance(value, Mapping):
        return value
    table = tomlkit.inline_table()
    table.update(value)
    return table


def _keep(path: Path, before: str, after: str) -> None:
    """The old text beside it, then the new one in its place. Raises OSError."""
    if before == after:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = path.with_name(path.name + BACKUP_SUFFIX)
    with _as_it_was(kept, like=path):
        if path.exists():
            _replace(kept, before.encode("utf-8"), like=path)
        _replace(path, after.encode("utf-8"), like=path)


@contextlib.contextmanager
def _as_it_was(kept: Path, like: Path) -> Iterator[None]:
    """Put the earlier backup back where the block raises OSError."""
    older = kept.read_bytes() if kept.exists() else None
    try:
        yield
    except OSError:
        with contextlib.suppress(OSError):
            if older is None:
                disk.remove(kept)
            elif kept.read_bytes() != older:
                _replace(kept, older, like=like)
        raise


def _replace(path: Path, data: bytes, like: Path) -> None:
    """Atomically, with the permissions of `like`. Raises OSError."""
    draft = private.draft_of(path)
    try:
        with private.create(draft) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if like.exists():
            shutil.copymode(like, draft)
        disk.replace(draft, path)
    except BaseException:
        with contextlib.suppress(OSError):
            disk.remove(draft)
        raise
    disk.sync_folder(path.parent)
