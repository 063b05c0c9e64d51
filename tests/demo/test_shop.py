"""The demo's settings and what the simulator is told fit each other."""

import httpx
import keyring
import keyring.backends.fail

from posdesk.demo import run, shop
from posdesk.demo.run import TrainingSecrets
from posdesk.settings.credentials import RECOVERY, known_names
from posdesk.simulator.config import SimulatorConfig
from posdesk.simulator.o2o.basket import OTHER_PAYMENT, SITE_PAYMENTS
from tests.support.simulator import running_simulator

CHOSEN = shop.settings("http://127.0.0.1:9")


def test_every_secret_is_made_up_and_the_simulator_has_the_same() -> None:
    keys = shop.new_keys()
    held = keys.by_keyring_name()
    assert set(known_names(CHOSEN)) == {*held, RECOVERY}, "nobody made a recovery code in the demo"
    told = SimulatorConfig.model_validate(shop.simulator_config(keys, "127.0.0.1:8"))
    assert told.ovopark is not None
    assert told.wdk is not None
    assert told.till is not None
    shared = (told.ovopark.secret, told.wdk.secret, told.wdk.session, told.till.token)
    names = ("ovopark/secret", "wdk/secret", "wdk/session", "listener/token")
    assert shared == tuple(held[name] for name in names)
    assert {p.name: p.appkey for p in told.partners} == dict(keys.sites)


def test_two_demos_share_no_secret() -> None:
    first, second = shop.new_keys().by_keyring_name(), shop.new_keys().by_keyring_name()
    assert not {first[name] for name in first if "pin" not in name} & set(second.values())


def test_both_books_lack_nothing_and_the_numbers_are_those_of_the_simulator() -> None:
    told = SimulatorConfig.model_validate(shop.simulator_config(shop.new_keys(), "127.0.0.1:8"))
    assert CHOSEN.ovopark is not None
    assert CHOSEN.wdk is not None
    assert told.ovopark is not None
    assert told.wdk is not None
    assert CHOSEN.ovopark.missing == CHOSEN.wdk.missing == ()
    assert CHOSEN.ovopark.akey == told.ovopark.akey
    assert CHOSEN.ovopark.enterprise_id == told.ovopark.enterprise_id
    assert CHOSEN.ovopark.shop_id in {store.shop_id for store in told.ovopark.stores}
    assert CHOSEN.wdk.app_key == told.wdk.app_key
    assert CHOSEN.wdk.order_from in told.wdk.rules.order_from


def test_every_way_to_pay_of_the_sites_has_its_number_at_wdk() -> None:
    assert CHOSEN.wdk is not None
    codes = {code for code, _ in (*SITE_PAYMENTS.values(), OTHER_PAYMENT)}
    assert codes | {tender.code for tender in CHOSEN.tender} <= set(CHOSEN.wdk.pay_types)


def test_the_desk_and_the_till_never_give_the_same_number() -> None:
    assert CHOSEN.wdk is not None
    assert CHOSEN.wdk.pos_no != shop.TILL


def test_everything_is_marked_as_training() -> None:
    assert CHOSEN.training


def test_a_secret_that_is_changed_in_the_demo_stays_in_memory() -> None:
    secrets = TrainingSecrets({"wdk/secret": "first"})
    secrets.set("wdk/secret", "second")
    assert secrets.get("wdk/secret") == "second"
    secrets.close()


def test_the_demo_never_asks_the_systems_keyring() -> None:
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]
    secrets = TrainingSecrets({"wdk/secret": "first"})
    secrets.read(["wdk/secret", "wdk/session"])
    assert secrets.stored(["wdk/secret", "wdk/session"]) == ("wdk/secret",)
    secrets.delete("wdk/secret")
    assert secrets.get("wdk/secret") is None
    secrets.close()


def test_the_article_that_wdk_refuses_is_entered_after_a_while() -> None:
    told = SimulatorConfig.model_validate(shop.simulator_config(shop.new_keys(), "127.0.0.1:8"))
    assert told.till is not None
    assert told.wdk is not None
    assert told.till.refused_item in told.wdk.rules.refused_items
    with running_simulator(told.model_copy(update={"till": None, "orders_per_minute": 0})) as simulator:
        run.enter_article(simulator.address)
        rules = httpx.get(f"{simulator.address}/control/wdk/rules", trust_env=False).json()
    assert rules["refused_items"] == []
    run.enter_article(simulator.address)  # the demo has ended meanwhile: nothing happens
