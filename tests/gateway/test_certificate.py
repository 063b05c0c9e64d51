"""A renewed certificate is taken while a gateway without a reverse proxy runs; a broken one never."""

import asyncio
import signal
import socket
import ssl
from pathlib import Path

import pytest
import trustme

from posdesk.engine.listening.http_server import Server
from posdesk.gateway.certificate import CertificateWatch
from posdesk.settings.settings import Listener
from tests.gateway.making import CONFIG, Gateway, started
from tests.support.nats_server import NatsServer
from tests.support.processes import wait_for

pytestmark = pytest.mark.waits
WITH_TLS = CONFIG.replace("port = 0\n[nats]", 'port = 0\ntls_cert = "cert.pem"\ntls_key = "key.pem"\n[nats]')


def issue(authority: trustme.CA, folder: Path) -> str:
    """A new certificate and its key in place of those before; the certificate."""
    made = authority.issue_cert("127.0.0.1")
    made.private_key_pem.write_to_path(folder / "key.pem")
    made.cert_chain_pems[0].write_to_path(folder / "cert.pem")
    return made.cert_chain_pems[0].bytes().decode()


def shown(at: Gateway, authority: trustme.CA) -> str:
    """The certificate that whoever calls now is shown, and that he trusts."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    host, _, port = at.address.rpartition(":")
    with (
        socket.create_connection((host, int(port)), timeout=20) as plain,
        context.wrap_socket(plain, server_hostname="127.0.0.1") as private,
    ):
        found = private.getpeercert(binary_form=True)
    assert found is not None
    return ssl.DER_cert_to_PEM_cert(found)


@pytest.mark.posix("SIGHUP")
def test_a_hang_up_takes_the_renewed_one_and_never_a_broken_one(tmp_path: Path) -> None:
    nobody = NatsServer(
        tmp_path / "nats"
    )  # it never runs: whoever calls is shown the certificate all the same
    authority = trustme.CA()
    first = issue(authority, tmp_path)
    at = started(tmp_path, nobody.url, nobody.creds_for_gateway.text(), config=WITH_TLS)
    try:
        assert shown(at, authority).split() == first.split()
        (tmp_path / "cert.pem").write_text("half of one", encoding="ascii")
        at.process.send_signal(signal.SIGHUP)
        wait_for(lambda: "is not taken" in at.log.read_text(encoding="utf-8"), "the word of the broken one")
        assert shown(at, authority).split() == first.split()
        second = issue(authority, tmp_path)
        at.process.send_signal(signal.SIGHUP)
        wait_for(lambda: shown(at, authority).split() == second.split(), "the renewed certificate")
    finally:
        at.kill()
        assert at.process.stdout is not None
        at.process.stdout.close()


def test_without_a_word_it_is_found_by_looking(tmp_path: Path) -> None:
    authority = trustme.CA()
    issue(authority, tmp_path)

    async def nobody(*_: object) -> None:
        """Serves nothing."""

    with socket.create_server(("127.0.0.1", 0)) as bound:
        calls = Server(nobody, bound)
        watch = CertificateWatch(Listener(tls_cert="cert.pem", tls_key="key.pem"), tmp_path, calls)
        asyncio.run(watch.look())
        assert calls.tls is None, "nothing is another"
        issue(authority, tmp_path)
        asyncio.run(watch.look())
        assert calls.tls is not None
