"""Forms of signature in words: what is hashed, by what, in which case; what a refused call says of them."""

import string
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.say import exact_time, joined, listed
from posdesk.domain.status import FormState, PartnerStatus, StrangeCall
from posdesk.engine.listening.refused_signs import TriedCall
from posdesk.settings.settings import SignatureRecipe

translate = QCoreApplication.translate

HASH_NAMES = {
    "md5": "MD5",
    "sha1": "SHA-1",
    "sha256": "SHA-256",
    "hmac-md5": "HMAC-MD5",
    "hmac-sha256": "HMAC-SHA256",
}


def case_name(case: str) -> str:
    """In which letters the digest is written."""
    return translate("signing", "upper case") if case == "upper" else translate("signing", "lower case")


def form_name(form: SignatureRecipe) -> str:
    """By what is hashed: "MD5, upper case"."""
    words = translate("signing", "{hash}, {case}")
    return words.format(hash=HASH_NAMES[form.hash], case=case_name(form.case))


def form_text(form: SignatureRecipe) -> str:
    """What is hashed: "appkey + body + appkey"; what stands between is quoted."""
    body = translate("signing", "body")
    parts: list[str] = []
    for literal, field, _, _ in string.Formatter().parse(form.text):
        parts += [f'"{literal}"'] if literal else []
        parts += [body if field == "body" else field] if field else []
    said = " + ".join(parts)
    if form.hash.startswith("hmac-"):
        return translate("signing", "{text}, keyed with the appkey").format(text=said)
    return said


def proof_words(partner: PartnerStatus | None) -> str:
    """What is known of the form that is in use."""
    if partner is None or partner.form is FormState.UNPROVEN or partner.form_at is None:
        return translate("signing", "Not proven")
    if partner.form is FormState.HERE:
        words = translate("signing", "Fits; only this PC called")
    else:
        words = translate("signing", "Proven by the call at {time}")
    return words.format(time=exact_time(partner.form_at))


def refused_words(
    call: TriedCall | None, *, has_key: bool, places: tuple[int, ...], more: int
) -> tuple[str, str]:
    """What a refused call says, and what to do; `places` are the numbers of the forms that fit it.

    `more` is how many others were refused within the last quarter of an hour.
    """
    if call is None:
        return (
            translate("signing", "No call of it was refused."),
            translate("signing", "Choose a form now; it is proven once the platform's own call is taken."),
        )
    head = translate("signing", "{time} the platform called and we refused it: the signature does not fit.")
    if not call.is_signed:
        head = translate("signing", "{time} the platform called and we refused it: it sent no signature.")
    todo = _todo(call, places, has_key=has_key)
    others = translate("signing", "{n} more were refused within a quarter of an hour.").format(n=more)
    return head.format(time=exact_time(call.at)), joined(todo, others if more > 0 else "")


def unseen_words(at: datetime) -> tuple[str, str]:
    """A refused call that nobody has looked at: that takes the right to change settings."""
    head = translate("signing", "{time} the platform called and we refused it: the signature does not fit.")
    todo = translate("signing", "Which form fits is tried with its key: that takes a PIN.")
    return head.format(time=exact_time(at)), todo


def stranger_words(call: StrangeCall) -> tuple[str, str]:
    """A call under an appid that is no platform's here: mistyped on one side, or a stranger's."""
    head = translate("signing", '{time} a call came under the appid "{appid}", which is nobody\'s here.')
    todo = translate("signing", "If it is this platform's, that appid belongs into the field above.")
    return head.format(time=exact_time(call.at), appid=call.appid), todo


def _todo(call: TriedCall, places: tuple[int, ...], *, has_key: bool) -> str:
    if not call.is_signed:
        return translate("signing", "Ask the platform to send appid and sign with each call.")
    if not call.is_whole:
        return translate(
            "signing", "It was too large to be tried. Let the platform send an order of few dishes."
        )
    if not has_key:
        return translate("signing", "Its key is not entered yet: with it, this page says which form fits.")
    if places:
        words = translate(
            "signing",
            "Tried with the key you entered: form {n} gives that very signature. It counts once you take it,"
            " and is proven by the platform's next call.",
        )
        return words.format(n=listed(str(each) for each in places))
    return translate(
        "signing",
        "None of the usual forms fits with the key you entered. First compare the key; if it is right, ask"
        " the platform what it joins, and write that below.",
    )


def weakness_words(form: SignatureRecipe) -> str:
    """What a form does not protect; empty for a sound one."""
    if not form.is_keyed:
        return translate("signing", "It takes no appkey: anyone could call so. Put {appkey} into it.")
    if not form.covers_body:
        return translate(
            "signing",
            "It leaves the body out: whoever reads a call on the way could change its order. Calls from"
            " beyond this PC are refused, unless Settings, Port for orders says otherwise.",
        )
    return ""
