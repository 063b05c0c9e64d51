"""What is wrong with posdesk.toml, as errors of ours that name file, place, reason and what to do."""

from collections.abc import Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from posdesk.domain.key_text import number_of, unseen_in
from posdesk.errors import SettingsError, SettingsFault


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802 - the name that lupdate knows
    """Marks a text for Qt's lupdate, which knows this name, and returns it: the desk translates it."""
    return text


WORDS: Mapping[SettingsFault, str] = {
    SettingsFault.NOT_TOML: QT_TRANSLATE_NOOP("start", "What stands there is not TOML: {detail}"),
    SettingsFault.NOT_TEXT: QT_TRANSLATE_NOOP(
        "start", "From there the file is not UTF-8 text. Save it again with the encoding UTF-8."
    ),
    SettingsFault.UTF16: QT_TRANSLATE_NOOP(
        "start",
        'The file is saved as UTF-16, which Notepad calls "Unicode". Save it again with the encoding UTF-8.',
    ),
    SettingsFault.INVISIBLE: QT_TRANSLATE_NOOP(
        "start",
        "An invisible mark stands there ({detail}). Delete the line and type it anew, without copying it.",
    ),
    SettingsFault.CONTROL: QT_TRANSLATE_NOOP(
        "start",
        "A control character stands there ({detail}). Delete the line and type it anew, without copying it.",
    ),
    SettingsFault.STRANGE_SPACE: QT_TRANSLATE_NOOP(
        "start", "A blank that TOML does not know stands there ({detail}). Delete it and type a plain blank."
    ),
    SettingsFault.CURLY_QUOTE: QT_TRANSLATE_NOOP(
        "start",
        "A quote that TOML does not know stands there: {detail}. Switch the input method to English and type"
        ' a straight one: "',
    ),
    SettingsFault.FULL_WIDTH: QT_TRANSLATE_NOOP(
        "start",
        "A full-width character stands there: {detail}. Switch the input method to English and type it anew.",
    ),
    SettingsFault.BACKSLASH: QT_TRANSLATE_NOOP(
        "start",
        "In double quotes a backslash has a meaning of its own. Write each one of this text twice, or use /"
        " in a path.",
    ),
    SettingsFault.UNCLOSED: QT_TRANSLATE_NOOP(
        "start", "The text that begins there has no closing quote. Type it at the text's end."
    ),
    SettingsFault.UNQUOTED: QT_TRANSLATE_NOOP(
        "start", "A text belongs in double quotes; true and false are written so, without quotes."
    ),
    SettingsFault.TWICE: QT_TRANSLATE_NOOP(
        "start", "What this line says stands in the file already. Delete one of the two."
    ),
    SettingsFault.TOO_DEEP: QT_TRANSLATE_NOOP(
        "start", "It is nested deeper than {detail} levels, which no setting needs. Delete it."
    ),
    SettingsFault.LONG_NUMBER: QT_TRANSLATE_NOOP(
        "start", "This number has too many digits. Write a shorter one."
    ),
    SettingsFault.UNREADABLE: QT_TRANSLATE_NOOP("start", "This PC's user may not read the file."),
    SettingsFault.UNKNOWN_KEY: QT_TRANSLATE_NOOP(
        "start", "There is no such key. Look at its spelling and at the section it stands in."
    ),
    SettingsFault.MISSING_KEY: QT_TRANSLATE_NOOP("start", "This key is missing."),
    SettingsFault.WANTS_INTEGER: QT_TRANSLATE_NOOP("start", "A whole number belongs there, without quotes."),
    SettingsFault.WANTS_NUMBER: QT_TRANSLATE_NOOP("start", "A number belongs there, without quotes."),
    SettingsFault.WANTS_TEXT: QT_TRANSLATE_NOOP("start", "A text belongs there, in quotes."),
    SettingsFault.WANTS_SWITCH: QT_TRANSLATE_NOOP(
        "start", "Either true or false belongs there, without quotes."
    ),
    SettingsFault.WANTS_LIST: QT_TRANSLATE_NOOP("start", "A list belongs there, in square brackets."),
    SettingsFault.WANTS_SECTION: QT_TRANSLATE_NOOP("start", "A section with keys of its own belongs there."),
    SettingsFault.ONE_OF: QT_TRANSLATE_NOOP("start", "One of these belongs there: {detail}"),
    SettingsFault.AT_LEAST: QT_TRANSLATE_NOOP("start", "It must be {detail} or more."),
    SettingsFault.AT_MOST: QT_TRANSLATE_NOOP("start", "It must be {detail} or less."),
    SettingsFault.MORE_THAN: QT_TRANSLATE_NOOP("start", "It must be more than {detail}."),
    SettingsFault.BAD_VALUE: QT_TRANSLATE_NOOP("start", "This value is not allowed: {detail}"),
    SettingsFault.READABLE: QT_TRANSLATE_NOOP(
        "start",
        "At {detail} the network could read every call. Enter a certificate and its key, or 127.0.0.1 as"
        " the address. Or allow calls that nothing protects (insecure_beyond_loopback), if that is meant.",
    ),
    SettingsFault.UNSIGNED: QT_TRANSLATE_NOOP(
        "start",
        "Anyone in the network could send orders as {detail}. Choose how it signs, or 127.0.0.1 as the"
        " address. Or allow calls that nothing protects (insecure_beyond_loopback), if that is meant.",
    ),
    SettingsFault.TLS: QT_TRANSLATE_NOOP(
        "start", "tls_cert and tls_key must name a certificate and its key, as PEM files: {detail}"
    ),
    SettingsFault.CARRIED: QT_TRANSLATE_NOOP(
        "start", "Orders, receipts or shifts stand under {detail} already: it stays as it is."
    ),
    SettingsFault.WAITED_FOR: QT_TRANSLATE_NOOP(
        "start",
        "Not switched off: something of this platform is open (orders, presses, STOPs: {detail})."
        " End that first.",
    ),
    SettingsFault.LAST_ADMINISTRATOR: QT_TRANSLATE_NOOP(
        "start",
        "{detail} is the last administrator with a PIN. Give another administrator a PIN first.",
    ),
    SettingsFault.PIN_TAKEN: QT_TRANSLATE_NOOP("start", "This PIN can't be used here. Choose another one."),
    SettingsFault.CHANGED: QT_TRANSLATE_NOOP(
        "start",
        "Somebody has changed this in posdesk.toml meanwhile. It is shown as it is now: enter yours again.",
    ),
}
_KINDS = {
    "extra_forbidden": SettingsFault.UNKNOWN_KEY,
    "missing": SettingsFault.MISSING_KEY,
    "literal_error": SettingsFault.ONE_OF,
    "enum": SettingsFault.ONE_OF,
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
_UNION = frozenset({"SignatureRecipe", "literal['none']"})  # no keys: pydantic's names of what was tried


def fault_at(fault: SettingsFault, file: str, place: str = "", detail: str = "") -> SettingsError:
    """A fault of the file's text; `place` is "line, column", empty for the file's end or the whole of it."""
    line, _, column = place.partition(", ")
    where = f"{file}, line {line}, column {column}" if place else file
    said = WORDS[fault].format(detail=detail)
    return SettingsError(f"{where}: {said}", fault, file=file, place=place, detail=detail)


def wrong_key(error: ValidationError, *inside: str, file: str = "") -> SettingsError:
    """The first wrong key and why; `inside` is the section that it stands in."""
    first = error.errors(include_input=False)[0]
    key = ".".join(_seen(str(part)) for part in (*inside, *first["loc"]) if part not in _UNION)
    fault = _fault_of(first)
    detail = _detail(first, fault)
    said = ": ".join(filter(None, (file, key or "the whole", WORDS[fault].format(detail=detail))))
    return SettingsError(said, fault, file=file, key=key, detail=detail)


def _seen(key: str) -> str:
    """A key with what can't be seen in it by its number: a person looks for why there is no such key."""
    return "".join(f"<{number_of(each)}>" if unseen_in(each) else each for each in key)


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
