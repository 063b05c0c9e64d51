"""Nobody but a platform that the system trusts is ever sent anything, and nothing switches that off."""

import asyncio
import contextlib
import os
import shutil
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator, Coroutine
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import BaseModel

from posdesk.domain.orders.answer import CallFault
from posdesk.domain.orders.intent import Outcome
from posdesk.errors import SettingsError
from posdesk.platforms.http import new_http, system_trust
from posdesk.settings import settings as settings_module
from posdesk.settings.book_sections import Ovopark, Wdk
from posdesk.settings.settings import Partner, Settings
from tests.engine.making import DONE, rig
from tests.platforms.o2o.server import Server, platform
from tests.support.paths import ROOT

CERTIFICATE = ROOT / "tests/data/o2o/self-signed.pem"
HASHED = "88d0bdcb.0"  # `openssl x509 -subject_hash`, the name by which a folder of authorities holds it
REFUSED = "CERTIFICATE_VERIFY_FAILED|Certificate chain policy error"  # OpenSSL's words, and Windows'
WORDS_OF_SWITCHES = ("verify", "insecure", "tls", "ssl", "cert", "trust", "ca_")


def run(scenario: Coroutine[Any, Any, None]) -> None:
    asyncio.run(scenario)


@contextlib.asynccontextmanager
async def stranger(host: str = "127.0.0.1") -> AsyncIterator[Server]:
    """A platform whose certificate nobody signed but itself."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    async with platform(DONE, context=context, host=host) as server:
        yield server


def test_an_intent_for_a_platform_that_is_not_trusted_stays_and_says_so(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stranger() as server, rig(tmp_path, url=server.url) as at:
            at.order()
            seq = at.press()
            for attempts in (1, 2, 3):
                waiting = await at.becomes(seq, Outcome.QUEUED, attempts=attempts)
                assert waiting.last_answer == CallFault.NO_TLS
                assert not waiting.ever_unknown
                at.clock.walk(31)
            assert server.requests == []

    run(scenario())


def variables(folder: Path) -> dict[str, str]:
    """All by which an environment could have the certificate trusted, or nothing checked."""
    (folder / "authorities").mkdir()
    shutil.copy(CERTIFICATE, folder / "authorities" / HASHED)
    conf = (
        "openssl_conf = init\n[init]\nssl_conf = ssl\n[ssl]\nsystem_default = all\n[all]\nVerifyMode = Once\n"
    )
    (folder / "openssl.cnf").write_text(conf, encoding="ascii")
    files = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
    return {
        **dict.fromkeys(files, str(CERTIFICATE)),
        "SSL_CERT_DIR": str(folder / "authorities"),
        "SSLKEYLOGFILE": str(folder / "keys.log"),
        "OPENSSL_CONF": str(folder / "openssl.cnf"),
        "PYTHONHTTPSVERIFY": "0",
    }


def test_no_variable_of_the_environment_has_a_stranger_trusted_or_writes_keys_down(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stranger() as server:
            env = os.environ | variables(tmp_path)
            command = [sys.executable, "-m", "tests.platforms.trusting", server.url]
            asked = await asyncio.create_subprocess_exec(
                *command, env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
            out, errors = await asked.communicate()
            assert out.decode() == f"not_sent {CallFault.NO_TLS}", errors.decode()
            assert server.requests == []
        assert not (tmp_path / "keys.log").exists()

    run(scenario())


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_python_itself_would_have_trusted_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So the test above can fail: the certificate and the folder are right."""

    async def scenario() -> None:
        async with stranger() as server:
            async with httpx.AsyncClient(verify=ssl.create_default_context()) as http:
                assert (await http.post(server.url, content=b"{}")).status_code == 200
            async with new_http() as http:
                with pytest.raises(httpx.ConnectError, match=REFUSED):
                    await http.post(server.url, content=b"{}")

    monkeypatch.setenv(name, variables(tmp_path)[name])
    run(scenario())


def test_the_systems_own_authorities_are_the_ones_that_count() -> None:
    if sys.platform != "linux" or not Path("/etc/ssl/certs/ca-certificates.crt").exists():
        pytest.skip("no store of Debian's to compare with")
    context = system_trust()
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert context.keylog_filename is None
    folder = Path(ssl.get_default_verify_paths().openssl_capath)
    assert folder.resolve() == Path("/etc/ssl/certs")


@pytest.mark.parametrize("model", [Partner, Ovopark, Wdk, Settings])
def test_no_setting_of_what_is_called_is_about_trust(model: type[BaseModel]) -> None:
    for name in model.model_fields:
        assert not any(word in name for word in WORDS_OF_SWITCHES), name


@pytest.mark.parametrize("switch", ["verify = false", "insecure = true", 'ca_file = "x"', "tls = false"])
@pytest.mark.parametrize("section", ['[[partner]]\nname = "a"\nurl = "https://a"\nappid = "a"', "[wdk]"])
def test_a_switch_that_somebody_writes_anyway_is_refused(section: str, switch: str) -> None:
    with pytest.raises(SettingsError, match=switch.split(" ", maxsplit=1)[0]):
        settings_module.parse(f"{section}\n{switch}\n", "posdesk.toml")


@pytest.mark.not_by_wine("wine builds no chain up to an authority of one's own")
def test_a_name_that_the_certificate_does_not_have_is_refused_even_where_it_is_trusted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The certificate is for 127.0.0.1; 127.0.0.2 is somebody else, and no table of names is needed."""

    def trusting() -> ssl.SSLContext:
        context = system_trust()
        context.load_verify_locations(CERTIFICATE)
        return context

    async def scenario() -> None:
        async with stranger() as named, stranger("127.0.0.2") as other, new_http() as http:
            assert (await http.post(named.url, content=b"{}")).status_code == 200
            with pytest.raises(httpx.ConnectError, match=REFUSED):
                await http.post(other.url, content=b"{}")
            assert other.requests == []

    monkeypatch.setattr("posdesk.platforms.http.system_trust", trusting)
    run(scenario())
