"""When the till rings what."""

from collections import Counter
from random import Random

from posdesk.simulator.config import SimulatedTill
from posdesk.simulator.till.till import ReceiptKind, TillPlan


def rung(seconds: int, **settings: float) -> list[tuple[int, ReceiptKind]]:
    plan = TillPlan(SimulatedTill.model_validate(settings), Random(1))
    return [(now, kind) for now in range(seconds) for kind in plan.due(float(now))]


def test_customers_come_at_about_the_rate_that_is_set() -> None:
    kinds = Counter(kind for _, kind in rung(3600, receipts_per_minute=2, returns_share=0.2))
    assert 100 <= kinds.total() <= 140
    assert 0 < kinds[ReceiptKind.RETURN] < kinds[ReceiptKind.SALE] / 2
    assert set(kinds) == {ReceiptKind.SALE, ReceiptKind.RETURN}


def test_the_late_one_and_the_refused_one_come_once_and_not_too_soon() -> None:
    once = [
        (now, kind)
        for now, kind in rung(600, late_after_s=30, refused_after_s=45.5)
        if kind in (ReceiptKind.LATE, ReceiptKind.REFUSED)
    ]
    assert once == [(30, ReceiptKind.LATE), (46, ReceiptKind.REFUSED)]


def test_a_rate_of_nothing_rings_nothing() -> None:
    assert rung(600, receipts_per_minute=0) == []
