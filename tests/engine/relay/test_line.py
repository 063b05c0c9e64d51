"""Why the relay is not connected is said in words, and what it takes to be again."""

import asyncio
import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from posdesk.domain.relay.status import RelayFault
from posdesk.domain.status import EngineStatus
from posdesk.engine.relay import identity
from posdesk.engine.relay.line import Line, NotConnected, context_of
from posdesk.platforms.relay.records import JwtRecord, PcRecord
from posdesk.platforms.relay.subjects import jwt_record, pc_record
from posdesk.settings.relay import SEED
from tests.engine.making import house
from tests.engine.relay.making import At, Shop, at_work
from tests.support.nats_server import SHARD, NatsServer
from tests.support.processes import free_port

pytestmark = [pytest.mark.waits, pytest.mark.own_nats_server]


@pytest.fixture
def shop(server: NatsServer, tmp_path: Path) -> Shop:
    return Shop(server, tmp_path)


def _is_off(status: EngineStatus, *, is_off: bool) -> bool:
    return (status.relay is None) == is_off


def faulty(counter: At, fault: RelayFault) -> str:
    counter.tells(lambda told: told.fault is fault and not told.connected, str(fault))
    return counter.relay.detail


def test_a_server_that_answers_nothing(shop: Shop) -> None:
    chosen = shop.settings()
    assert chosen.relay is not None
    nowhere = f"nats://127.0.0.1:{free_port()}"
    gone = chosen.model_copy(update={"relay": chosen.relay.model_copy(update={"servers": (nowhere,)})})
    with at_work(shop, chosen=gone) as counter:
        assert nowhere.removeprefix("nats://") in faulty(counter, RelayFault.UNREACHED)


def test_of_several_servers_any_will_do(shop: Shop) -> None:
    chosen = shop.settings()
    assert chosen.relay is not None
    both = (f"nats://127.0.0.1:{free_port()}", shop.server.url)
    two = chosen.model_copy(update={"relay": chosen.relay.model_copy(update={"servers": both})})
    shop.add("A")
    with at_work(shop, chosen=two) as counter:
        counter.has("A")


def test_without_an_enrolment(shop: Shop) -> None:
    (shop.folder / "home").mkdir()
    with house(shop.folder / "home", shop.settings(), shop.secrets()) as made:
        counter = At(made)
        faulty(counter, RelayFault.NOT_ENROLLED)
        shop.enrol(shop.folder / "home")
        counter.connected()


def test_a_keyring_that_has_not_answered(shop: Shop) -> None:
    secrets = shop.secrets()
    seed = secrets._held.pop(SEED)
    secrets.has_answered = False
    with at_work(shop, secrets=secrets) as counter:
        faulty(counter, RelayFault.KEYRING)
        secrets._held[SEED] = seed
        counter.connected()


def test_a_jwt_of_another_store(shop: Shop) -> None:
    other = Shop(shop.server, shop.folder)
    (shop.folder / "home").mkdir()
    identity.write(shop.folder / "home", shop.server.creds_for(other.code, "1").jwt)
    with at_work(shop, secrets=other.secrets()) as counter:
        assert other.code in faulty(counter, RelayFault.WRONG_STORE)


def test_an_expired_jwt(shop: Shop) -> None:
    (shop.folder / "home").mkdir()
    creds = shop.server.creds_for(shop.code, "1", timedelta(seconds=-5))
    identity.write(shop.folder / "home", creds.jwt)
    with at_work(shop) as counter:
        faulty(counter, RelayFault.EXPIRED)
        shop.enrol(shop.folder / "home")
        counter.connected()


def test_one_that_runs_out_while_connected(shop: Shop) -> None:
    (shop.folder / "home").mkdir()
    shop.server.put(shop.code, jwt_record("1"), b"")
    creds = shop.server.creds_for(shop.code, "1", timedelta(seconds=4))
    identity.write(shop.folder / "home", creds.jwt)
    with at_work(shop) as counter:
        counter.connected()
        faulty(counter, RelayFault.EXPIRED)


def test_a_revoked_one_is_told_and_own_work_goes_on(shop: Shop) -> None:
    with at_work(shop) as counter:
        counter.connected()
        shop.server.revoke(shop.code, "1")
        faulty(counter, RelayFault.REVOKED)
        assert counter.engine.status.status.takes_orders


def test_a_second_pc_is_told_whose_place_it_is_and_takes_it_once_it_is_cleared(shop: Shop) -> None:
    first = PcRecord("another machine", "OLD-PC", datetime.now(UTC))
    shop.server.put(shop.code, pc_record("1"), first.write())
    shop.add("A")
    with at_work(shop) as counter:
        assert faulty(counter, RelayFault.TAKEN) == "OLD-PC"
        assert counter.bills() == []
        shop.server.put(shop.code, pc_record("1"), b"")
        counter.has("A")


def test_the_chains_new_jwt_is_kept_and_used(shop: Shop) -> None:
    with at_work(shop) as counter:
        counter.connected()
        before = (shop.folder / "home" / identity.FILE_NAME).read_text()
        new = shop.server.creds_for(shop.code, "1", timedelta(days=399))
        servers = (shop.server.url, "tls://new.example.com:4222")
        shop.server.put(shop.code, jwt_record("1"), JwtRecord(new.jwt, SHARD, servers).write())
        counter.tells(lambda told: told.connected and told.jwt_until == new.token.expires, "the new one")
        kept = (shop.folder / "home" / identity.FILE_NAME).read_text()
        assert kept.split() == [new.jwt, *servers]
        assert kept != before


def test_a_store_that_the_chain_switched_off_is_told_and_still_hears(shop: Shop) -> None:
    with at_work(shop) as counter:
        counter.connected()
        record = shop.server.add_store(shop.code, ("1",))
        shop.server.put(shop.code, "store", replace(record, disabled=True).write())
        counter.tells(lambda told: told.connected and told.fault is RelayFault.DISABLED, "that it is off")
        shop.add("A")
        counter.has("A")


def test_a_relay_that_the_settings_take_away_is_told_no_more_and_can_come_back(shop: Shop) -> None:
    chosen = shop.settings()
    with at_work(shop, chosen=chosen) as counter:
        counter.connected()
        without = chosen.model_copy(update={"relay": None})
        for wanted in (without, chosen):
            future = counter.engine.take(wanted, lambda: None)
            assert future is not None
            future.result(20)
            is_off = wanted.relay is None
            counter.house.wait_for_status(partial(_is_off, is_off=is_off), "the change")
        counter.connected()


def test_a_relay_that_the_settings_bring_works_at_once(shop: Shop) -> None:
    chosen = shop.settings()
    shop.add("A")
    with at_work(shop, chosen=chosen.model_copy(update={"relay": None})) as counter:
        assert counter.engine.status.status.relay is None
        future = counter.engine.take(chosen, lambda: None)
        assert future is not None
        future.result(20)
        counter.has("A")


@pytest.mark.parametrize("scheme", ["tls"])
def test_a_server_without_tls_never_hears_who_we_are(shop: Shop, scheme: str) -> None:
    """It would be easy to answer in a server's name: nothing of ours is said to it."""
    home = shop.folder / "home"
    shop.enrol(home)
    me = identity.read(home, shop.settings(), shop.secrets())
    server = shop.server.url.replace("nats://", f"{scheme}://")
    with pytest.raises(NotConnected) as refused:
        asyncio.run(Line.opened(server, me, context_of(""), datetime.now(UTC)))
    assert refused.value.fault is RelayFault.NOT_TRUSTED


def test_a_ca_that_is_no_certificate_is_said(shop: Shop) -> None:
    (shop.folder / "home").mkdir()
    (shop.folder / "home" / "relay-ca.pem").write_text("no certificate")
    with at_work(shop, chosen=shop.settings(ca="relay-ca.pem")) as counter:
        assert "relay-ca.pem" in faulty(counter, RelayFault.NOT_TRUSTED)
    with pytest.raises((OSError, ssl.SSLError)):
        context_of(str(shop.folder / "nothing.pem"))
