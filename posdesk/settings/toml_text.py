"""The text of posdesk.toml: its bytes, and its TOML."""

import codecs
import tomllib
from typing import TYPE_CHECKING

from posdesk.errors import SettingsFault
from posdesk.host.late import late
from posdesk.settings.faults import fault_at

if TYPE_CHECKING:
    from posdesk.settings import broken_toml
else:
    broken_toml = late("posdesk.settings.broken_toml")

BYTE_ORDER_MARK = "\ufeff"  # with which Windows' Notepad saved UTF-8 for long
DEEPEST = 16  # levels; the settings need four

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def text_of(data: bytes, file: str) -> str:
    """The bytes of a settings file as text, its mark too. Raises SettingsError naming how they were saved."""
    if data.startswith(_UTF16) or b"\0" in data:
        raise fault_at(SettingsFault.UTF16, file)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        raise fault_at(SettingsFault.NOT_TEXT, file, broken_toml.place_of(before, len(before))) from error


def read_toml(text: str, file: str) -> dict[str, object]:
    """What the text says, whether it begins with a mark or not. Raises SettingsError naming the place."""
    text = text.lstrip(BYTE_ORDER_MARK).replace("\r\n", "\n")
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise broken_toml.not_toml(error, text, file) from error
    except RecursionError as error:
        raise broken_toml.too_deep(text, file, DEEPEST) from error
    except ValueError as error:  # an integer with more digits than Python reads
        raise broken_toml.long_number(text, file) from error
    if _is_deep(said):
        raise broken_toml.too_deep(text, file, DEEPEST)
    return said


def _is_deep(said: object) -> bool:
    level = [said]
    for _ in range(DEEPEST + 1):
        level = [each for held in level for each in _held_by(held)]
    return bool(level)


def _held_by(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
