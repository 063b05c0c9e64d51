"""A line of a platform's failure table: who must act, what the manager reads, what mends it."""

from enum import StrEnum

from posdesk.records import dataclass


class WhoActs(StrEnum):
    """Whose move it is (errors.py says the same of exceptions)."""

    NOBODY = "nobody"  # done
    LATER = "later"  # it is tried again by itself
    YOURS = "yours"  # a person must act
    OURS = "ours"  # a bug


class Mend(StrEnum):
    """What mends it; the desk has a button for each."""

    NOTHING = "nothing"
    WAIT = "wait"
    SECRET = "secret"  # noqa: S105 - a word, not a secret
    SETTINGS = "settings"
    CLOCK = "clock"
    RECEIPT = "receipt"  # at the till: the receipt itself is not what the platform wants
    COMPARE = "compare"  # look what the platform holds, then replace it or leave it
    PLATFORM = "platform"  # call them: rights, contracts, expiry
    REPORT = "report"  # a bug: send us the report


@dataclass(frozen=True, slots=True)
class Failure:
    """A return code's line. `zh` and `en` say what happened, then what to do, as the manager reads it.

    `unknown` is True where the work may have been done all the same; `everything` where the next call
    would fail too, whatever it carries, so that nothing is sent until a person has acted; `clock` where the
    call is stamped anew once with the measured offset.
    """

    code: str
    name: str
    act: WhoActs
    mend: Mend
    zh: str
    en: str
    unknown: bool = False
    everything: bool = False
    clock: bool = False


def held_back(code: str, name: str, mend: Mend, zh: str, en: str) -> Failure:
    """Settings, secret or rights: every call would end so until a person has acted."""
    return Failure(code, name, WhoActs.YOURS, mend, zh, en, everything=True)


def wrong_call(
    code: str, name: str, zh: str, en: str, *, by: tuple[str, str], everything: bool = True
) -> Failure:
    """A call that we made wrongly; `by` names the platform in Chinese and English."""
    return Failure(
        code,
        name,
        WhoActs.OURS,
        Mend.REPORT,
        f"{by[0]}不认我们的调用：{zh}。这是 posdesk 的错误，请复制报告发给我们。",
        f"{by[1]} did not take our call: {en}. This is a bug of ours: copy the report and send it to us.",
        everything=everything,
    )
