"""What the gateway took and this counter refuses is kept, told, read again after a change, closed by name."""

from pathlib import Path

import pytest

from posdesk.journal.relay import stray_calls
from posdesk.platforms.o2o.answers import AnswerCode
from posdesk.settings.settings import Settings
from tests.engine.making import partner
from tests.engine.relay.making import At, Shop, at_work, call, cancel, signed
from tests.support.nats_server import NatsServer

pytestmark = [pytest.mark.waits, pytest.mark.nats_server]
OTHER_KEY = "changed-at-the-gateway-first"


@pytest.fixture
def shop(server: NatsServer, tmp_path: Path) -> Shop:
    return Shop(server, tmp_path)


def codes(counter: At, count: int) -> list[int]:
    counter.tells(lambda told: told.strays == count, f"{count} stray calls")
    return [each.what.code for each in counter.read(stray_calls.open_ones)]


def take(counter: At, chosen: Settings) -> None:
    future = counter.engine.take(chosen, lambda: None)
    assert future is not None
    future.result(20)


def test_an_appkey_changed_at_the_gateway_first_loses_nothing(shop: Shop) -> None:
    body = call("A", shop.code)
    shop.push(body, query=signed(body, appkey=OTHER_KEY))
    shop.add("B")
    secrets = shop.secrets()
    with at_work(shop, secrets=secrets) as counter:
        counter.has("B")
        assert codes(counter, 1) == [AnswerCode.WRONG_SIGNATURE]
        secrets.give("meituan", OTHER_KEY)
        counter.has("B", "A")
        assert codes(counter, 0) == []


def test_a_partner_that_the_counter_does_not_have_is_kept_until_it_has(shop: Shop) -> None:
    body = call("A", shop.code)
    shop.push(body, query=signed(body, appid="eleme-app"), partner="eleme")
    secrets = shop.secrets()
    secrets.give("eleme", secrets.get("partner/meituan/appkey") or "")
    with at_work(shop, secrets=secrets) as counter:
        assert codes(counter, 1) == [AnswerCode.UNKNOWN_APPID]
        (stray,) = counter.read(stray_calls.open_ones)
        assert (stray.partner, stray.what.tbillno) == ("eleme", "A")
        take(counter, shop.settings(partner(), partner("eleme")))
        counter.has("A")
        assert counter.order("A").key.partner == "eleme"
        assert codes(counter, 0) == []


def test_a_partner_by_another_name_makes_no_order_of_another_key(shop: Shop) -> None:
    """Orders are known by the partner's name: two counters that call it differently would see two orders."""
    shop.push(call("A", shop.code), partner="mt")
    with at_work(shop) as counter:
        assert codes(counter, 1) == [AnswerCode.UNKNOWN_APPID]
        (stray,) = counter.read(stray_calls.open_ones)
        assert "mt" in stray.what.words
        assert "meituan" in stray.what.words
        assert counter.bills() == []


def test_a_gateway_of_another_version_may_say_what_this_one_can_not_read(shop: Shop) -> None:
    shop.put(b'{"of": "a later version"}', {"posdesk-made-of": "v9"})
    shop.push(b'{"cmd": "NewCommand", "seq": "1", "items": []}')
    shop.add("A")
    with at_work(shop) as counter:
        counter.has("A")
        assert codes(counter, 2) == [AnswerCode.NOT_TAKEN, AnswerCode.UNKNOWN_CMD]


def test_another_stores_order_is_refused_here_as_it_is_by_the_listener(shop: Shop) -> None:
    shop.push(call("A", "999"))
    with at_work(shop) as counter:
        assert codes(counter, 1) == [AnswerCode.OTHER_STORE]


def test_one_that_was_closed_by_name_stays_closed_also_after_a_start(shop: Shop) -> None:
    body = call("A", shop.code)
    shop.push(body, query=signed(body, appkey=OTHER_KEY))
    with at_work(shop) as counter:
        assert codes(counter, 1) == [AnswerCode.WRONG_SIGNATURE]
        counter.journal.write(lambda tx: stray_calls.close(tx, 1, "李敏")).result(10)
        assert codes(counter, 0) == []
    with at_work(shop, secrets=shop.secrets(appkey=OTHER_KEY)) as counter:
        counter.connected()
        assert codes(counter, 0) == []
        assert counter.bills() == []


def test_a_new_version_reads_them_again_at_its_start(shop: Shop) -> None:
    body = call("A", shop.code)
    shop.push(body, query=signed(body, appkey=OTHER_KEY))
    with at_work(shop) as counter:
        codes(counter, 1)
    with at_work(shop, secrets=shop.secrets(appkey=OTHER_KEY)) as counter:
        counter.has("A")
        assert codes(counter, 0) == []


def test_an_add_and_its_cancel_are_read_again_in_their_order(shop: Shop) -> None:
    for body in (call("A", shop.code), cancel("A")):
        shop.push(body, query=signed(body, appkey=OTHER_KEY))
    secrets = shop.secrets()
    with at_work(shop, secrets=secrets) as counter:
        codes(counter, 2)
        secrets.give("meituan", OTHER_KEY)
        codes(counter, 0)
        assert counter.order("A").state == "cancelled"
