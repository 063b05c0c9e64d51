"""Two versions of one receipt in words, so that somebody can find out which is right. Nothing personal."""

from collections.abc import Sequence

from posdesk.domain.books.receipt import Receipt, ReceiptLine, Tendered, figures_of
from posdesk.domain.clock import in_china
from posdesk.domain.money import yuan_of, yuan_text

_Words = tuple[str, str]


def versions_of(kept: Receipt, now: Receipt, *, thinned: bool = False) -> _Words:
    """Sums of both, and where these are alike the first thing in which they differ; zh and en.

    Of a thinned one nobody knows the lines any more.
    """
    old, new = _sums(kept, thinned=thinned), _sums(now, thinned=thinned)
    if old == new:
        old, new = _first_difference(kept, now)
    return f"已存 {old[0]}；这次 {new[0]}", f"kept {old[1]}; now {new[1]}"


def _sums(receipt: Receipt, *, thinned: bool) -> _Words:
    amount, items = yuan_text(yuan_of(receipt.actual_fen)), abs(figures_of(receipt).items)
    at = f"{in_china(receipt.traded_at):%Y-%m-%d %H:%M:%S}" if receipt.traded_at else ""
    zh = ["退货"] if receipt.is_return else []
    en = ["a return"] if receipt.is_return else []
    lines = len(receipt.lines)
    zh += [f"{amount} 元", *(() if thinned else (f"{lines} 行 {items} 件",)), at or "无时间"]
    en += [f"{amount} yuan", *(() if thinned else (f"lines: {lines}, items: {items}",)), at or "no time"]
    return "，".join(zh), ", ".join(en)


def _first_difference(kept: Receipt, now: Receipt) -> tuple[_Words, _Words]:
    lines, tenders = _differing(kept.lines, now.lines), _differing(kept.tenders, now.tenders)
    if lines is not None:
        return _line(lines, kept.lines[lines]), _line(lines, now.lines[lines])
    if tenders is not None and len(kept.tenders) == len(now.tenders):
        return _tender(kept.tenders[tenders]), _tender(now.tenders[tenders])
    return ("的其他字段不同", "in other fields another"), ("的其他字段不同", "in other fields another")


def _differing(kept: Sequence[object], now: Sequence[object]) -> int | None:
    """At which place two lists differ; None where they don't, or only one goes on."""
    pairs = enumerate(zip(kept, now, strict=False))
    return next((at for at, (old, new) in pairs if old != new), None)


def _line(at: int, line: ReceiptLine) -> _Words:
    price, deal = (yuan_text(yuan_of(fen)) for fen in (line.original_price_fen, line.deal_fen))
    said = f"{line.item_code} {line.quantity} × {price} = {deal}"
    return f"第 {at + 1} 行 {said}", f"line {at + 1}: {said}"


def _tender(tender: Tendered) -> _Words:
    amount = yuan_text(yuan_of(tender.amount_fen)) if tender.amount_fen is not None else "–"
    return f"支付方式 {tender.pay_type} {amount} 元", f"pay type {tender.pay_type} {amount} yuan"
