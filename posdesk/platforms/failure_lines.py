"""Lines that the failure tables of both books have in common."""

from posdesk.domain.failure import Failure, Mend, WhoActs


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
