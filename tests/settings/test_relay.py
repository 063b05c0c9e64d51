"""What posdesk.toml may say of a relay, and what a store without one knows of it: nothing."""

import pytest

from posdesk.errors import SettingsError
from posdesk.settings import relay
from posdesk.settings.credentials import known_names
from posdesk.settings.settings import Settings, parse

SECTION = '[relay]\nservers = ["tls://relay.example.com:4222", "tls://10.0.0.2"]\nshard = "s1"\n'


def test_servers_ca_shard_and_whether_it_prints() -> None:
    chosen = parse(SECTION + 'ca = "relay-ca.pem"\nprints = false\n', "posdesk.toml").relay
    assert chosen is not None
    assert (chosen.servers[1], chosen.ca, chosen.shard, chosen.prints) == (
        "tls://10.0.0.2",
        "relay-ca.pem",
        "s1",
        False,
    )


def test_a_counter_prints_unless_another_does() -> None:
    alone = parse(SECTION, "posdesk.toml")
    second = parse(SECTION + "prints = false\n", "posdesk.toml")
    assert alone.print_plan.by_itself
    assert not second.print_plan.by_itself
    assert Settings().print_plan.by_itself


@pytest.mark.parametrize("server", ["nats://127.0.0.1:4222", "nats://localhost:1", "nats://[::1]:4222"])
def test_on_this_pc_a_server_may_be_plain(server: str) -> None:
    assert parse(SECTION.replace("tls://10.0.0.2", server), "posdesk.toml").relay is not None


@pytest.mark.parametrize(
    ("server", "words"),
    [
        ("nats://relay.example.com:4222", "readable"),
        ("relay.example.com", "address"),
        ("https://relay.example.com", "address"),
        ("tls://user:pass@relay.example.com", "address"),
        ("tls://relay.example.com:99999", "address"),
        ("", "address"),
    ],
)
def test_what_is_no_server_or_could_be_read_on_the_way_is_refused_by_its_key(server: str, words: str) -> None:
    with pytest.raises(SettingsError, match=rf"relay\.servers\.1: .*{words}"):
        parse(SECTION.replace("tls://10.0.0.2", server), "posdesk.toml")


def test_without_the_section_nothing_asks_for_its_secrets() -> None:
    assert not set(relay.SECRETS) & set(known_names(Settings()))
    assert set(relay.SECRETS) <= set(known_names(parse(SECTION, "posdesk.toml")))
