"""What is kept of a call that proved its sender and was refused: enough to tell the platform by.

Nothing personal is: masked by what may stay, not by what must go. A value stays under a key of the documents
that holds no person's data and no free text; of what is no JSON only its structure stays, and the numbers
that name the order.
"""

import re
from collections.abc import Iterator

from posdesk.domain.key_text import BadKey, key_text
from posdesk.domain.orders.refused import Refused, RefusedKind
from posdesk.domain.privacy import without_phones
from posdesk.platforms.jsontext import BadJson, read_json, write_json
from posdesk.platforms.o2o import wire
from posdesk.platforms.o2o.answers import CallRefused
from posdesk.platforms.o2o.fields import PERSONAL

RAW_CHARACTERS = 4000
WORDS_CHARACTERS = 300
_FIELD_CHARACTERS = 120
_SHOW_CHARACTERS = 40
_VALUE_CHARACTERS = 200
_MOST_OTHERS = 20
_GONE = "***"
_KINDS = {wire.ADD: RefusedKind.ORDER, wire.CANCEL: RefusedKind.CANCEL, wire.STATUS: RefusedKind.STATUS}
_FREE_TEXT = frozenset({"reamrks", "remark", "attributes"})
_MODELS = (
    wire.OrderWire,
    wire.LineWire,
    wire.PaymentWire,
    wire.ExtraWire,
    wire.CancelWire,
    wire.StatusWire,
)
_NAMES = {each.alias or name for model in _MODELS for name, each in model.model_fields.items()}
_SHOWN = frozenset({"cmd", "seq", "items", *_NAMES} - set(PERSONAL) - _FREE_TEXT)
_NUMBERS = frozenset({"cmd", "seq", "tbillno", "tshowno", "storecode", "storeuid", "orderStatus"})
_KEY = re.compile("[A-Za-z_][A-Za-z0-9_]{0,39}")
_ENTRY = re.compile(r"items(?:\[(\d+)\])?\.?")
_TOKENS = re.compile(
    r'"(?P<text>(?:[^"\\]|\\.)*)(?:"|$)(?P<names>\s*:)?|(?P<mark>[{}\[\],:\s])|(?P<other>[^"{}\[\],:\s]+)',
    re.DOTALL,
)
_PLAIN = re.compile(r"-?[0-9]{1,6}(?:\.[0-9]{1,6})?|true|false|null")
_NUMBER_IN_TEXT = re.compile(r'"(tbillno|tshowno)"\s*:\s*"?([^"\\,{}\[\]\s]{1,64})')


def told_of(body: bytes, refusal: CallRefused) -> Refused:
    """What is kept of this call, refused in these words. Raises nothing, whatever the bytes are."""
    try:
        value = read_json(body)
    except BadJson:
        return _of_text(body.decode("utf-8", "replace"), refusal)
    return _of_call(value, refusal) if isinstance(value, dict) else _plain(refusal, raw=_cut(value))


def _of_call(call: dict[str, object], refusal: CallRefused) -> Refused:
    entries = [each for each in _listed(call.get("items")) if isinstance(each, dict)]
    entry = _entry_at_fault(call.get("items"), entries, refusal.field)
    mine = _bill(entry)
    others = dict.fromkeys(bill for each in entries if (bill := _bill(each)) and bill != mine)
    told = {name: call[name] for name in ("cmd", "seq") if name in call} | {"items": entry}
    return _plain(
        refusal,
        kind=_kind(call.get("cmd"), entry),
        tbillno=mine,
        show_no=_short(entry.get("tshowno")),
        others=", ".join(list(others)[:_MOST_OTHERS]),
        raw=_cut(told),
        personal=tuple(_personal(entry)),
    )


def _listed(items: object) -> list[object]:
    return items if isinstance(items, list) else [items]


def _entry_at_fault(items: object, entries: list[dict[str, object]], field: str) -> dict[str, object]:
    found = _ENTRY.match(field)
    at = int(found[1]) if found and found[1] else 0
    entry = _listed(items)[at : at + 1]
    return entry[0] if entry and isinstance(entry[0], dict) else next(iter(entries), {})


def _kind(cmd: object, entry: dict[str, object]) -> RefusedKind:
    if cmd == wire.VERIFY and "orderStatus" in entry:
        return RefusedKind.STATUS
    return _KINDS.get(cmd, RefusedKind.OTHER) if isinstance(cmd, str) else RefusedKind.OTHER


def _bill(entry: dict[str, object]) -> str:
    return _named(entry.get("tbillno"))


def _named(value: object) -> str:
    """A bill number as it would be taken, else what of it can be shown."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    try:
        return key_text(str(value))
    except (BadKey, ValueError):
        return _short(value, 64)


def _short(value: object, most: int = _SHOW_CHARACTERS) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return "".join(c for c in str(value).strip() if c.isprintable())[:most]


def _plain(
    refusal: CallRefused,
    *,
    kind: RefusedKind = RefusedKind.OTHER,
    tbillno: str = "",
    show_no: str = "",
    others: str = "",
    raw: str = "",
    personal: tuple[str, ...] = (),
) -> Refused:
    field = _ENTRY.sub("", refusal.field, count=1) or refusal.field
    words = refusal.msg.removeprefix(f"{refusal.field}: ")
    for value in sorted(personal, key=len, reverse=True):
        words, raw = words.replace(value, _GONE), raw.replace(value, _GONE)
    return Refused(
        kind=kind,
        tbillno=tbillno,
        show_no=show_no,
        field=field[:_FIELD_CHARACTERS],
        code=int(refusal.code),
        words=without_phones(words)[:WORDS_CHARACTERS],
        others=others,
        raw=raw,
    )


def _cut(value: object) -> str:
    text = write_json(_masked(value, shown=False))
    return text if len(text) <= RAW_CHARACTERS else f"{text[:RAW_CHARACTERS]}…"


def _masked(value: object, *, shown: bool, key: str = "") -> object:
    """The value with all blanked that stands under no key of the documents, or under a personal one."""
    if isinstance(value, dict):
        return {
            _masked_key(name): _masked(held, shown=name in _SHOWN, key=name) for name, held in value.items()
        }
    if isinstance(value, list):
        return [_masked(each, shown=shown, key=key) for each in value]
    if value is None or isinstance(value, bool):
        return value
    if not shown:
        return _GONE
    text = str(value)[:_VALUE_CHARACTERS]
    return value if key in _NUMBERS and len(text) < _VALUE_CHARACTERS else _plain_value(value, text)


def _plain_value(value: object, text: str) -> object:
    clean = without_phones(text)
    return value if clean == str(value) else clean


def _masked_key(name: str) -> str:
    return name if _KEY.fullmatch(name) else _GONE


def _personal(value: object, *, named: bool = False) -> Iterator[str]:
    """Every personal text of an entry, however deep somebody put it."""
    if isinstance(value, dict):
        for name, held in value.items():
            yield from _personal(held, named=named or name in PERSONAL or name in _FREE_TEXT)
    elif isinstance(value, list):
        for each in value:
            yield from _personal(each, named=named)
    elif named and isinstance(value, str | int) and len(str(value).strip()) > 1:
        yield str(value).strip()


def _of_text(text: str, refusal: CallRefused) -> Refused:
    """Of what is no JSON: the order's numbers where they can be read, and where the brackets stand."""
    numbers = dict(_NUMBER_IN_TEXT.findall(text))
    bill = _named(numbers.get("tbillno", ""))
    kinds = [kind for cmd, kind in _KINDS.items() if f'"{cmd}"' in text]
    return _plain(
        refusal,
        kind=kinds[0] if len(kinds) == 1 else RefusedKind.OTHER,
        tbillno=bill,
        show_no=_short(numbers.get("tshowno", "")),
        raw="".join(_structure(text[: 2 * RAW_CHARACTERS]))[:RAW_CHARACTERS],
    )


def _structure(text: str) -> Iterator[str]:
    last = ""
    for token in _TOKENS.finditer(text):
        held, names, mark, other = token["text"], token["names"], token["mark"], token["other"]
        if mark is not None:
            yield mark
        elif other is not None:
            yield other if _PLAIN.fullmatch(other) else _GONE
        elif names is not None:
            last = held
            yield f'"{_masked_key(held)}":'
        else:
            yield f'"{held if last in _NUMBERS and len(held) <= _VALUE_CHARACTERS else _GONE}"'
            last = ""
