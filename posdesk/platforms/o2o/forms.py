"""Forms of a signature: the common ways to join what is signed, and which of them a call was signed by.

No platform publishes its own, so none is known. That a form gives the sign of one call with the key that was
entered makes it likely; only a call that is taken by it proves it. Nothing heavy is imported.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import permutations
from typing import Final, Literal, get_args

from posdesk.platforms.o2o.signature import matches
from posdesk.records import dataclass
from posdesk.settings.settings import SignatureRecipe

HashName = Literal["md5", "sha1", "sha256", "hmac-md5", "hmac-sha256"]
HASHES: Final[tuple[HashName, ...]] = get_args(HashName)
FIELDS: Final = ("appid", "appkey", "body", "cmd", "seq")
COMMON: Final = (
    SignatureRecipe(hash="md5", text="{appkey}{body}{appkey}", case="upper"),
    SignatureRecipe(hash="sha1", text="{appid}{seq}{body}{appkey}"),
    SignatureRecipe(hash="hmac-sha256", text="{body}"),
)
"""Those that the page lists before anything is known."""

_JOINED_BY = ("", "&")
_DIGITS = {"md5": 32, "sha1": 40, "sha256": 64}  # of the hex that a hash gives
_KEY = "appkey"


@dataclass(frozen=True, slots=True)
class SignedCall:
    """What a call's sign can be over; `cmd` and `seq` as they stand in the body."""

    appid: str
    sign: str
    body: bytes
    cmd: str = ""
    seq: str = ""


def fitting(
    call: SignedCall, appkey: str, also: Iterable[SignatureRecipe] = ()
) -> tuple[SignatureRecipe, ...]:
    """The forms that give this call's sign with this key, the likeliest first; none without key or sign.

    `also` are forms that a person wrote. A form that anyone could sign by, without the key, is never named.
    It hashes the body some hundred times: not for the event loop.
    """
    found: dict[SignatureRecipe, None] = {}
    for form in (*COMMON, *also, *_of_length(call.sign)):
        if form.is_keyed and fits(form, call, appkey):
            found.setdefault(form)
    return tuple(found)


def fits(form: SignatureRecipe, call: SignedCall, appkey: str) -> bool:
    """Whether this form gives the call's sign with this key."""
    return matches(
        call.sign, form, appid=call.appid, appkey=appkey, body=call.body, cmd=call.cmd, seq=call.seq
    )


def _of_length(sign: str) -> Iterator[SignatureRecipe]:
    """All that give so many digits, in the cases that the sign may have."""
    cases = [case for case in ("lower", "upper") if sign == getattr(sign, case)()]
    for name in HASHES:
        if _DIGITS[name.removeprefix("hmac-")] != len(sign):
            continue
        for text in texts(is_hmac=name.startswith("hmac-")):
            for case in cases:
                yield SignatureRecipe.model_validate({"hash": name, "text": text, "case": case})


@cache
def texts(*, is_hmac: bool) -> tuple[str, ...]:
    """What is joined, in every order: with the key in it, or around it all; under an HMAC without.

    Those over the body first, since another one says nothing of what stands in the call.
    """
    others = [name for name in FIELDS if name != _KEY]
    orders = list(_orders(others)) if is_hmac else [*_around(others), *_orders(FIELDS, wanted=_KEY)]
    orders.sort(key=lambda order: ("body" not in order, len(order)))
    made = (glue.join(f"{{{name}}}" for name in order) for order in orders for glue in _JOINED_BY)
    return tuple(dict.fromkeys(made))


def _orders(names: Iterable[str], wanted: str = "") -> Iterator[tuple[str, ...]]:
    """Every order of some of these, with `wanted` and something else among them where it is named."""
    every = tuple(names)
    for count in range(2 if wanted else 1, len(every) + 1):
        yield from (order for order in permutations(every, count) if not wanted or wanted in order)


def _around(names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The key before and behind."""
    return ((_KEY, *order, _KEY) for order in _orders(names))
