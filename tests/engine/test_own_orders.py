"""An own order comes by a real, signed call to our own port, and nothing of it leaves this PC (row 63)."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest
import trustme

from posdesk.domain.orders.intent import Kind, Wish, new_seq
from posdesk.domain.orders.order import TRAINING, Order, OrderKey, OrderState, Origin
from posdesk.domain.orders.own_order import OwnPut, PutEnd
from posdesk.domain.printing.print_job import PrintState
from posdesk.domain.status import Trouble
from posdesk.engine.actions import Actions
from posdesk.engine.listening import sender_proof
from posdesk.engine.listening.call_bodies import WorkSlots
from posdesk.engine.listening.listener_socket import GATEWAY_PATH
from posdesk.engine.listening.own_calls import RECIPE, OwnCalls
from posdesk.journal import Journal
from posdesk.journal.orders import order_rows, print_rows, training
from posdesk.platforms.o2o import signature
from posdesk.platforms.o2o.answers import AnswerCode, CallRefused
from posdesk.platforms.o2o.own_order import OwnOrder, push_of
from posdesk.settings.printers import PrintedSlip, Printer
from posdesk.settings.settings import Listener, Store
from posdesk.simulator.printer.printer import VirtualPrinter
from tests.engine.making import APPKEY, DONE, PATIENCE_S, HeldSecrets, House, house, partner, settings
from tests.journal.making import START, SetClock, opened
from tests.platforms.o2o.server import platform
from tests.support.processes import wait_for
from tests.support.virtual_printer import printing

ORDER = OwnOrder(number="0b6c7d2e", show_no="1", dish="试单", remark="练习")
STORE = Store(code="001", uid=1)


def put(at: House, dish: str = "试单", remark: str = "练习") -> OwnPut:
    asked = at.engine.put_own_order(dish, remark)
    assert asked is not None
    return asked.result(PATIENCE_S)


def brought(at: House) -> OrderKey:
    key = put(at).key
    assert key is not None
    return key


def order_of(at: House, key: OrderKey) -> Order:
    found = at.journal.read(lambda db: order_rows.get(db, key))
    assert found is not None
    return found


def rows(at: House, table: str) -> int:
    return at.journal.read(lambda db: int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]))


@pytest.fixture
def at(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path, settings(partner()), HeldSecrets(meituan=APPKEY)) as running:
        yield running


def test_it_comes_in_by_our_own_port_signed_and_is_on_disk_once_that_is_answered(at: House) -> None:
    told = put(at)
    assert (told.end, told.address) == (PutEnd.TAKEN, at.engine.status.status.address)
    assert told.key is not None
    order = order_of(at, told.key)
    assert (order.origin, order.state, order.key.partner) == (Origin.TRAINING, OrderState.NEW, TRAINING)
    assert (order.content.number, order.content.lines[0].name, order.content.remark) == ("1", "试单", "练习")
    assert not (order.content.customer)
    assert not (order.content.phone)
    assert not (order.content.address)


def test_many_wrong_calls_from_this_pc_keep_none_of_our_own_out(at: House) -> None:
    url = f"http://{at.engine.status.status.address}{GATEWAY_PATH}"
    with httpx.Client(trust_env=False) as stranger:
        codes = [
            stranger.post(url, params={"appid": "x", "sign": "y"}, json={}).json()["code"]
            for _ in range(sender_proof.MOST + 1)
        ]
    assert codes[-1] == AnswerCode.TOO_MANY_CALLS
    assert put(at).end is PutEnd.TAKEN


def test_no_platform_counts_as_heard_by_it(at: House) -> None:
    before = at.engine.status.status.partners
    brought(at)
    assert at.engine.status.status.partners == before
    assert rows(at, "received") == rows(at, "pushes") == rows(at, "refused_calls") == 0


def test_a_new_one_takes_the_place_of_the_one_before(at: House) -> None:
    first, second = brought(at), brought(at)
    assert at.journal.read(training.open_ones) == (second,)
    assert order_of(at, first).state is OrderState.CANCELLED


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_a_listener_that_speaks_tls_takes_it_too(tmp_path: Path, host: str) -> None:
    made = trustme.CA().issue_cert("pos.example")
    made.private_key_pem.write_to_path(tmp_path / "key.pem")
    made.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    listener = Listener(host=host, port=0, tls_cert="cert.pem", tls_key="key.pem")
    chosen = settings().model_copy(update={"listener": listener})
    with house(tmp_path, chosen, HeldSecrets()) as at:
        assert put(at).end is PutEnd.TAKEN


def test_without_a_listener_the_port_is_not_proven(tmp_path: Path) -> None:
    with house(tmp_path / "other", settings(), HeldSecrets()) as other:
        port = int(other.engine.status.status.address.rpartition(":")[2])
        with house(tmp_path / "home", settings(port=port), HeldSecrets(), listening=False) as at:
            at.wait_for_status(lambda status: status.trouble is Trouble.PORT_TAKEN, "that the port is taken")
            assert put(at).end is PutEnd.NO_PORT
            assert rows(at, "orders") == rows(other, "orders") == 0


PRINTER = Printer(name="p", address="127.0.0.1", answers="job")


def test_it_is_accepted_here_prints_marked_as_practice_and_nothing_of_it_leaves(tmp_path: Path) -> None:
    """The platform that the store has is there, and hears nothing."""

    async def story(found: VirtualPrinter, port: int) -> None:
        async with platform(DONE) as server:
            chosen = settings(partner(url=server.url)).model_copy(
                update={
                    "printer": (PRINTER.model_copy(update={"address": f"127.0.0.1:{port}"}),),
                    "slip": (PrintedSlip(kind="kitchen", printer="p"),),
                }
            )
            with house(tmp_path / "home", chosen, HeldSecrets(meituan=APPKEY)) as at:
                await asyncio.to_thread(_accepted_and_printed, at)
            assert server.connections == 0
        assert "练习" in found.texts[0]

    with printing(tmp_path / "paper") as (found, port):
        asyncio.run(story(found, port))


def _accepted_and_printed(at: House) -> None:
    key = put(at, remark="").key
    assert key is not None
    Actions(at.journal, at.engine).wish(Wish(key, Kind.ACCEPT, "Li")).result(PATIENCE_S)
    wait_for(lambda: _papers(at.journal, key) == [PrintState.PRINTED], "the slip")
    assert order_of(at, key).state is OrderState.ACCEPTED
    assert rows(at, "intents") == 0
    Actions(at.journal, at.engine).put_away(key, "Li").result(PATIENCE_S)
    assert order_of(at, key).state is OrderState.CANCELLED


def _papers(journal: Journal, key: OrderKey) -> list[PrintState]:
    return [job.outcome for job in journal.read(lambda db: print_rows.of_order(db, key))]


def signed_by(calls: OwnCalls, appid: str, appkey: str) -> tuple[str, bytes]:
    cmd, body = push_of(ORDER, STORE, START, new_seq())
    return signature.sign(RECIPE, appid=appid, appkey=appkey, body=body, cmd=cmd, seq=""), body


def test_its_caller_is_heard_once_from_this_pc_and_by_its_own_key_alone(tmp_path: Path) -> None:
    with opened(tmp_path, SetClock()) as journal:
        calls = OwnCalls(journal, WorkSlots(), STORE)
        with calls.awaited("192.168.1.5") as caller:
            assert calls.is_own(caller.appid, "127.0.0.1")
            assert calls.is_own(caller.appid, "192.168.1.5")
            assert not calls.is_own(caller.appid, "192.168.1.6")
            assert not calls.is_own("own", "127.0.0.1")
            sign, body = signed_by(calls, caller.appid, "another")
            with pytest.raises(CallRefused) as refused:
                asyncio.run(calls.take(caller.appid, sign, body))
            assert refused.value.code is AnswerCode.WRONG_SIGNATURE
            assert not calls.is_own(caller.appid, "127.0.0.1")
        with calls.awaited("127.0.0.1") as caller:
            pass
        assert not calls.is_own(caller.appid, "127.0.0.1")
        assert journal.read(training.open_ones) == ()


@pytest.mark.parametrize("stage", ["put", "accepted", "away"])
def test_killed_anywhere_it_is_still_an_own_order_and_nothing_left(tmp_path: Path, stage: str) -> None:
    line = (sys.executable, "-m", "tests.engine.own_order_maker", str(tmp_path))
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        while process.stdout.readline().strip() != stage:
            process.stdin.write("\n")
            process.stdin.flush()
        process.kill()
    with opened(tmp_path) as journal:
        found = journal.read(lambda db: db.execute("SELECT origin, state FROM orders").fetchall())
        states = {"put": "new", "accepted": "accepted", "away": "cancelled"}
        assert found == [(Origin.TRAINING, states[stage])]
        assert journal.read(lambda db: db.execute("SELECT * FROM intents").fetchall()) == []
        key = journal.read(partial(_only_key))
        journal.write(partial(training.put_away, key=key, actor="Li")) if stage != "away" else None
    with house(tmp_path, settings(), HeldSecrets()) as at:
        assert order_of(at, key).origin is Origin.TRAINING


def _only_key(db: object) -> OrderKey:
    return OrderKey(*db.execute("SELECT partner, bill, ordered FROM orders").fetchone())  # type: ignore[attr-defined]
