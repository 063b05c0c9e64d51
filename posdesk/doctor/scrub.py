"""Takes secrets and phone numbers out of what leaves the shop in a diagnostic file."""

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import tomlkit

from posdesk.domain.privacy import BLANK, without_phones

_SECRET_KEY = re.compile(r"key|secret|token|session|pass|pin$|credential", re.IGNORECASE)


class Scrubber:
    """Knows the secrets in use, and blanks them wherever they stand."""

    def __init__(self, hide: Callable[[str], str]) -> None:
        """`hide` takes the secrets out of a text."""
        self._hide, self._user = hide, str(Path.home())

    def text(self, text: str) -> str:
        """The text without secrets, its phone numbers masked."""
        return without_phones(self._hide(text).replace(self._user, "~"))  # its name is a person's

    def settings(self, text: str) -> str:
        """Settings without comments, with secrets-like keys blanked; of a broken file only that it is."""
        try:
            held = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            return self.text(f"# not TOML: {error}\n")
        return self.text(tomlkit.dumps(_blanked(held)))


def _blanked(held: Mapping[str, object]) -> dict[str, object]:
    return {key: BLANK if _is_secret(key, value) else _value(value) for key, value in held.items()}


def _is_secret(key: str, value: object) -> bool:
    return bool(_SECRET_KEY.search(key)) and not isinstance(value, Mapping)


def _value(value: object) -> object:
    if isinstance(value, Mapping):
        return _blanked(value)
    if isinstance(value, list):
        return [_value(each) for each in value]
    return _address(value) if isinstance(value, str) else value


def _address(text: str) -> str:
    """A web address without the name, password and query that somebody may have put into it."""
    if "://" not in text:
        return text
    try:
        parts = urlsplit(text)
    except ValueError:
        return BLANK
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
