"""Which platforms really called in from outside, and how they reach this PC, as doctor and Health say it."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from posdesk.doctor.health import lines_of
from posdesk.doctor.reach import outside, reach
from posdesk.doctor.report import State
from posdesk.doctor.snapshot import Snapshot, snapshot_of
from posdesk.domain.clock import SystemClock
from posdesk.engine.listening import listener_socket
from posdesk.host import own_address
from posdesk.journal import Journal
from posdesk.journal.orders import call_proofs, order_moves
from posdesk.journal.orders.call_proofs import OutsideCall

CAME = OutsideCall(datetime(2026, 11, 21, 4, 15, 40, tzinfo=UTC), "203.0.113.7")
TOML = """
[listener]
host = "HOST"
insecure_beyond_loopback = true
[[partner]]
name = "meituan"
url = "https://open.example.cn/gateway"
appid = "mt"
[[partner]]
name = "baidu"
url = "https://bd.example.cn/gateway"
appid = "bd"
"""


def looked(home: Path, *, host: str, received: tuple[str, ...], came: tuple[str, ...]) -> Snapshot:
    """A home whose posdesk listens there, and which of its platforms called, of those from outside."""
    (home / "posdesk.toml").write_text(TOML.replace("HOST", host), encoding="utf-8")
    listener_socket.write_address(home, (host, 8765))
    Journal.migrate(home)
    journal = Journal(home, SystemClock(), "1")
    for name in received:
        journal.write(partial(order_moves.proven, partner=name)).result(20)
    for name in came:
        journal.write(partial(call_proofs.note_outside, partner=name, call=CAME)).result(20)
    journal.close()
    return snapshot_of(home, SystemClock())


def test_who_called_in_from_outside_is_named_with_peer_and_time(tmp_path: Path) -> None:
    found = outside(looked(tmp_path, host="0.0.0.0", received=("meituan",), came=("meituan",)))
    assert found is not None
    assert found.state is State.OK
    assert "meituan 2026-11-21 12:15 (203.0.113.7)" in found.found.en


def test_who_was_only_called_as_by_this_pc_is_to_be_looked_at(tmp_path: Path) -> None:
    """A simulator or a test on this PC is no platform."""
    snapshot = looked(tmp_path, host="0.0.0.0", received=("meituan", "baidu"), came=("meituan",))
    found = outside(snapshot)
    assert found is not None
    assert found.state is State.LOOK
    assert "no call from outside is known of baidu" in found.found.en
    assert any(line.name == "outside" and line.state is State.LOOK for line in lines_of(snapshot, [found]))


def test_behind_a_gateway_of_this_pc_that_is_as_it_must_be(tmp_path: Path) -> None:
    snapshot = looked(tmp_path, host="127.0.0.1", received=("meituan",), came=())
    found, way = outside(snapshot), reach(snapshot)
    assert found is not None
    assert found.state is State.OK
    assert "no call from outside is known of meituan" in found.found.en, "and nothing else is claimed"
    assert way is not None
    assert "gateway program" in way.found.en


@pytest.mark.parametrize(
    ("own", "state", "said"),
    [
        ("192.168.1.20", State.OK, "http://192.168.1.20:8765/center/gateway"),
        ("100.64.3.4", State.LOOK, "behind the provider's address translation"),
        ("203.0.113.9", State.OK, "to give to platforms: http://203.0.113.9:8765/center/gateway"),
    ],
)
def test_the_way_in_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: str, state: State, said: str
) -> None:
    monkeypatch.setattr(own_address, "_ways_out", lambda: iter([own]))
    monkeypatch.setattr(own_address, "_named", lambda: iter(()))
    found = reach(looked(tmp_path, host="0.0.0.0", received=(), came=()))
    assert found is not None
    assert found.state is state
    assert said in found.found.en


def test_a_platform_that_never_called_is_told_by_its_last_receive_alone(tmp_path: Path) -> None:
    assert outside(looked(tmp_path, host="0.0.0.0", received=(), came=())) is None
