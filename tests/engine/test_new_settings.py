"""The running engine takes other settings: the door first, nothing lost, nothing twice, nothing half."""

import http.server
import json
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, ClassVar

import httpx
import pytest

from posdesk.domain.clock import SystemClock
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.status import Trouble
from posdesk.engine import new_settings, parts
from posdesk.engine.engine import Engine
from posdesk.engine.listening import doors
from posdesk.engine.listening.listener_socket import FILE_NAME as ADDRESS_FILE
from posdesk.engine.listening.listener_socket import OwnCall, OwnCallEnd
from posdesk.errors import DiskError, DoorUnproven, PortTaken, SettingsError, SettingsFault
from posdesk.journal import Journal
from posdesk.journal.orders import intent_rows
from posdesk.platforms.o2o.answers import AnswerCode
from posdesk.settings.relay import RelaySettings
from posdesk.settings.settings import Listener, Settings
from tests.engine.listening.test_listener import SAMPLE, health, orders_in, post, raw_call, signed
from tests.engine.listening.test_listener_socket import answer_on
from tests.engine.making import APPKEY, PATIENCE_S, HeldSecrets, House, house, partner, settings
from tests.journal.making import Counter
from tests.support.paths import ROOT
from tests.support.processes import wait_for

CERTIFICATE = ROOT / "tests/data/o2o/self-signed.pem"
CHOSEN = settings(partner())


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[House]:
    """A running engine with one signed partner."""
    with house(tmp_path, CHOSEN, HeldSecrets(meituan=APPKEY, eleme=APPKEY)) as running:
        yield running


def nothing() -> None:
    """They stand in no file here."""


def take(at: House, new: Settings, keep: Callable[[], None] = nothing) -> None:
    """The engine has taken them. Raises why it can't."""
    taken = at.engine.take(new, keep)
    assert taken is not None
    taken.result(PATIENCE_S)


def listening(**changed: Any) -> Settings:
    """The settings with another listener."""
    return CHOSEN.model_copy(update={"listener": Listener(**changed)})


def with_store(**changed: Any) -> Settings:
    """The settings of another store."""
    return CHOSEN.model_copy(update={"store": CHOSEN.store.model_copy(update=changed)})


def port_of(at: House) -> int:
    return int(at.engine.status.status.address.rpartition(":")[2])


@contextmanager
def free_port() -> Iterator[int]:
    """A port that nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as made:
        port = made.getsockname()[1]
    yield port


def calls_at(port: int) -> bool:
    """Whether anybody listens there."""
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def test_a_new_port_is_open_before_the_old_one_closes_and_is_told(counter: House) -> None:
    old = port_of(counter)
    with free_port() as port, raw_call(counter, SAMPLE[:100]) as under_way:
        both: list[bool] = []
        take(counter, listening(port=port), lambda: both.extend([calls_at(old), calls_at(port)]))
        assert both == [True, True], "while they are kept, both doors are open"
        counter.wait_for_status(lambda status: status.address == f"127.0.0.1:{port}", "the new address")
        assert post(counter)["code"] == 0
        wait_for(lambda: not calls_at(old), "the old door's end")
        under_way.sendall(SAMPLE[100:])
        assert b'"code":0' in answer_on(under_way), "what had come in by the old door is answered"
    assert orders_in(counter.journal) == 1
    assert json.loads((counter.home / ADDRESS_FILE).read_text())["port"] == port


def test_a_taken_port_leaves_the_old_door_and_keeps_nothing(counter: House) -> None:
    kept: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(PortTaken):
        take(counter, listening(port=other.getsockname()[1]), lambda: kept.append(1))
    assert kept == []
    assert health(counter) == 200
    assert post(counter)["code"] == 0


def test_a_door_through_which_no_call_comes_is_closed_again(
    counter: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing_comes(_self: OwnCall, _address: tuple[Any, ...]) -> OwnCallEnd:
        return OwnCallEnd.NOTHING

    old, kept = port_of(counter), list[int]()
    monkeypatch.setattr(doors, "OwnCall", type("Deaf", (OwnCall,), {"ask": nothing_comes}))
    with free_port() as port:
        with pytest.raises(DoorUnproven):
            take(counter, listening(port=port), lambda: kept.append(1))
        assert not calls_at(port)
    assert (kept, port_of(counter)) == ([], old)
    assert post(counter)["code"] == 0


def test_settings_that_cant_be_kept_leave_the_old_door_alone(counter: House) -> None:
    def full() -> None:
        raise DiskError("The disk is full.")

    old = port_of(counter)
    with free_port() as port:
        with pytest.raises(DiskError):
            take(counter, listening(port=port), full)
        wait_for(lambda: not calls_at(port), "the new door's end")
    assert port_of(counter) == old
    assert post(counter)["code"] == 0


def test_the_same_port_at_every_address_of_this_pc(counter: House) -> None:
    """Of two such addresses the system opens one: what is under way goes on through the exchange."""
    port = port_of(counter)
    take(counter, listening(port=port))
    before = post(counter, SAMPLE)
    wide = listening(host="0.0.0.0", port=port, insecure_beyond_loopback=True)
    with raw_call(counter, SAMPLE[:100]) as under_way:
        take(counter, wide)
        counter.wait_for_status(lambda status: status.address == f"0.0.0.0:{port}", "the new address")
        assert counter.engine.status.status.exposure.host == "0.0.0.0"
        at_loopback = f"http://127.0.0.1:{port}/center/gateway"
        again = httpx.post(at_loopback, params=signed(SAMPLE), content=SAMPLE, trust_env=False).json()
        under_way.sendall(SAMPLE[100:])
        assert b'"code":0' in answer_on(under_way)
    assert (before["code"], again["code"], orders_in(counter.journal)) == (0, 0, 1)
    with pytest.raises(DiskError):
        take(counter, listening(port=port), lambda: (_ for _ in ()).throw(DiskError("full")))
    assert httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False).status_code == 200
    assert counter.engine.status.status.address == f"0.0.0.0:{port}"


def test_calls_come_encrypted_at_the_same_address_from_one_call_to_the_next(counter: House) -> None:
    port = port_of(counter)
    take(counter, listening(port=port))
    with raw_call(counter, SAMPLE[:100]) as under_way:
        take(counter, listening(port=port, tls_cert=str(CERTIFICATE), tls_key=str(CERTIFICATE)))
        secure = f"https://127.0.0.1:{port}/healthz"
        wait_for(lambda: httpx.get(secure, verify=False, trust_env=False).status_code == 200, "TLS")
        under_way.sendall(SAMPLE[100:])
        assert b'"code":0' in answer_on(under_way)
    with pytest.raises(SettingsError) as bad:
        take(counter, listening(port=port, tls_cert=str(ROOT / "README.md"), tls_key=str(CERTIFICATE)))
    assert (bad.value.fault, bad.value.key) == (SettingsFault.TLS, "listener.tls_cert")
    assert httpx.get(secure, verify=False, trust_env=False).status_code == 200


def test_an_engine_that_waits_for_its_port_listens_at_the_new_one_at_once(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        chosen = settings(partner(), port=other.getsockname()[1])
        with house(tmp_path, chosen, HeldSecrets(meituan=APPKEY), listening=False) as counter:
            counter.wait_for_status(lambda status: status.trouble is Trouble.PORT_TAKEN, "the taken port")
            take(counter, listening(port=0))
            counter.wait_for_status(lambda status: status.address, "the new port")
            assert post(counter)["code"] == 0


def test_a_port_that_got_free_meanwhile_is_left_for_the_new_one(tmp_path: Path) -> None:
    """The new port is held and the settings are being kept: then others let the old port go."""
    other = socket.create_server(("127.0.0.1", 0))
    chosen = settings(partner(), port=other.getsockname()[1])
    with (
        house(tmp_path, chosen, HeldSecrets(meituan=APPKEY), listening=False) as counter,
        free_port() as port,
    ):
        counter.wait_for_status(lambda status: status.trouble is Trouble.PORT_TAKEN, "the taken port")

        def keep() -> None:
            other.close()
            counter.wait_for_status(lambda status: status.address, "the old port")

        take(counter, listening(port=port), keep)
        counter.wait_for_status(lambda status: status.address == f"127.0.0.1:{port}", "the new port")
        assert post(counter)["code"] == 0


@contextmanager
def resting(home: Path, chosen: Settings) -> Iterator[House]:
    """An engine that is not started yet."""
    Journal.migrate(home)
    journal, secrets = Journal(home, SystemClock(), "1"), HeldSecrets(meituan=APPKEY, eleme=APPKEY)
    engine = Engine(home, chosen, journal, secrets, SystemClock())
    try:
        yield House(home, journal, engine)
    finally:
        assert engine.stop()
        journal.close()
        secrets.close()


def test_what_is_kept_while_the_engine_comes_to_work_counts(tmp_path: Path) -> None:
    with resting(tmp_path, CHOSEN) as counter:
        more = settings(partner(), partner("eleme"))
        taken = counter.engine.take(more, counter.engine.start)  # a slow keyring: it is at work before that
        if taken is not None:
            taken.result(PATIENCE_S)
        counter.wait_for_status(lambda status: status.address, "the listener")
        assert post(counter, query={**signed(SAMPLE), "appid": "eleme-app"})["code"] == 0


def test_a_port_kept_before_the_engine_works_is_waited_for_as_at_any_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, resting(tmp_path, CHOSEN) as counter:
        taken_port = listening(port=other.getsockname()[1])

        class Late(parts.Parts):
            def __init__(self, *given: Any, **more: Any) -> None:
                counter.engine.take(taken_port, nothing)
                super().__init__(*given, **more)

        monkeypatch.setattr(parts, "Parts", Late)
        counter.engine.bind()
        counter.engine.start()
        counter.wait_for_status(lambda status: status.trouble is Trouble.PORT_TAKEN, "the taken port")
        assert counter.engine.is_alive
        other.close()
        counter.wait_for_status(lambda status: status.address, "its port")
        assert post(counter)["code"] == 0


def test_what_would_not_start_is_not_taken(counter: House) -> None:
    open_to_all = settings(partner(signature="none")).model_copy(
        update={"listener": Listener(host="0.0.0.0", port=0)}
    )
    with pytest.raises(SettingsError) as refused:
        take(counter, open_to_all)
    assert refused.value.key == "listener.host"


def test_a_partner_that_is_added_can_call_at_once_and_one_switched_off_can_not(counter: House) -> None:
    eleme = {**signed(SAMPLE), "appid": "eleme-app"}
    assert post(counter, query=eleme)["code"] != 0
    take(counter, settings(partner(), partner("eleme", shown="饿了么")))
    assert post(counter, query=eleme)["code"] == 0
    names = [(each.name, each.shown) for each in counter.engine.status.status.partners]
    assert names == [("meituan", ""), ("eleme", "饿了么")]
    take(counter, settings(partner(on=False), partner("eleme")))
    assert post(counter)["code"] != 0
    assert [each.name for each in counter.engine.status.status.partners] == ["eleme"]


@pytest.mark.parametrize(
    ("new", "key", "fault"),
    [
        (settings(partner(on=False)), "partner", SettingsFault.WAITED_FOR),
        (settings(partner("other")), "partner", SettingsFault.CARRIED),
        (with_store(code="2"), "store.code", SettingsFault.CARRIED),
        (with_store(counter="2"), "store.counter", SettingsFault.CARRIED),
    ],
    ids=["switched off", "renamed", "another store", "another counter"],
)
def test_what_orders_stand_under_stays(counter: House, new: Settings, key: str, fault: SettingsFault) -> None:
    assert post(counter)["code"] == 0
    with pytest.raises(SettingsError) as refused:
        take(counter, new)
    assert refused.value.key == key
    assert refused.value.fault is fault
    assert post(counter)["code"] == 0


def test_an_order_that_comes_while_its_partner_is_being_switched_off_is_its_platform_s_still(
    counter: House,
) -> None:
    """Nothing of the partner is open when it is looked at; the order comes while the file is written."""
    codes: list[int] = []

    def full() -> None:
        codes.append(post(counter)["code"])
        raise DiskError("The disk is full.")

    off = settings(partner(on=False))
    with pytest.raises(DiskError):
        take(counter, off, full)
    take(counter, off, lambda: codes.append(post(counter)["code"]))
    assert codes == [AnswerCode.NOT_STORED] * 2
    assert orders_in(counter.journal) == 0, "an answer of 0 would be a promise that nobody keeps"
    take(counter, CHOSEN)
    assert post(counter)["code"] == 0


def test_before_the_first_order_all_of_it_can_be_changed(counter: House) -> None:
    take(counter, with_store(code="7"))
    take(counter, settings(partner("other")))
    assert [each.name for each in counter.engine.status.status.partners] == ["other"]


class Answering(http.server.BaseHTTPRequestHandler):
    """A platform that says yes to everything, and remembers what it was asked."""

    protocol_version = "HTTP/1.1"
    seqs: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        call = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.seqs.append(call["seq"])
        body = json.dumps({"code": 0, "seq": call["seq"], "msg": ""}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_what: object) -> None:
        """Says nothing."""


@contextmanager
def platform() -> Iterator[str]:
    """Its address, while it answers."""
    Answering.seqs.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/center/gateway"
        server.shutdown()


def pushed_until_taken(at: House, number: int) -> int:
    """As a platform does it: the same call again, at the address of now, until code 0 came back."""
    body = json.loads(SAMPLE)
    order = body["items"][0] if isinstance(body["items"], list) else body["items"]
    raw = json.dumps(body | {"items": [order | {"tbillno": f"B{number}"}]}).encode()
    for _ in range(1000):
        with suppress(httpx.HTTPError, ValueError):  # the door has moved on: the next call finds it
            if post(at, raw, signed(raw))["code"] == 0:
                return 0
    return -1


def test_nothing_is_lost_and_nothing_twice_while_settings_are_taken_again_and_again(tmp_path: Path) -> None:
    """Orders come in, accepts go out, and all the time the door, the partners and the shop's name change."""
    secrets, done, taken = HeldSecrets(meituan=APPKEY, eleme=APPKEY), threading.Event(), list[int]()
    with platform() as url, free_port() as one, free_port() as other:
        ports, chosen = (one, other), settings(partner(url=url))
        with house(tmp_path, chosen, secrets) as counter:

            def change() -> None:
                while not done.wait(0.02):
                    taken.append(1)
                    number = len(taken)
                    store = chosen.store.model_copy(update={"name": f"店{number}"})
                    more = (partner("eleme"),) if number % 2 else ()
                    listener = Listener(port=ports[number // 8 % 2])
                    changed = {"store": store, "partner": (*chosen.partner, *more), "listener": listener}
                    take(counter, chosen.model_copy(update=changed))

            changing = threading.Thread(target=change)
            changing.start()
            try:
                with ThreadPoolExecutor(4) as platforms:
                    codes = set(platforms.map(lambda n: pushed_until_taken(counter, n), range(20)))
                at, read = Counter(counter.journal), counter.journal.read
                keys = read(lambda db: db.execute("SELECT partner, bill, ordered FROM orders").fetchall())
                seqs = {at.press(Kind.ACCEPT, OrderKey(*key)).seq for key in keys}
                wait_for(lambda: not read(intent_rows.open_ones), "every accept's end")
            finally:
                done.set()
                changing.join()
            assert (codes, len(keys)) == ({0}, 20)
            assert sorted(Answering.seqs) == sorted(seqs), "each accept went out once"
    assert len(taken) > 3


def test_the_books_are_begun_anew_where_the_store_gets_a_relay_or_loses_it() -> None:
    """Whoever rings orders must know that there are other counters: at once, not at the next start."""
    alone = settings(partner())
    relay = RelaySettings(servers=("tls://nats.example.com:4222",), shard="s1")
    of_store = alone.model_copy(update={"relay": relay})
    elsewhere = alone.model_copy(update={"relay": relay.model_copy(update={"shard": "s2"})})
    assert new_settings._of_books(of_store) != new_settings._of_books(alone)
    assert new_settings._of_books(of_store) == new_settings._of_books(elsewhere)
