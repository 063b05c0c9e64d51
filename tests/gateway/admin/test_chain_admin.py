"""What the chain's administrator does, at a real server with the keys of his own folder."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import nats.errors
import pytest
from nats.aio.client import Client

from posdesk import cli
from posdesk.gateway.admin import counters, stores
from posdesk.gateway.admin.chain_folder import ChainError, ChainFolder, ChainPlan
from posdesk.platforms.relay import enrolment, records, subjects
from posdesk.platforms.relay.creds import UserCredentials, read_creds
from posdesk.platforms.relay.enrolment import EnrolmentLine
from posdesk.platforms.relay.subjects import StoreSubjects, jwt_record, pc_record
from tests.support.accounts import needs_modes
from tests.support.nats_server import NatsServer

pytestmark = [pytest.mark.waits, pytest.mark.own_nats_server]


@dataclass(frozen=True)
class Chain:
    """A chain that has begun: the folder, and a server that trusts it."""

    folder: ChainFolder
    server: NatsServer


def _now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def chain(tmp_path: Path) -> Iterator[Chain]:
    server = NatsServer(tmp_path / "server")
    folder = ChainFolder(tmp_path / "keys")
    folder.begin(ChainPlan((server.url,), replicas=1, disk_mib=128), _now())
    server.keys = folder.keys()
    server.begin()
    try:
        yield Chain(folder, server)
    finally:
        server.kill()


def _add(chain: Chain, store: str = "001", **how: object) -> records.StoreRecord:
    return asyncio.run(stores.add(chain.folder, store, _now(), **how))  # type: ignore[arg-type]


def _enroll(chain: Chain, counter: str = "1", *, replace: bool = False) -> EnrolmentLine:
    return asyncio.run(counters.enroll(chain.folder, "001", counter, _now(), replace=replace)).line


def _reads(chain: Chain, line: EnrolmentLine, kind: str, creds: UserCredentials | None = None) -> bytes:
    """A record of the own store, as the counter of that line reads it."""
    address = subjects.direct_get(subjects.STORES, StoreSubjects(line.shard, line.store).record(kind))
    inboxes = subjects.inbox_prefix(line.store, line.counter)

    async def read(client: Client) -> bytes:
        return (await client.request(address, timeout=5)).data

    return chain.server.run(read, creds or line.credentials, inbox_prefix=inboxes)


def _is_out(chain: Chain, creds: UserCredentials) -> bool:
    async def said(_: Exception) -> None:
        pass

    async def connect() -> bool:
        try:
            client = await chain.server.connect(creds, error_cb=said)
        except nats.errors.Error:
            return True
        await client.close()
        return False

    return asyncio.run(connect())


def test_an_enrolled_counter_reads_its_identity_for_400_days_by_its_line(chain: Chain) -> None:
    _add(chain, uids=(14343,), name="一店")
    line = enrolment.read(_enroll(chain).text(), _now())
    identity = records.read_jwt(_reads(chain, line, jwt_record("1")))
    assert identity is not None
    assert identity.token.expires is not None
    assert identity.token.expires - _now() > timedelta(days=399)
    lasting = UserCredentials(identity.jwt, line.seed)
    record = records.read_store(_reads(chain, line, "store", lasting))
    assert (record.name, record.uids, record.epoch) == ("一店", (14343,), chain.server.epoch())
    assert [each.counter for each in record.counters] == ["1"]


def test_two_counters_of_a_store_have_one_key_for_their_acts_and_another_store_another(chain: Chain) -> None:
    _add(chain)
    keys = {_enroll(chain, counter).store_key for counter in ("1", "2")}
    assert len(keys) == 1
    assert chain.folder.store_key("002") not in keys


def test_a_counter_is_enrolled_once_unless_it_is_replaced(chain: Chain) -> None:
    _add(chain)
    old = _enroll(chain)
    with pytest.raises(ChainError, match="--replace"):
        _enroll(chain)
    chain.server.put("001", pc_record("1"), b'{"machine":"old"}')
    new = _enroll(chain, replace=True)
    assert _is_out(chain, old.credentials)
    assert records.read_pc(_reads(chain, new, pc_record("1"))) is None
    assert records.read_jwt(_reads(chain, new, jwt_record("1"))) is not None


def test_a_revoked_counter_is_out_and_the_other_stays(chain: Chain) -> None:
    _add(chain)
    first, second = _enroll(chain, "1"), _enroll(chain, "2")
    asyncio.run(counters.revoke(chain.folder, "001", "1", _now()))
    assert _is_out(chain, first.credentials)
    assert [each.counter for each in records.read_store(_reads(chain, second, "store")).counters] == ["2"]
    with pytest.raises(ChainError, match="no counter 1"):
        asyncio.run(counters.revoke(chain.folder, "001", "1", _now()))


def test_a_new_server_of_the_chain_lets_in_nobody_who_was_revoked(chain: Chain) -> None:
    """The files for servers are written at each revocation."""
    _add(chain)
    line = _enroll(chain)
    asyncio.run(counters.revoke(chain.folder, "001", "1", _now()))
    chain.server.kill()
    accounts = chain.server.folder / "accounts"
    for each in (chain.folder.path / "for-servers" / "accounts").iterdir():
        (accounts / each.name).write_bytes(each.read_bytes())
    chain.server.begin()
    assert _is_out(chain, line.credentials)


def test_a_disabled_store_is_enabled_by_being_added_again_and_keeps_the_rest(chain: Chain) -> None:
    _add(chain, uids=(7,), name="一店")
    _enroll(chain)
    assert asyncio.run(stores.disable(chain.folder, "001", _now())).disabled
    record = _add(chain)
    assert (record.disabled, record.uids, record.name) == (False, (7,), "一店")
    assert record.counter("1") is not None


def test_a_store_that_moves_to_another_shard_takes_its_counters_along(chain: Chain) -> None:
    first = _add(chain)
    line = _enroll(chain)
    moved = _add(chain, shard="s2")
    assert moved.epoch != first.epoch
    identity = records.read_jwt(_reads(chain, line, jwt_record("1")))
    assert identity is not None
    assert identity.shard == "s2"

    async def tell(client: Client) -> bytes:
        return (await client.request(StoreSubjects("s2", "001").acts, b"an act", timeout=5)).data

    creds = UserCredentials(identity.jwt, line.seed)
    inboxes = subjects.inbox_prefix("001", "1")
    assert b"POSDESK-ACTS-s2" in chain.server.run(tell, creds, inbox_prefix=inboxes)


def test_a_move_that_was_cut_off_goes_on_when_it_is_said_again(
    chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The gateways put its orders into the other shard by then, and no counter could read there."""
    _add(chain)
    line = _enroll(chain)

    async def cut_off(*_: object) -> None:
        raise ChainError("The servers didn't answer.")

    with monkeypatch.context() as patch:
        patch.setattr(stores, "sign", cut_off)
        with pytest.raises(ChainError, match="didn't answer"):
            _add(chain, shard="s2")
    assert _add(chain, shard="s2").shard == "s2"
    identity = records.read_jwt(_reads(chain, line, jwt_record("1")))
    assert identity is not None
    assert identity.shard == "s2"


def test_a_stream_that_is_gone_is_made_by_adding_a_store_that_was_in_it(chain: Chain) -> None:
    old = _add(chain).epoch
    chain.server.run(lambda client: client.request("$JS.API.STREAM.DELETE.POSDESK-s1", timeout=5))
    assert _add(chain).epoch not in {"", old}


@pytest.mark.parametrize(
    "written",
    [
        b'{"machine":"m","name":"\\u001b[2J\\ud800","since":"2026-11-29T00:00:00.000000+00:00"}',
        b'{"machine":"m","name":"PC","since":"9999-12-31T23:59:59.000000+00:00"}',
        b'{"machine":' + b"[" * 50_000,
    ],
)
def test_no_counter_writes_on_the_administrators_terminal_or_keeps_the_list_from_him(
    chain: Chain, written: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    _add(chain)
    _enroll(chain)
    chain.server.put("001", pc_record("1"), written)
    assert _said(chain, "store", "list") == 0
    listed = capsys.readouterr().out
    assert "counter 1  until 20" in listed
    assert listed.replace("\n", "").isprintable()


def test_a_storeuid_is_one_stores(chain: Chain) -> None:
    _add(chain, uids=(7,))
    with pytest.raises(ChainError, match="storeuid 7 is store 001's"):
        _add(chain, "002", uids=(6, 7))


def test_a_shard_whose_stream_is_made_anew_gives_all_its_stores_another_epoch(chain: Chain) -> None:
    old = _add(chain).epoch
    chain.server.run(lambda client: client.request("$JS.API.STREAM.DELETE.POSDESK-s1", timeout=5))
    new = _add(chain, "002").epoch
    found = {
        each.record.store: each.record.epoch for each in asyncio.run(stores.listed(chain.folder, _now()))
    }
    assert found == {"001": new, "002": new}
    assert new != old


def test_identities_are_renewed_for_all_without_a_step_at_the_counters(chain: Chain) -> None:
    _add(chain)
    line = _enroll(chain)
    later = _now() + timedelta(minutes=5)
    assert asyncio.run(counters.renew(chain.folder, later)) == 1
    identity = records.read_jwt(_reads(chain, line, jwt_record("1")))
    assert identity is not None
    assert identity.token.issued == later.replace(microsecond=0)
    with pytest.raises(ChainError, match="no store 009"):
        asyncio.run(counters.renew(chain.folder, later, "009"))


@needs_modes
def test_the_gateways_file_connects_it_and_gives_it_no_more_than_it_needs(chain: Chain) -> None:
    _add(chain)
    file = chain.folder.path / "for-gateway" / "nats.creds"
    creds = read_creds(file.read_text(encoding="ascii"))

    async def publish(client: Client) -> tuple[str, bool]:
        stream = (await client.jetstream().publish("posdesk.s1.001.orders", b"x")).stream
        try:
            await client.request("$JS.API.STREAM.DELETE.POSDESK-s1", timeout=0.3)
        except (TimeoutError, nats.errors.Error):
            return stream, False
        return stream, True

    async def said(_: Exception) -> None:
        pass

    told = chain.server.run(publish, creds, inbox_prefix=subjects.GATEWAY_INBOX, error_cb=said)
    assert told == ("POSDESK-s1", False)
    assert file.stat().st_mode & 0o077 == 0


def test_after_a_break_in_at_the_gateway_its_user_is_put_out_and_another_let_in(chain: Chain) -> None:
    file = chain.folder.path / "for-gateway" / "nats.creds"
    old = read_creds(file.read_text(encoding="ascii"))
    assert not _is_out(chain, old)
    assert _said(chain, "chain", "renew-gateway") == 0
    assert _is_out(chain, old)
    assert not _is_out(chain, read_creds(file.read_text(encoding="ascii")))


def test_servers_that_cant_be_reached_are_named(chain: Chain) -> None:
    chain.server.kill()
    with pytest.raises(ChainError, match=r"127\.0\.0\.1.* can't be reached"):
        _add(chain)


def test_a_chain_is_begun_once_and_a_folder_without_one_says_so(chain: Chain, tmp_path: Path) -> None:
    with pytest.raises(ChainError, match="not empty"):
        chain.folder.begin(ChainPlan(("tls://x",)), _now())
    with pytest.raises(ChainError, match="posdesk gateway chain begin"):
        ChainFolder(tmp_path / "none").plan()


# The commands


def _said(chain: Chain, *words: str) -> int:
    return cli.main(["gateway", *words, "--keys", str(chain.folder.path)])


def test_the_commands_take_a_store_and_its_counter_from_the_first_word_to_the_list(
    chain: Chain, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _said(chain, "store", "add", "001", "--name", "一店", "--uid", "7") == 0
    assert "takes orders, in shard s1" in capsys.readouterr().out
    assert _said(chain, "counter", "enroll", "001", "1") == 0
    out, told = capsys.readouterr()
    assert enrolment.read(out, _now()).counter == "1"
    assert "a secret" in told
    assert _said(chain, "store", "disable", "001") == 0
    capsys.readouterr()
    assert _said(chain, "store", "list") == 0
    listed = capsys.readouterr().out
    assert "001  shard s1  一店  storeuid 7  DISABLED" in listed
    assert "counter 1  until 20" in listed
    assert "no PC yet" in listed
    assert _said(chain, "counter", "renew", "001") == 0
    assert _said(chain, "counter", "revoke", "001", "1") == 0


def test_a_chain_is_begun_by_its_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ca = tmp_path / "ca.pem"
    ca.write_text("-----BEGIN CERTIFICATE-----\n", encoding="ascii")
    words = ["chain", "begin", "--server", "tls://relay.example.com:443", "--ca", str(ca)]
    assert cli.main(["--home", str(tmp_path), "gateway", *words]) == 0
    assert "Keep a copy" in capsys.readouterr().out
    plan = ChainFolder(tmp_path / "chain").plan()
    assert (plan.servers, plan.replicas) == (("tls://relay.example.com:443",), 3)
    assert plan.ca == ca.read_text(encoding="ascii")
    assert not any((tmp_path / "chain" / "keys").glob("*.part"))


@pytest.mark.parametrize(
    "words",
    [
        ["store", "add", "001", "--shard", "Stores"],
        ["chain", "begin"],
        ["chain", "begin", "--server", "x", "--disk-mib", "1"],
        ["counter", "enroll", "001"],
    ],
)
def test_wrong_use_ends_with_2_and_makes_nothing(tmp_path: Path, words: list[str]) -> None:
    with pytest.raises(SystemExit) as told:
        cli.main(["--home", str(tmp_path), "gateway", *words])
    assert told.value.code == 2
    assert list(tmp_path.iterdir()) == []


def test_without_a_chain_a_command_says_where_it_looked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--home", str(tmp_path), "gateway", "store", "list"]) == 1
    assert str(tmp_path / "chain") in capsys.readouterr().err
