"""Sections as a person enters them on the settings page, checked before they are kept."""

from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from posdesk.domain.books.posting import OVOPARK, WDK
from posdesk.settings.book_sections import Ovopark, Section, Wdk
from posdesk.settings.faults import wrong_key
from posdesk.settings.settings import Settings

_SECTIONS: dict[str, type[Section]] = {OVOPARK: Ovopark, WDK: Wdk}


def section_of(name: str, values: Mapping[str, object]) -> Section:
    """The section `ovopark` or `wdk` of these values. Raises SettingsError naming the key."""
    try:
        return _SECTIONS[name].model_validate(values)
    except ValidationError as error:
        raise wrong_key(error, name) from error


def changed_settings(
    chosen: Settings, section: str, values: Mapping[str, object], tables: Sequence[str]
) -> Settings:
    """The settings with these keys of a section, or these tables, instead. Raises SettingsError."""
    try:
        if tables:
            return Settings.model_validate({**dict(chosen), **{table: values[table] for table in tables}})
        known = getattr(chosen, section)
        merged = {**(known.model_dump(by_alias=True) if known is not None else {}), **values}
        kept = {key: value for key, value in merged.items() if value is not None}
        return Settings.model_validate({**dict(chosen), section: kept})
    except ValidationError as error:
        raise wrong_key(error) from error
