"""What the desk says of calls that were turned away: for what stood in them, or for how they were signed."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.platform_codes import in_language
from posdesk.desk.words.say import joined, listed, same_day_time, stopped
from posdesk.desk.words.states import Sentence
from posdesk.domain.orders.refused import Refused, RefusedKind, TurnedAway, WrongSigns

translate = QCoreApplication.translate
Names = Mapping[str, str]
"""A partner's name for people by its name in the settings."""

_SENT = {
    RefusedKind.ORDER: QT_TRANSLATE_NOOP("refused", "{partner} sent order {number}, and it was not taken."),
    RefusedKind.CANCEL: QT_TRANSLATE_NOOP(
        "refused", "{partner} cancels order {number}, and that was not taken."
    ),
    RefusedKind.STATUS: QT_TRANSLATE_NOOP(
        "refused", "{partner} sent a new state of order {number}, and it was not taken."
    ),
    RefusedKind.OTHER: QT_TRANSLATE_NOOP("refused", "{partner} sent a call, and it was not taken."),
}
_TITLES = {
    RefusedKind.ORDER: QT_TRANSLATE_NOOP("refused", "{partner} order {number}: not taken"),
    RefusedKind.CANCEL: QT_TRANSLATE_NOOP("refused", "{partner} cancels order {number}: not taken"),
    RefusedKind.STATUS: QT_TRANSLATE_NOOP("refused", "{partner} order {number}: new state not taken"),
    RefusedKind.OTHER: QT_TRANSLATE_NOOP("refused", "{partner}: a call was not taken"),
}


def refused_words(told: TurnedAway, names: Names) -> Sentence:
    """The band: whose calls were not taken; nothing where none is open."""
    counts = told.refused_by_partner
    if not counts:
        return Sentence("")
    todo = translate("refused", "An order may be missing here. The Sync page says what to tell the platform.")
    if sum(counts.values()) == len(told.calls) == 1:
        (call,) = told.calls
        words = _with_number(_SENT, call.what)
        partner = names.get(call.partner, call.partner)
        return Sentence(words.format(partner=partner, number=_number(call.what)), todo)
    what = translate("refused", "Calls that were not taken: {counts}.")
    return Sentence(what.format(counts=listed(f"{names.get(n, n)} {c:,}" for n, c in counts.items())), todo)


def wrong_signs_words(told: TurnedAway, names: Names) -> Sentence:
    """The band: as whom somebody calls with a wrong signature, and since when; nothing where that is rare."""
    wrong = [each for each in told.wrong_signs if each.since is not None]
    if not wrong:
        return Sentence("")
    first = min(wrong, key=lambda each: each.since or each.first_at)
    what = translate(
        "refused",
        "Calls that claim to be {partners} are wrongly signed since {time}: is the appkey right?",
    )
    todo = translate(
        "refused",
        "If not, its orders don't come in. Compare it with the platform's, then enter it: Settings,"
        " Platforms and secrets.",
    )
    partners = listed(names.get(each.partner, each.partner) for each in wrong)
    return Sentence(what.format(partners=partners, time=_since(first)), todo)


def _since(wrong: WrongSigns) -> str:
    return same_day_time(wrong.since or wrong.first_at, wrong.last_at)


def refused_title(what: Refused, partner: str) -> str:
    """The head of its entry on the Sync page."""
    return _with_number(_TITLES, what).format(partner=partner, number=_number(what))


def refused_reason(what: Refused, partner: str) -> str:
    """Why it was not taken, and what to tell the platform."""
    reason = in_language(what.words).strip().rstrip(".。")
    said = translate("refused", "{field}: {words}.").format(field=what.field, words=reason)
    tell = translate("refused", "Tell {partner}: call answered with code {code}; mend it and send it again.")
    if what.tbillno:
        tell = translate(
            "refused",
            "Tell {partner}: order {bill} was answered with code {code}; mend it and send it again.",
        )
    others = translate("refused", "The same call carried {others}, too.") if what.others else ""
    return joined(
        said if what.field else stopped(reason),
        others.format(others=what.others),
        tell.format(partner=partner, bill=what.tbillno, code=what.code),
    )


def _number(what: Refused) -> str:
    return what.show_no or what.tbillno


def _with_number(table: Mapping[RefusedKind, str], what: Refused) -> str:
    return translate("refused", table[what.kind if _number(what) else RefusedKind.OTHER])
