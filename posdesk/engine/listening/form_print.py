"""The print of a form with its key: by it a proof is known again, and fits no other form, appid or key.

The key itself can't be had from it in any useful time: it is salted, and each guess takes some 50 ms.
"""

import hashlib
import hmac
import json
import os

from posdesk.records import dataclass
from posdesk.settings.settings import Partner, SignatureRecipe

_SALT_BYTES = 16
_COST = 2**14  # with 8 blocks of 128 bytes: 16 MiB


@dataclass(frozen=True, slots=True)
class KeyedForm:
    """How a partner's calls are signed now. Holds a secret: never logged."""

    appid: str
    form: SignatureRecipe
    appkey: str

    def __repr__(self) -> str:
        """Without the key."""
        return f"KeyedForm({self.appid!r}, {self.form!r})"


def keyed(partner: Partner, appkey: str | None) -> KeyedForm | None:
    """The partner's form with that key; None where it signs nothing or there is no key."""
    if partner.signature == "none" or not appkey:
        return None
    return KeyedForm(partner.appid, partner.signature, appkey)


def new_print(keyed_form: KeyedForm) -> str:
    """Another print of it, with a salt of its own. Takes some 50 ms."""
    return _print(keyed_form, os.urandom(_SALT_BYTES))


def is_print_of(print_: str, keyed_form: KeyedForm) -> bool:
    """Whether that is a print of it; a text that is no print is none of anything. Takes some 50 ms."""
    try:
        salt = bytes.fromhex(print_.partition(":")[0])
    except ValueError:
        return False
    return hmac.compare_digest(print_.encode(), _print(keyed_form, salt).encode())


def _print(keyed_form: KeyedForm, salt: bytes) -> str:
    form = keyed_form.form
    said = json.dumps([keyed_form.appid, form.hash, form.text, form.case, keyed_form.appkey])
    digest = hashlib.scrypt(said.encode("utf-8", "surrogatepass"), salt=salt, n=_COST, r=8, p=1, dklen=32)
    return f"{salt.hex()}:{digest.hex()}"
