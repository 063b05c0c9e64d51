"""Sections as a person enters them on the settings page, checked before they are kept."""

from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from posdesk.domain.books.posting import OVOPARK, WDK
from posdesk.settings.faults import wrong_key
from posdesk.settings.model import Model
from posdesk.settings.scanner import Scanner
from posdesk.settings.settings import Desk, Ovopark, Section, Settings, Store, Update, Wdk
from posdesk.settings.sound import Sound

_SECTIONS: dict[str, type[Section]] = {OVOPARK: Ovopark, WDK: Wdk}
_OWN_SECTIONS: dict[str, type[Model]] = {
    "desk": Desk,
    "scanner": Scanner,
    "sound": Sound,
    "store": Store,
    "update": Update,
}


def section_of(name: str, values: Mapping[str, object]) -> Section:
    """The section `ovopark` or `wdk` of these values. Raises SettingsError naming the key."""
    try:
        return _SECTIONS[name].model_validate(values)
    except ValidationError as error:
        raise wrong_key(error, name) from error


def entered_section(name: str, values: Mapping[str, object]) -> Model:
    """Any section that a person enters, by its name in the file. Raises SettingsError naming the key."""
    try:
        return {**_SECTIONS, **_OWN_SECTIONS}[name].model_validate(values)
    except ValidationError as error:
        raise wrong_key(error, name) from error


def with_printers(
    chosen: Settings, printers: Sequence[Mapping[str, object]], slips: Sequence[Mapping[str, object]]
) -> Settings:
    """The settings with these printers and slips instead. Raises SettingsError naming the key."""
    try:
        return Settings.model_validate({**dict(chosen), "printer": printers, "slip": slips})
    except ValidationError as error:
        raise wrong_key(error) from error


def with_people(chosen: Settings, staff: Sequence[Mapping[str, object]]) -> Settings:
    """The settings with these people instead. Raises SettingsError naming the key."""
    try:
        return Settings.model_validate({**dict(chosen), "staff": staff})
    except ValidationError as error:
        raise wrong_key(error) from error


def with_partners(chosen: Settings, rows: Sequence[Mapping[str, object]]) -> Settings:
    """The settings with these partners instead. Raises SettingsError naming the key."""
    try:
        return Settings.model_validate({**dict(chosen), "partner": rows})
    except ValidationError as error:
        raise wrong_key(error) from error
