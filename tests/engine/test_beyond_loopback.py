"""TLS of the listener, and what it takes to listen beyond this PC (row 58)."""

import asyncio
import contextlib
import json
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme

from posdesk import cli
from posdesk.engine.listening import http_connection, tls
from posdesk.engine.listening.connection_limit import MOST_OF_ONE
from posdesk.engine.listening.exposure import exposure_of
from posdesk.engine.listening.gateway import Gateway
from posdesk.engine.status import StatusBoard
from posdesk.errors import SettingsError
from posdesk.platforms.o2o import signature
from posdesk.platforms.o2o.answers import AnswerCode
from posdesk.settings import settings
from posdesk.settings.settings import Listener, Settings
from tests.engine.listening.test_listener import SAMPLE, connected, errors_of, signed
from tests.engine.making import APPKEY, PATIENCE_S, HeldSecrets, House, house, partner
from tests.journal.making import SetClock, opened
from tests.support.processes import wait_for

FILES = Path("/proc/self/fd")
UNKEYED = settings.SignatureRecipe(hash="md5", text="{body}")


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Who signed the listener's certificate."""
    return trustme.CA()


@pytest.fixture
def secure(tmp_path: Path, authority: trustme.CA) -> Listener:
    """A listener whose certificate lies in the home."""
    made = authority.issue_cert("127.0.0.1")
    made.private_key_pem.write_to_path(tmp_path / "key.pem")
    made.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    return Listener(port=0, tls_cert="cert.pem", tls_key="key.pem")


@pytest.fixture(autouse=True)
def nothing_fails(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever a stranger does is no error of ours."""
    yield
    assert errors_of(caplog) == []


def at_home(home: Path, listener: Listener) -> contextlib.AbstractContextManager[House]:
    return house(home, Settings(listener=listener, partner=(partner(),)), HeldSecrets(meituan=APPKEY))


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def post(at: House, context: ssl.SSLContext) -> Any:
    url = at.gateway.replace("http://", "https://")
    with httpx.Client(verify=context, trust_env=False, timeout=PATIENCE_S) as client:
        return client.post(url, params=signed(SAMPLE), content=SAMPLE).json()


def rest_of(held: socket.socket) -> bytes:
    with contextlib.suppress(ConnectionResetError):
        return b"".join(iter(lambda: held.recv(4000), b""))
    return b""


def test_an_order_comes_in_over_tls(tmp_path: Path, secure: Listener, authority: trustme.CA) -> None:
    with at_home(tmp_path, secure) as at:
        assert [post(at, trusting(authority))["code"] for _ in range(3)] == [0, 0, 0]


def test_one_who_does_not_know_the_certificate_is_not_served(tmp_path: Path, secure: Listener) -> None:
    with at_home(tmp_path, secure) as at, pytest.raises(httpx.ConnectError, match="CERTIFICATE"):
        post(at, ssl.create_default_context())


def test_plain_text_is_not_answered_where_there_is_tls(tmp_path: Path, secure: Listener) -> None:
    with at_home(tmp_path, secure) as at, connected(at) as held:
        held.sendall(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
        assert b"HTTP" not in rest_of(held)


@pytest.mark.parametrize("begun", [b"", b"\x16\x03\x01\x02\x00"])
def test_a_handshake_that_never_ends_is_given_up(
    tmp_path: Path, secure: Listener, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(http_connection, "HANDSHAKE_PATIENCE_S", 0.2)
    with at_home(tmp_path, secure) as at, connected(at) as held:
        held.sendall(begun)
        assert rest_of(held) == b""


def test_a_head_that_never_ends_is_given_up_inside_tls_too(
    tmp_path: Path, secure: Listener, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_connection, "HEAD_PATIENCE_S", 0.2)
    with (
        at_home(tmp_path, secure) as at,
        connected(at) as raw,
        trusting(authority).wrap_socket(raw, server_hostname="127.0.0.1") as held,
    ):
        held.sendall(b"POST /center")
        assert held.recv(1000).startswith(b"HTTP/1.1 408 ")


def test_silent_handshakes_keep_no_platform_out(
    tmp_path: Path, secure: Listener, authority: trustme.CA
) -> None:
    with at_home(tmp_path, secure) as at, contextlib.ExitStack() as silent:
        for _ in range(600):
            silent.enter_context(connected(at))
        assert post(at, trusting(authority))["code"] == 0


@pytest.mark.posix("this system does not list a process's files")
@pytest.mark.parametrize("begun", [b"", b"\x16\x03\x01\x02\x00"])
def test_a_handshake_that_our_limits_cut_leaves_no_socket(
    tmp_path: Path, secure: Listener, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(http_connection, "HANDSHAKE_PATIENCE_S", 0.5)
    with at_home(tmp_path, secure) as at, contextlib.ExitStack() as silent:
        wait_for(lambda: at.engine.status.receives, "the listener")
        before = ports_served(at)
        for _ in range(MOST_OF_ONE + 50):  # the first ones are cut by the number, the others by the time
            silent.enter_context(connected(at)).sendall(begun)
        wait_for(lambda: ports_served(at) <= before, "no socket more than before")


def _targets() -> Iterator[str]:
    for link in FILES.iterdir():
        with contextlib.suppress(OSError):
            yield str(link.readlink())


def ports_served(at: House) -> int:
    """How many of this process's sockets hold the listener's port."""
    port = int(at.engine.status.status.address.rpartition(":")[2])
    held = set(_targets())
    rows = [row.split() for row in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    return sum(f"socket:[{row[9]}]" in held for row in rows if int(row[1].rpartition(":")[2], 16) == port)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", "LOCALHOST"])
def test_this_pc_alone_needs_no_tls(host: str, tmp_path: Path) -> None:
    tls.check(Settings(listener=Listener(host=host), partner=(partner(signature="none"),)), tmp_path)


BEYOND = ["0.0.0.0", "", "::", "192.168.1.7", "till.example", "127.0.0.1.example"]
OPEN_TO_STRANGERS: dict[str, tuple[Any, bool, str]] = {
    "readable": ({}, False, "listener.tls_cert"),
    "unsigned": ("none", True, "partner.signature"),
    "signed without a key": (UNKEYED, True, "partner.signature"),
    "both": ("none", False, "listener.tls_cert"),
}


@pytest.mark.parametrize("host", BEYOND)
@pytest.mark.parametrize("how", OPEN_TO_STRANGERS)
def test_beyond_this_pc_nobody_listens_in_and_nobody_unsigned_calls(
    tmp_path: Path, secure: Listener, host: str, how: str
) -> None:
    signature, has_tls, key = OPEN_TO_STRANGERS[how]
    listener = (secure if has_tls else Listener()).model_copy(update={"host": host})
    chosen = Settings(listener=listener, partner=(partner(signature=signature),))
    with pytest.raises(SettingsError, match=r"^listener\.host: .*insecure_beyond_loopback") as refused:
        tls.check(chosen, tmp_path)
    assert key in str(refused.value)


@pytest.mark.parametrize("host", BEYOND)
def test_with_both_it_may_listen_anywhere(
    tmp_path: Path, secure: Listener, host: str, caplog: pytest.LogCaptureFixture
) -> None:
    tls.check(Settings(listener=secure.model_copy(update={"host": host}), partner=(partner(),)), tmp_path)
    assert caplog.records == []


def test_told_so_in_so_many_words_it_listens_and_says_what_is_open(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    listener = Listener(host="192.168.1.7", insecure_beyond_loopback=True)
    chosen = Settings(listener=listener, partner=(partner(signature="none"),))
    tls.check(chosen, tmp_path)
    tls.warn(chosen)
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 2
    assert "readable" in said[0]
    assert "partner meituan" in said[1]


HALF = settings.SignatureRecipe(text="{appid}{cmd}{seq}")
MIXED = (partner("meituan", signature=HALF), partner("eleme"))


@pytest.mark.parametrize("text", ["{cmd}{seq}", "{appid}", "{{body}}"])
def test_a_signature_that_leaves_the_body_out_counts_as_none(text: str) -> None:
    recipe = settings.SignatureRecipe(text=text)
    assert not partner(signature=recipe).is_signed
    assert partner(signature=settings.SignatureRecipe(text=text + "{body}")).is_signed


def test_on_this_pc_it_is_taken_and_said(tmp_path: Path) -> None:
    chosen = Settings(listener=Listener(port=0), partner=MIXED)
    tls.check(chosen, tmp_path)
    assert not exposure_of(chosen)
    with house(tmp_path, chosen, HeldSecrets(meituan=APPKEY, eleme=APPKEY)) as at:
        known = {each.name: each for each in at.engine.status.status.partners}
        assert [known[name].unsigned for name in ("meituan", "eleme")] == [True, False]
        assert known["meituan"].half_signed


def test_beyond_it_that_partner_alone_is_kept_out_and_the_start_goes_on(
    tmp_path: Path, secure: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    listener = secure.model_copy(update={"host": "0.0.0.0"})
    chosen = Settings(listener=listener, partner=MIXED)
    tls.check(chosen, tmp_path)
    tls.warn(chosen)
    assert exposure_of(chosen).kept_out == ("meituan",)
    assert exposure_of(chosen).unsigned == ()
    assert "this PC only" in caplog.text
    assert _told(tmp_path, chosen, "192.168.1.9") == AnswerCode.NO_SIGNATURE
    assert _told(tmp_path, chosen, "127.0.0.1") == AnswerCode.OK


def test_told_so_in_so_many_words_it_is_taken_from_anywhere(tmp_path: Path, secure: Listener) -> None:
    listener = secure.model_copy(update={"host": "0.0.0.0", "insecure_beyond_loopback": True})
    chosen = Settings(listener=listener, partner=MIXED)
    assert exposure_of(chosen).unsigned == ("meituan",)
    assert _told(tmp_path, chosen, "192.168.1.9") == AnswerCode.OK


def _told(home: Path, chosen: Settings, caller: str) -> int:
    """What a caller at that address is answered to the sample, signed by the half recipe."""
    call = json.loads(SAMPLE)
    sign = signature.sign(
        HALF, appid="meituan-app", appkey=APPKEY, body=SAMPLE, cmd=call["cmd"], seq=call["seq"]
    )
    clock = SetClock()
    with opened(home, clock) as journal:
        gateway = Gateway(chosen, journal, HeldSecrets(meituan=APPKEY), StatusBoard(chosen, clock), clock)
        return int(json.loads(asyncio.run(gateway.take("meituan-app", sign, SAMPLE, caller)))["code"])


def _locked(pem: bytes) -> bytes:
    from cryptography.hazmat.primitives import serialization

    key = serialization.load_pem_private_key(pem, None)
    locked = serialization.BestAvailableEncryption(b"geheim")
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked)


def _broken(home: Path, what: str) -> Listener:
    cert, key = "cert.pem", "key.pem"
    if what == "another's key":
        trustme.CA().issue_cert("x").private_key_pem.write_to_path(home / key)
    elif what == "a key with a password":
        (home / key).write_bytes(_locked((home / key).read_bytes()))
    chosen = {
        "no key": (cert, ""),
        "a missing file": ("gone.pem", key),
        "a folder": (cert, "."),
        "the files in the wrong places": (key, cert),
    }
    named = chosen.get(what, (cert, key))
    return Listener(tls_cert=named[0], tls_key=named[1])


@pytest.mark.parametrize(
    ("what", "key"),
    [
        ("no key", "listener.tls_key"),
        ("a missing file", "listener.tls_cert"),
        ("a folder", "listener.tls_key"),
        ("the files in the wrong places", "listener.tls_cert and listener.tls_key"),
        ("another's key", "listener.tls_cert and listener.tls_key"),
        ("a key with a password", "listener.tls_cert and listener.tls_key"),
    ],
)
@pytest.mark.usefixtures("secure")
def test_a_certificate_that_is_none_is_said_with_its_key(tmp_path: Path, what: str, key: str) -> None:
    with pytest.raises(SettingsError) as refused:
        tls.check(Settings(listener=_broken(tmp_path, what)), tmp_path)
    assert str(refused.value).startswith(key)


def test_the_command_ends_with_2_and_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "posdesk.toml").write_text('[listener]\nhost = "0.0.0.0"\n', encoding="utf-8")
    assert cli.main(["engine", "--home", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.startswith("posdesk: listener.host: '0.0.0.0' is beyond this PC")
    assert not (tmp_path / "journal.sqlite").exists()
