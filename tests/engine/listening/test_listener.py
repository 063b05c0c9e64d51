"""The listener under an unfriendly network: every call gets a plain answer, none a traceback."""

import gzip
import hashlib
import hmac
import json
import logging
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import keyring
import pytest

from posdesk.domain.status import Trouble
from posdesk.engine import engine as engine_module
from posdesk.engine.engine import Engine
from posdesk.engine.listening import call_bodies, listener_socket
from posdesk.errors import AddressGone
from posdesk.journal import Journal
from posdesk.platforms.o2o.answers import AnswerCode
from posdesk.settings.credentials import Credentials
from posdesk.settings.settings import Listener, SignatureRecipe
from tests.engine.making import APPKEY, PATIENCE_S, HeldSecrets, House, house, partner, settings
from tests.support.paths import ROOT
from tests.support.processes import wait_for

SAMPLE = (ROOT / "tests/data/o2o/AddSaleOrderBill.request.json").read_bytes()
SEQ = "eb46ce74-dffa-4108-87bc-4809144ca33c"


def signed(body: bytes, key: str = APPKEY) -> dict[str, str]:
    return {
        "appid": "meituan-app",
        "sign": hmac.new(key.encode(), body, hashlib.sha256).hexdigest(),
    }


def post(at: House, body: bytes = SAMPLE, query: dict[str, str] | None = None) -> Any:
    params = signed(body) if query is None else query
    return httpx.post(at.gateway, params=params, content=body, trust_env=False, timeout=PATIENCE_S).json()


def health(at: House) -> int:
    return httpx.get(f"{at.address}/healthz", trust_env=False).status_code


def orders_in(journal: Journal) -> int:
    return journal.read(lambda db: int(db.execute("SELECT count(*) FROM orders").fetchone()[0]))


def errors_of(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What we said ourselves: where a call came, the loop tells of a socket that a test took from it."""
    ours = (record for record in caplog.records if record.name.startswith("posdesk"))
    return [record.getMessage() for record in ours if record.levelno >= logging.ERROR]


def test_the_same_order_from_many_at_once_is_there_once(counter: House) -> None:
    with ThreadPoolExecutor(8) as platforms:
        codes = {reply["code"] for reply in platforms.map(lambda _: post(counter), range(24))}
    assert codes == {0}
    assert orders_in(counter.journal) == 1


ODD_CALLS: dict[str, tuple[str, str, bytes, dict[str, str], int]] = {
    "unknown path": ("POST", "/center/elsewhere", b"{}", {}, 404),
    "unknown method": ("DELETE", "/center/gateway", b"", {}, 405),
    "GET at the gateway": ("GET", "/center/gateway", b"", {}, 405),
    "HEAD at the health": ("HEAD", "/healthz", b"", {}, 200),
    "POST at the health": ("POST", "/healthz", b"", {}, 405),
    "no query": ("POST", "/center/gateway", SAMPLE, {}, 200),
    "a query of 50 KB": ("POST", "/center/gateway?appid=" + "x" * 50_000, SAMPLE, {}, 200),
    "a query that is not UTF-8": ("POST", "/center/gateway?appid=%ff%fe&sign=%c3%28", SAMPLE, {}, 200),
    "a query with NUL": ("POST", "/center/gateway?appid=meituan-app&sign=%00", SAMPLE, {}, 200),
    "the same name twice": ("POST", "/center/gateway?appid=a&appid=b", SAMPLE, {}, 200),
    "a packed body": (
        "POST",
        "/center/gateway?appid=meituan-app&sign=0",
        gzip.compress(SAMPLE),
        {"content-encoding": "gzip"},
        415,
    ),
    "an empty body": ("POST", "/center/gateway?appid=meituan-app&sign=0", b"", {}, 200),
}


@pytest.mark.parametrize("name", ODD_CALLS)
def test_an_odd_call_gets_a_plain_answer(counter: House, name: str, caplog: pytest.LogCaptureFixture) -> None:
    method, path, body, headers, status = ODD_CALLS[name]
    reply = httpx.request(
        method, f"{counter.address}{path}", content=body, headers=headers, trust_env=False, timeout=PATIENCE_S
    )
    assert reply.status_code == status
    assert "Traceback" not in reply.text
    if status == 200 and method == "POST":
        assert reply.json()["code"] != 0
    assert errors_of(caplog) == []
    assert orders_in(counter.journal) == 0
    assert post(counter)["code"] == 0


def test_a_caller_that_hangs_up_in_the_middle_leaves_no_trace(
    counter: House, caplog: pytest.LogCaptureFixture
) -> None:
    with raw_call(counter, SAMPLE[:100]):
        pass
    assert post(counter)["code"] == 0
    assert orders_in(counter.journal) == 1
    assert errors_of(caplog) == []


def test_what_is_no_http_at_all_is_answered_and_closed(counter: House) -> None:
    with connected(counter) as line:
        line.sendall(b"\x16\x03\x01 hello\r\n\r\n")
        assert b"400" in line.recv(1000)
    assert post(counter)["code"] == 0


def test_a_body_that_never_ends_is_given_up(counter: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_bodies, "PATIENCE_S", 0.05)
    with raw_call(counter, SAMPLE[:100]) as line:
        assert b" 408 " in line.recv(1000)


def raw_call(at: House, first: bytes, body: bytes = SAMPLE) -> socket.socket:
    """A connection on which a call was begun."""
    query = "&".join(f"{name}={value}" for name, value in signed(body).items())
    line = connected(at)
    head = f"POST /center/gateway?{query} HTTP/1.1\r\nhost: x\r\ncontent-length: {len(body)}\r\n\r\n"
    line.sendall(head.encode() + first)
    return line


def connected(at: House) -> socket.socket:
    host, port = at.engine.status.status.address.split(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE_S)


def test_a_call_under_way_is_answered_before_the_end(tmp_path: Path) -> None:
    with house(tmp_path, settings(partner()), HeldSecrets(meituan=APPKEY)) as at:
        line = raw_call(at, SAMPLE[:100])
        address = at.engine.status.status.address.split(":")
        post(at, b"{}")  # by now the listener has begun to read the other one, too
        stopping = threading.Thread(target=at.engine.stop)
        stopping.start()
        wait_for(lambda: is_refused(address[0], int(address[1])), "a closed door")
        with line:
            line.sendall(SAMPLE[100:])
            answer = b"".join(iter(lambda: line.recv(4000), b""))
        stopping.join(PATIENCE_S)
        assert b'"code":0' in answer
        assert orders_in(at.journal) == 1


def is_refused(host: str, port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((host, port)) != 0


def test_an_unsigned_partner_needs_no_sign_and_is_shown_as_such(tmp_path: Path) -> None:
    with house(tmp_path, settings(partner(signature="none")), HeldSecrets()) as at:
        assert post(at, query={"appid": "meituan-app"})["code"] == 0
        assert health(at) == 200
        assert at.engine.status.status.partners[0].unsigned


def test_a_recipe_may_take_cmd_and_seq(tmp_path: Path) -> None:
    recipe = SignatureRecipe(hash="md5", text="{appid}{cmd}{seq}{appkey}", case="upper")
    with house(tmp_path, settings(partner(signature=recipe)), HeldSecrets(meituan=APPKEY)) as at:
        text = f"meituan-appAddSaleOrderBill{SEQ}{APPKEY}"
        sign = hashlib.md5(text.encode()).hexdigest().upper()
        assert post(at, query={"appid": "meituan-app", "sign": sign.lower()})["code"] != 0
        assert post(at, query={"appid": "meituan-app", "sign": sign})["code"] == 0


def test_a_full_disk_is_told_to_the_platform_and_to_the_health_and_it_comes_back(counter: House) -> None:
    counter.journal.write(fill_up).result(PATIENCE_S)
    reply = post(counter)
    assert (reply["code"], reply["seq"]) == (AnswerCode.NOT_STORED, SEQ)
    assert orders_in(counter.journal) == 0
    assert counter.engine.status.has(Trouble.DISK)
    assert health(counter) == 503
    counter.journal.write(lambda tx: tx.db.execute("PRAGMA max_page_count = 1000000").fetchall()).result(
        PATIENCE_S
    )
    wait_for(lambda: health(counter) == 200, "health")
    assert post(counter)["code"] == 0


def fill_up(tx: Any) -> None:
    """The database may not grow, and an order or a heartbeat needs more than its last free room."""
    tx.db.execute(
        "CREATE TRIGGER full BEFORE INSERT ON orders BEGIN"
        " INSERT INTO meta VALUES (NEW.tbillno, hex(zeroblob(500000))); END"
    )
    tx.db.execute(
        "CREATE TRIGGER full_too BEFORE INSERT ON heartbeats BEGIN"
        " INSERT INTO meta VALUES (NEW.at, hex(zeroblob(500000))); END"
    )
    tx.db.execute("PRAGMA max_page_count = 1")


def test_without_a_key_no_order_is_taken_and_with_one_it_is(tmp_path: Path) -> None:
    with house(tmp_path, settings(partner()), Credentials()) as at:
        assert post(at)["code"] == AnswerCode.NO_APPKEY
        assert health(at) == 503
        keyring.set_password("posdesk", "partner/meituan/appkey", APPKEY)
        wait_for(lambda: health(at) == 200, "health")
        assert post(at)["code"] == 0


def test_a_key_that_was_changed_works_without_a_restart(tmp_path: Path) -> None:
    keyring.set_password("posdesk", "partner/meituan/appkey", APPKEY)
    with house(tmp_path, settings(partner()), Credentials()) as at:
        assert post(at)["code"] == 0
        keyring.set_password("posdesk", "partner/meituan/appkey", "new")
        wait_for(lambda: post(at, query=signed(SAMPLE, "new"))["code"] == 0, "the new key")
        assert post(at)["code"] == AnswerCode.WRONG_SIGNATURE


def test_a_taken_port_is_said_and_bound_once_it_is_free(tmp_path: Path) -> None:
    taken = listener_socket.bind(Listener(port=0))
    port = taken.getsockname()[1]
    try:
        chosen = settings(partner(), port=port)
        with house(tmp_path, chosen, HeldSecrets(meituan=APPKEY), listening=False) as at:
            at.wait_for_status(lambda s: s.trouble is Trouble.PORT_TAKEN, "the port's trouble")
            assert str(port) in at.engine.status.status.detail
            taken.close()
            at.wait_for_status(lambda s: s.takes_orders, "the port")
            assert post(at)["code"] == 0
    finally:
        taken.close()


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a" * 70 + ".invalid", "203.0.113.77"])
def test_a_host_that_is_not_ours_is_said_with_its_name(host: str) -> None:
    with pytest.raises(AddressGone, match=host[:20]):
        listener_socket.bind(Listener(host=host, port=0))


def test_an_address_that_this_pc_does_not_have_is_not_said_to_be_another_programs(tmp_path: Path) -> None:
    chosen = settings(partner()).model_copy(update={"listener": Listener(host="203.0.113.77", port=0)})
    with house(tmp_path, chosen, HeldSecrets(meituan=APPKEY), listening=False) as at:
        at.wait_for_status(lambda s: s.trouble is Trouble.ADDRESS_GONE, "the address's trouble")
        assert "203.0.113.77" in at.engine.status.status.detail
        assert not at.engine.status.has(Trouble.PORT_TAKEN)


def test_the_address_of_ipv6_is_in_brackets() -> None:
    bound = listener_socket.bind(Listener(host="::1", port=0))
    try:
        assert listener_socket.address_of(bound).startswith("[::1]:")
    finally:
        bound.close()


def test_listener_json_tells_address_and_process_and_goes_with_them(tmp_path: Path) -> None:
    path = tmp_path / listener_socket.FILE_NAME
    with house(tmp_path, settings(partner()), HeldSecrets(meituan=APPKEY)) as at:
        told = json.loads(path.read_text())
        assert f"{told['host']}:{told['port']}" == at.engine.status.status.address
        assert sorted(file.name for file in tmp_path.glob("listener*")) == [listener_socket.FILE_NAME]
    assert not path.exists()


def test_another_process_s_listener_json_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / listener_socket.FILE_NAME
    path.write_text('{"pid": 1}')
    listener_socket.forget_address(tmp_path)
    assert path.exists()


def test_a_listener_json_that_cant_be_written_keeps_no_order_away(tmp_path: Path) -> None:
    (tmp_path / listener_socket.FILE_NAME).mkdir()
    with house(tmp_path, settings(partner()), HeldSecrets(meituan=APPKEY)) as at:
        assert post(at)["code"] == 0


class _Fatal(BaseException):
    """What no supervisor mends."""


def test_a_thread_that_dies_is_told_as_dead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def dies(_: Engine) -> None:
        raise _Fatal("out of everything")

    monkeypatch.setattr(engine_module.Engine, "_beat", dies)
    with house(tmp_path, settings(partner()), HeldSecrets(meituan=APPKEY), listening=False) as at:
        at.wait_for_status(lambda s: not s.alive, "the end")
        wait_for(lambda: not at.engine.is_alive, "the thread's end")
        assert at.engine.status.status.trouble is Trouble.ENGINE_DEAD
        assert "_Fatal" in at.engine.status.status.detail or "group" in at.engine.status.status.detail.lower()


def test_a_wanted_end_says_nothing_of_failed_parts(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with house(tmp_path, settings(partner()), HeldSecrets(meituan=APPKEY)) as at:
        heard: list[Trouble] = []
        at.engine.status.subscribe(lambda status: heard.append(status.trouble))
        assert post(at)["code"] == 0
    assert set(heard) <= {Trouble.NONE, Trouble.ENGINE_DEAD}
    assert errors_of(caplog) == []
