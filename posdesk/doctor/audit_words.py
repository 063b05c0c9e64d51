"""What is said of the audit trail and its seals, in both languages: by the doctor and by `posdesk audit`."""

from collections.abc import Iterator

from posdesk.doctor.report import NOTHING, Text
from posdesk.domain.clock import from_text, in_china
from posdesk.domain.journal_health import TrailFault
from posdesk.journal.audit.trail import TrailCheck
from posdesk.journal.audit.turns import SetBack

SHOWN = 5  # spans that were sealed only later, of what may be hundreds


def doubt_words(verdict: TrailCheck) -> Text:
    """What speaks against the trail; nothing where nothing does."""
    line, words = verdict.line, verdict.words
    at = when(words) if verdict.doubt in {TrailFault.SEAL, TrailFault.APPENDED} else ""
    return {
        TrailFault.NONE: NOTHING,
        TrailFault.CHAIN: Text(
            f"操作记录在第 {line} 行断开：{words}", f"the audit trail is broken at line {line}: {words}"
        ),
        TrailFault.GUARD: Text(
            f"防止修改操作记录的触发器被动过：{words}",
            f"what keeps the audit trail append-only was changed: {words}",
        ),
        TrailFault.SEAL: Text(
            f"操作记录被 posdesk 以外的程序改写：第 {line} 行与 {at} 的封印不符，改动在这一行或之前",
            f"the audit trail was rewritten outside posdesk, at line {line} or before:"
            f" it is not the one that was sealed at {at}",
        ),
        TrailFault.APPENDED: Text(
            f"{at} 正常结束之后，posdesk 以外的程序从第 {line} 行起追加了记录",
            f"lines from {line} on were added outside posdesk, after it had ended at {at}",
        ),
        TrailFault.GONE: Text(
            "操作记录曾加封，但 journal.seals 中已没有它的封印",
            "the audit trail was sealed, and journal.seals holds none of its seals any more",
        ),
    }[verdict.doubt]


def proof_words(verdict: TrailCheck, why_no_key: str = "") -> Text:
    """Up to which line it is proven, and since when it is not; `why_no_key` is what the keyring said."""
    if not verdict.begun:
        return Text(
            "尚未加封：密钥库打开后，posdesk 就会开始",
            "never sealed yet: posdesk begins once the keyring is open",
        )
    if not verdict.since:
        at = when(verdict.sealed_at)
        return Text(f"{at} 封印至第 {verdict.sealed} 行", f"sealed up to line {verdict.sealed} at {at}")
    since, why = when(verdict.since), _why(verdict, why_no_key)
    return Text(
        f"自 {since}（第 {verdict.sealed + 1} 行）起未经封印证明：{why.zh}",
        f"unproven since {since}, line {verdict.sealed + 1}: {why.en}",
    )


def _why(verdict: TrailCheck, why_no_key: str) -> Text:
    if why_no_key:
        return Text(f"密钥库未给出密钥：{why_no_key}", f"the keyring gives no key: {why_no_key}")
    if not verdict.sealed:
        return Text("密钥库里没有当时的密钥", "the key of its seals is not in the keyring")
    return Text("这些行尚未加封", "these lines are not sealed yet")


def remarks(verdict: TrailCheck) -> Iterator[Text]:
    """What is no fault, and worth knowing: set-backs, and the newest spans that were sealed only later.

    A PC that is switched off as it stands leaves one each evening.
    """
    yield from map(_set_back, verdict.set_backs)
    if (more := len(verdict.unproven) - SHOWN) > 0:
        yield Text(f"更早还有 {more} 处也是之后才加封", f"{more} earlier spans were sealed only later, too")
    for first, last in verdict.unproven[-SHOWN:]:
        yield Text(
            f"第 {first} 至 {last} 行当时没有加封，之后才加封",
            f"lines {first} to {last} were sealed only later",
        )


def _set_back(each: SetBack) -> Text:
    at = when(each.at)
    return Text(
        f"{at} 退回到第 {each.last} 行（第 {each.number} 行有记载）",
        f"set back at {at} to line {each.last}, as line {each.number} tells",
    )


def when(text: str, form: str = "%Y-%m-%d %H:%M") -> str:
    """A time of the journal in China; another program may have written anything there."""
    try:
        return in_china(from_text(text)).strftime(form)
    except (ValueError, OverflowError):
        return text
