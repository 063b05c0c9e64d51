"""An enrolment line is tried at the real server: taken, taken by somebody, revoked, too old, not reached."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from posdesk.domain.relay.status import RelayFault
from posdesk.engine.relay.enrolling import Tried, try_line
from posdesk.host.machine_id import machine_id
from posdesk.platforms.relay.enrolment import EnrolmentLine
from posdesk.platforms.relay.records import PcRecord
from posdesk.platforms.relay.subjects import jwt_record, pc_record
from tests.support.nats_server import SHARD, NatsServer, nats_server
from tests.support.processes import free_port

pytestmark = [pytest.mark.waits, pytest.mark.own_nats_server]
NOW = datetime.now(UTC)
FIRST, SECOND = PcRecord("a" * 32, "PC-OLD", NOW), PcRecord("b" * 32, "PC-NEW", NOW)
STORES = ("001", "002", "003", "004", "005")  # one a test: none sees another's


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    with nats_server(tmp_path_factory.mktemp("relay"), [(store, "1") for store in STORES]) as running:
        yield running


def _tried(line: EnrolmentLine, pc: PcRecord = FIRST) -> Tried:
    return asyncio.run(try_line(line, pc))


def test_the_first_pc_takes_the_place_and_gets_the_identity_for_long(server: NatsServer) -> None:
    tried = _tried(server.line_for("001", "1"))
    assert (tried.fault, tried.shard, tried.servers) == (RelayFault.NONE, SHARD, (server.url,))
    assert tried.jwt
    assert tried.jwt != server.line_for("001", "1").jwt


def test_the_same_pc_may_enter_its_line_again_and_a_second_one_is_told_whose_the_place_is(
    server: NatsServer,
) -> None:
    line = server.line_for("002", "1")
    assert _tried(line).fault is RelayFault.NONE
    assert _tried(line).fault is RelayFault.NONE
    second = _tried(line, SECOND)
    assert (second.fault, second.detail, second.jwt) == (RelayFault.TAKEN, "PC-OLD", "")


def test_a_place_that_the_admin_cleared_is_free_for_the_next_pc(server: NatsServer) -> None:
    assert _tried(server.line_for("003", "1")).fault is RelayFault.NONE
    server.put("003", pc_record("1"), b"")
    assert _tried(server.line_for("003", "1"), SECOND).fault is RelayFault.NONE
    assert _tried(server.line_for("003", "1"), FIRST).fault is RelayFault.TAKEN


def test_a_line_whose_identity_was_taken_back_is_revoked(server: NatsServer) -> None:
    server.put("004", jwt_record("1"), b"")
    assert _tried(server.line_for("004", "1")).fault is RelayFault.REVOKED


def test_a_line_that_is_too_old_at_the_server_is_expired(server: NatsServer) -> None:
    line = server.line_for("005", "1", lives=timedelta(seconds=-60))
    assert _tried(line, replace(FIRST, since=datetime.now(UTC))).fault is RelayFault.EXPIRED


def test_a_server_that_is_not_there_is_named(server: NatsServer) -> None:
    port = free_port()
    line = replace(server.line_for("001", "1"), servers=(f"nats://127.0.0.1:{port}",))
    assert _tried(line) == Tried(RelayFault.UNREACHED, f"127.0.0.1:{port}")


def test_two_homes_of_a_pc_are_two_and_each_stays_the_same(tmp_path: Path) -> None:
    one, two = machine_id(tmp_path / "a"), machine_id(tmp_path / "b")
    assert one != two
    assert one == machine_id(tmp_path / "a")
    assert len(one) == 32
