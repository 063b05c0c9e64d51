"""What the people of the settings must be: no PIN is another's, and somebody can set up the others."""

import hmac
from collections.abc import Mapping
from typing import Protocol

from posdesk.domain.rights import Role
from posdesk.errors import SettingsError, SettingsFault
from posdesk.settings.secret_text import PINS
from posdesk.settings.settings import Settings


class Pins(Protocol):
    """The part of the credentials that is asked here."""

    def get(self, name: str) -> str | None:
        """A secret as last read."""
        ...


def check_people(before: Settings, now: Settings, held: Pins, typed: Mapping[str, str]) -> None:
    """Raises SettingsError for a PIN that is another's, and where the last administrator would go.

    `typed` are the secrets that are set with it, an empty one is taken away.
    """
    pins = {each.secret_name: _pin(each.secret_name, held, typed) for each in now.staff}
    for name in (name for name, pin in typed.items() if name.startswith(PINS) and pin):
        others = [pin for other, pin in pins.items() if other != name and pin]
        if any(hmac.compare_digest(typed[name].encode(), other.encode()) for other in others):
            raise SettingsError(f"{name}: this PIN is taken.", SettingsFault.PIN_TAKEN, key=name)
    able = _administrators(
        before, {each.secret_name: held.get(each.secret_name) or "" for each in before.staff}
    )
    if able and any(pins.values()) and not _administrators(now, pins):
        raise SettingsError("The last administrator.", SettingsFault.LAST_ADMINISTRATOR, detail=able[0])


def _pin(name: str, held: Pins, typed: Mapping[str, str]) -> str:
    return typed.get(name, held.get(name) or "")


def _administrators(settings: Settings, pins: Mapping[str, str]) -> list[str]:
    everybody = settings.staff
    return [p.name for p in everybody if p.role is Role.ADMINISTRATOR and pins.get(p.secret_name)]
