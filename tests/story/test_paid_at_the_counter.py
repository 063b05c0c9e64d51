"""An unpaid order, paid at the counter, handed over: WDK gets its receipt with that payment."""

from pathlib import Path

import pytest

from posdesk.domain.orders.intent import Kind, Wish
from posdesk.domain.orders.order import Order, OrderKey, Payment
from posdesk.domain.orders.sums import sums_of
from posdesk.journal import Journal
from posdesk.journal.orders import intents, order_moves, order_rows
from posdesk.simulator.config import WdkRules
from posdesk.simulator.o2o.maker import OrderKind, OrderWish
from posdesk.simulator.wdk.memory import ReceiptSeen
from tests.support.engine import EngineHome, engine_home
from tests.support.processes import free_port, wait_for
from tests.support.simulator import MEITUAN, WDK, key_at_counter, quiet_config, running_simulator

pytestmark = pytest.mark.waits

RINGS = """
[wdk]
url = "{url}"
app_key = "{app_key}"
store_id = "33571001"
pos_no = "POS009"
order_from = "RENRENLE"
from_orders = true
pay_types = {{ cash = "01" }}
"""


def order_of(journal: Journal, key: OrderKey) -> Order:
    found = journal.read(lambda db: order_rows.get(db, key))
    assert found is not None
    return found


def pay_and_hand_over(journal: Journal, key: OrderKey) -> int:
    """The fen that were taken, all in one go, so that the payment is still on its way."""
    owed = sums_of(order_of(journal, key).content).unpaid_amount
    wishes = (
        Wish(key, Kind.ACCEPT, "李敏"),
        Wish(key, Kind.PAY, "李敏", payments=(Payment("cash", "现金", owed, owed),)),
    )
    for wish in wishes:
        journal.write(lambda tx, wish=wish: intents.press(tx, wish)).result()  # type: ignore[misc]
    wait_for(lambda: order_of(journal, key).state == "accepted", "the accept")
    journal.write(lambda tx: order_moves.hand_over(tx, key, "李敏")).result()
    return int(owed * 100)


def test_cash_taken_for_an_unpaid_order_reaches_wdk_on_its_receipt(tmp_path: Path) -> None:
    port = free_port()
    sales = WDK.model_copy(update={"rules": WdkRules(unknown_sales=True)})
    target = f"http://127.0.0.1:{port}/center/gateway"
    with running_simulator(quiet_config(target=target, partners=(MEITUAN,), wdk=sales)) as simulator:
        text = RINGS.format(url=simulator.wdk, app_key=WDK.app_key)
        kept = {"wdk/secret": WDK.secret}
        home = EngineHome(
            tmp_path, simulator.address, [MEITUAN], port=port, more_settings=text, more_secrets=kept
        )
        with engine_home(home), home.journal() as journal:
            placed = simulator.post_order(OrderWish(kind=OrderKind.DELIVERY, paid=False))
            key = key_at_counter(placed)
            fen = pay_and_hand_over(journal, key)
            wait_for(lambda: bool(simulator.receipts()), "the receipt at WDK")
            (seen,) = simulator.receipts().values()
            check(seen, order_of(journal, key).billno, fen)


def check(seen: ReceiptSeen, billno: str, fen: int) -> None:
    channel = {"index": 1, "pay_amount": fen, "pay_type": "01", "serial_num": billno}
    assert (seen.body["serial_num"], seen.body["actual_amt"]) == (billno, fen)
    assert seen.body["pay_channels"] == [channel]
    assert "change_amt" not in seen.body
