"""What tomllib and pydantic say of posdesk.toml, as errors of ours that name file, place and reason."""

import re
import tomllib

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from posdesk.errors import SettingsError, SettingsFault

_KINDS = {
    "extra_forbidden": SettingsFault.UNKNOWN_KEY,
    "missing": SettingsFault.MISSING_KEY,
    "literal_error": SettingsFault.ONE_OF,
    "greater_than_equal": SettingsFault.AT_LEAST,
    "less_than_equal": SettingsFault.AT_MOST,
    "greater_than": SettingsFault.MORE_THAN,
    "model_type": SettingsFault.WANTS_SECTION,
    "dict_type": SettingsFault.WANTS_SECTION,
}
_FAMILIES = {  # pydantic tells several ways of being no number apart
    "int": SettingsFault.WANTS_INTEGER,
    "float": SettingsFault.WANTS_NUMBER,
    "bool": SettingsFault.WANTS_SWITCH,
    "tuple": SettingsFault.WANTS_LIST,
}
_DETAILS = {
    SettingsFault.ONE_OF: "expected",
    SettingsFault.AT_LEAST: "ge",
    SettingsFault.AT_MOST: "le",
    SettingsFault.MORE_THAN: "gt",
}
_PLACE = re.compile(r"at line (\d+), column (\d+)")
_UNION = frozenset({"SignatureRecipe", "literal['none']"})  # no keys: pydantic's names of what was tried


def not_toml(error: tomllib.TOMLDecodeError, file: str) -> SettingsError:
    """The file breaks TOML's own rules; the place is "line, column", empty at the file's end."""
    found = _PLACE.search(str(error))
    return SettingsError(
        f"{file} is not TOML: {error}. Mend that place.",
        SettingsFault.NOT_TOML,
        file=file,
        place=f"{found[1]}, {found[2]}" if found else "",
        detail=str(error),
    )


def wrong_key(error: ValidationError, *inside: str, file: str = "") -> SettingsError:
    """The first wrong key and why; `inside` is the section that it stands in."""
    first = error.errors()[0]
    place = ".".join(str(part) for part in (*inside, *first["loc"]) if part not in _UNION)
    fault = _fault_of(first)
    key = place or "the file"
    said = f"{key}: {first['msg']}. Mend that key."
    return SettingsError(
        f"{file}: {said}" if file else said, fault, file=file, place=place, detail=_detail(first, fault)
    )


def _fault_of(first: ErrorDetails) -> SettingsFault:
    kind = first["type"]
    family = _FAMILIES.get(kind.partition("_")[0])
    if kind == "string_type":
        return SettingsFault.WANTS_TEXT
    return _KINDS.get(kind) or family or SettingsFault.BAD_VALUE


def _detail(first: ErrorDetails, fault: SettingsFault) -> str:
    if fault is SettingsFault.BAD_VALUE:
        return first["msg"].removeprefix("Value error, ")
    said = str(first.get("ctx", {}).get(_DETAILS.get(fault, ""), "")).removesuffix(".0")  # bounds are floats
    return said.replace("'", "").replace(" or ", ", ")
