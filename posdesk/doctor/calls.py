"""Platforms' calls that were turned away, and those whose signature says too little."""

from posdesk.doctor.finding import Finding, Said, look, ok
from posdesk.doctor.patient import Patient
from posdesk.domain.clock import in_china
from posdesk.domain.orders.refused import WrongSigns


def signatures(patient: Patient) -> Finding | None:
    """Partners whose recipe leaves the body out; nothing where all cover it."""
    names = [partner.name for partner in patient.settings.partner if partner.is_half_signed]
    if not names:
        return None
    shown = ", ".join(names)
    found = Said(
        f"{shown} 的签名不包含请求体，等于未签名；只接收本机的请求",
        f"the signature of {shown} leaves the body out and counts as none: only this PC's calls are taken",
    )
    if patient.settings.listener.insecure_beyond_loopback:
        found = Said(
            f"{shown} 的签名不包含请求体，等于未签名", f"the signature of {shown} leaves the body out"
        )
    todo = Said(
        "如平台支持，在 partner.signature 的 text 中加入 {body}。",
        "Put {body} into the text of partner.signature, if the platform signs it.",
    )
    return look("signatures", found, todo, partners=names)


def refused(patient: Patient) -> Finding | None:
    """Calls refused for what stands in them and not seen to, and how many were wrongly signed."""
    facts = patient.facts
    if facts is None or not facts.is_readable:
        return None
    told = facts.turned_away
    counts, wrong = told.refused_by_partner, {each.partner: each.count for each in told.wrong_signs}
    parts = [_line(name, count) for name, count in counts.items()]
    parts += [_wrong_line(each) for each in told.wrong_signs]
    if not parts:
        return ok("refused", "没有", "none", open=counts, wrongly_signed=wrong)
    found = Said("；".join(each.zh for each in parts), "; ".join(each.en for each in parts))
    if not counts and all(each.since is None for each in told.wrong_signs):
        return ok("refused", found.zh, found.en, open=counts, wrongly_signed=wrong)
    todo = Said(
        "按“同步”页的说明告诉平台；签名不对时核对 appkey。",
        "Tell the platform what the Sync page says; where signs are wrong, compare the appkey.",
    )
    return look("refused", found, todo, open=counts, wrongly_signed=wrong)


def _line(name: str, count: int) -> Said:
    return Said(f"{name} {count} 个请求因内容未接收", f"{name}: {count} refused for their content")


def _wrong_line(wrong: WrongSigns) -> Said:
    first, last = (f"{in_china(each):%Y-%m-%d %H:%M}" for each in (wrong.first_at, wrong.last_at))
    return Said(
        f"{wrong.partner} 签名不对 {wrong.count} 次，{first} 至 {last}",
        f"{wrong.partner}: {wrong.count} wrongly signed, {first} to {last}",
    )
