"""The gateway's file and secrets: what is refused, and in which words."""

import asyncio
import json
from pathlib import Path

import pytest

from posdesk.domain.clock import SystemClock
from posdesk.engine.listening.call_bodies import WorkSlots
from posdesk.engine.listening.sender_proof import ClaimedSender, SenderProof
from posdesk.errors import CredentialsError, SettingsError
from posdesk.gateway import config as gateway_config
from posdesk.gateway.calls import SignCounts
from posdesk.gateway.config import GatewayConfig, GatewaySecrets
from posdesk.gateway.line import tls_of
from posdesk.gateway.metrics import Metrics
from posdesk.platforms.o2o.answers import AnswerCode, CallRefused

pytestmark = pytest.mark.waits

GOOD = """
[nats]
servers = ["tls://relay.example.com:4222"]
[[partner]]
name = "meituan"
appid = "m"
"""
HALF_SIGNED = 'signature = { hash = "md5", text = "{appid}{seq}{appkey}" }'


def loaded(tmp_path: Path, text: str) -> GatewayConfig:
    path = tmp_path / "gateway.toml"
    path.write_text(text, encoding="utf-8")
    return gateway_config.load(path)


def test_it_listens_on_loopback_and_so_do_its_numbers_unless_the_file_says_otherwise(tmp_path: Path) -> None:
    config = loaded(tmp_path, GOOD)
    assert (config.listener.host, config.metrics.host) == ("127.0.0.1", "127.0.0.1")
    assert config.nats.replicas == 3


def test_fewer_copies_than_three_are_said_at_the_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    gateway_config.warn(loaded(tmp_path, GOOD))
    assert caplog.messages == []
    gateway_config.warn(loaded(tmp_path, GOOD.replace("[[partner]]", "replicas = 2\n[[partner]]")))
    assert "nats.replicas is 2" in caplog.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[partner]]\nname='m'\nappid='m'", "nats: This key is missing"),
        (GOOD.replace("[nats]", "[nats]\nserver = 1"), "nats.server: There is no such key"),
        (GOOD + "[[partner]]\nname='meituan'\nappid='n'", "partner.name 'meituan' stands there twice"),
        (GOOD + "[[partner]]\nname='n'\nappid='ｍ'", "partner.appid 'm' stands there twice"),
        (GOOD.replace("tls://", "nats://"), "orders would be readable on the way"),
        (GOOD + "signature = 'none'", "anyone could send orders as partner meituan"),
        (GOOD + HALF_SIGNED, "anyone could send orders as partner meituan"),
        (GOOD + "[listener]\nhost = '0.0.0.0'", "the network could read every call"),
    ],
)
def test_a_file_that_leaves_a_door_open_or_says_nonsense_is_refused(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        loaded(tmp_path, text)
    assert said in str(refused.value)
    assert str(tmp_path / "gateway.toml") in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.toml can't be read.*--config"):
        gateway_config.load(tmp_path / "none.toml")


def test_an_unsigned_partner_is_taken_only_where_the_file_means_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    config = loaded(tmp_path, GOOD + "signature = 'none'\ninsecure = true")
    gateway_config.warn(config)
    assert "anyone can send orders as partner meituan" in caplog.text
    assert config.reaches(config.partner[0])


def test_behind_a_reverse_proxy_the_own_address_proves_nothing(tmp_path: Path) -> None:
    """At the counter a half signed partner is taken from loopback: here that is everybody."""
    config = loaded(tmp_path, GOOD)
    half = config.partner[0].model_copy(update={"signature": "none"})
    config = config.model_copy(update={"partner": (half,)})
    slots, metrics = WorkSlots(), Metrics()
    proof = SenderProof(
        config,
        GatewaySecrets({}, ""),
        SystemClock(),
        slots=slots,
        turned_away=SignCounts(metrics),
        trusts_loopback=False,
    )
    for address in ("127.0.0.1", "::1", "192.0.2.1"):
        with pytest.raises(CallRefused) as refused:
            asyncio.run(proof.check(half, ClaimedSender("m", "", address), b"{}"))
        assert refused.value.code is AnswerCode.NO_SIGNATURE


def test_the_secrets_are_files_of_the_folder_that_systemd_names(tmp_path: Path) -> None:
    config = loaded(tmp_path, GOOD)
    (tmp_path / "partner.meituan.appkey").write_text("\ufeffgeheim\n", encoding="utf-8")
    (tmp_path / "nats.creds").write_text("creds\n", encoding="utf-8")
    secrets = gateway_config.load_secrets(config, {"CREDENTIALS_DIRECTORY": str(tmp_path)})
    assert secrets.get("partner/meituan/appkey") == "geheim"
    assert "geheim" not in repr(secrets)
    assert secrets.hidden("x geheim") == "x ***"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, r"partner\.meituan\.appkey can't be read"),
        ({"partner.meituan.appkey": b"k"}, r"nats\.creds can't be read"),
        ({"partner.meituan.appkey": b"\n"}, r"partner\.meituan\.appkey is empty"),
        ({"partner.meituan.appkey": b"\xff"}, r"partner\.meituan\.appkey is no text"),
    ],
)
def test_a_secret_that_is_missing_or_wrong_is_named(
    tmp_path: Path, files: dict[str, bytes], said: str
) -> None:
    config = loaded(tmp_path, GOOD)
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    with pytest.raises(CredentialsError, match=said):
        gateway_config.load_secrets(config, {"CREDENTIALS_DIRECTORY": str(tmp_path)})


def test_without_the_folder_the_words_say_who_sets_it(tmp_path: Path) -> None:
    with pytest.raises(CredentialsError, match=r"CREDENTIALS_DIRECTORY is not set.*LoadCredential"):
        gateway_config.load_secrets(loaded(tmp_path, GOOD), {})


def test_a_ca_that_is_no_certificate_is_named(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"nats\.ca: .*ca\.pem"):
        tls_of(["tls://x"], "ca.pem", tmp_path)
    assert tls_of(["nats://127.0.0.1:1"], "", tmp_path) is None


def test_the_log_of_a_service_is_json_lines_without_secrets(capfd: pytest.CaptureFixture[str]) -> None:
    import logging

    from posdesk.host import logs

    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    logs.start_on_stderr(lambda text: text.replace("geheim", "***"))
    try:
        logging.getLogger("posdesk.gateway").info("a geheim word, 13800000001")
    finally:
        for handler in set(root.handlers) - set(before):
            root.removeHandler(handler)
        root.setLevel(level)
    line = json.loads(capfd.readouterr().err.splitlines()[-1])
    assert line["text"] == "a *** word, 138****0001"
