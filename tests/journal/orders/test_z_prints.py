"""A Z prints by the plan, is kept as it was, and prints again marked as that; it is no order's."""

import json

import pytest

from posdesk.devices.printing.layouts import layouts
from posdesk.domain.clock import in_china
from posdesk.domain.printing.outcome import Ended, Outcome, Trouble
from posdesk.domain.printing.plan import PlannedSlip, PrintPlan
from posdesk.domain.printing.print_job import PrintJob, PrintState
from posdesk.domain.printing.setting import MM_80, set_slip
from posdesk.domain.printing.slip import SlipKind
from posdesk.engine.sending.printers import slip_of
from posdesk.errors import NotAllowed, Ours, PrintReason
from posdesk.journal import Journal
from posdesk.journal.orders import print_acts, print_rows, prints, z_prints
from tests.domain.printing.making import Z_147
from tests.journal.making import Counter

TWICE = PrintPlan((PlannedSlip(SlipKind.Z, "counter", copies=2),))
SLIP = layouts("zh_CN").z_slip(Z_147)


@pytest.fixture
def shop(journal: Journal, whole_trail: None) -> Counter:
    journal.print_by(TWICE)
    counter = Counter(journal)
    counter.write(lambda tx: z_prints.numbered(tx, 147, SLIP))
    return counter


def _papers(shop: Counter) -> tuple[PrintJob, ...]:
    return shop.journal.read(lambda db: print_rows.of_z(db, 147))


def _said(shop: Counter, job: PrintJob) -> str:
    """What stands on it, when it prints."""
    sending = shop.write(lambda tx: prints.begin(tx, job.seq))
    assert sending is not None
    lines = set_slip(slip_of(sending, shop.journal.now(), is_training=False), MM_80)
    return "\n".join(" ".join(piece.text for piece in line) for line in lines)


def _end(shop: Counter, job: PrintJob, ended: Ended) -> None:
    shop.write(lambda tx: prints.finish(tx, job.seq, ended, None))


def test_a_z_prints_its_copies_and_is_of_no_order(shop: Counter) -> None:
    first, second = _papers(shop)
    assert [(job.cause, job.copy, job.order) for job in (first, second)] == [(147, 1, None), (147, 2, None)]
    assert shop.journal.read(print_rows.open_ones) == (first, second)
    said = _said(shop, first)
    assert "0147" in said
    assert "第 1 份" in said
    assert "补打" not in said.replace("补打会注明", "")
    _end(shop, first, Ended(Outcome.PRINTED))
    assert _papers(shop)[0].outcome is PrintState.PRINTED


def test_a_number_is_taken_once(shop: Counter) -> None:
    with pytest.raises(Ours):
        shop.write(lambda tx: z_prints.numbered(tx, 147, ()))


def test_printed_again_it_says_so_and_else_the_same(shop: Counter) -> None:
    first, *_ = _papers(shop)
    before = _said(shop, first)
    _end(shop, first, Ended(Outcome.PRINTED))
    assert shop.write(lambda tx: z_prints.print_z_again(tx, 147, "Li")) == 1
    again = _papers(shop)[-1]
    said = _said(shop, again)
    now = in_china(shop.journal.now())
    assert said.splitlines()[0].strip() == f"补打 {now:%H:%M} Li"
    assert [line for line in before.splitlines() if "第 1 份" not in line] == [
        line for line in said.splitlines() if "第 3 份" not in line and not line.strip().startswith("补打 ")
    ]
    last = "SELECT what, actor, detail FROM audit ORDER BY number DESC LIMIT 1"
    what, actor, detail = shop.journal.read(lambda db: db.execute(last).fetchone())
    assert (what, actor, json.loads(detail)["z"]) == ("print.again", "Li", "147")


def test_of_a_doubtful_one_a_person_wants_one_more_that_says_so(shop: Counter) -> None:
    first, *_ = _papers(shop)
    _said(shop, first)
    _end(shop, first, Ended(Outcome.DOUBTFUL, Trouble.SILENT))
    shop.write(lambda tx: print_acts.decide_again(tx, first.seq, "Li", reveal=False))
    more = _papers(shop)[-1]
    assert (more.is_second, more.copy) == (True, 3)
    assert _said(shop, more).count("可能是第二份") == 2


@pytest.mark.parametrize(
    ("number", "plan", "reason"), [(148, TWICE, "no_such_z"), (147, PrintPlan(), "no_printer")]
)
def test_what_can_not_be_printed_again_says_why(
    shop: Counter, number: int, plan: PrintPlan, reason: str
) -> None:
    shop.journal.print_by(plan)
    with pytest.raises(NotAllowed) as refused:
        shop.write(lambda tx: z_prints.print_z_again(tx, number, "Li"))
    assert refused.value.reason is PrintReason(reason)
