"""The door: our listening socket is proven to take calls, and is made anew, it alone, where it does not."""

import asyncio
import contextlib
import errno
import json
import os
import socket
import ssl
import struct
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from posdesk.domain.clock import SystemClock
from posdesk.domain.status import Gap, Trouble
from posdesk.engine.listening import http_server, listener_socket, socket_watch
from posdesk.engine.listening.connection_limit import MOST_OF_ONE, ConnectionLimit, Stage, most_connections
from posdesk.engine.listening.http_server import Server
from posdesk.engine.listening.listener_socket import OwnCall, OwnCallEnd, SocketProof
from posdesk.engine.listening.socket_watch import SocketWatch
from posdesk.engine.loop import EngineLoop
from posdesk.engine.status import StatusBoard
from posdesk.host import sockets
from posdesk.journal import heartbeats
from posdesk.settings.settings import Listener
from posdesk.simulator.server import Simulator
from tests.engine.listening.test_listener import SAMPLE, connected, errors_of, post, raw_call
from tests.engine.making import APPKEY, PATIENCE_S, HeldSecrets, House, house, partner, settings, until
from tests.engine.test_doors_under_attack import Guest
from tests.support.paths import ROOT
from tests.support.processes import wait_for
from tests.support.simulator import quiet_config
from tests.support.windows_files import held, refuse_what_is_open

CERTIFICATE = ROOT / "tests/data/o2o/self-signed.pem"
RESETS = 700
ON_POSIX = pytest.mark.posix("a socket is a file with a number there alone")
HOSTS = ["127.0.0.1", "0.0.0.0", "localhost", "::1", "::"]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks follow each other closely, and each asks from outside unless one is asking."""
    monkeypatch.setattr(socket_watch, "LOOK_S", 0.02)
    monkeypatch.setattr(socket_watch, "LATE_S", 0.02)
    monkeypatch.setattr(socket_watch, "PROOF_EVERY_S", 0.0)


def server_of(at: House) -> Server:
    parts = at.engine._parts
    assert parts is not None
    assert parts.doors.server is not None
    return parts.doors.server


def proof_of(at: House) -> SocketProof:
    parts = at.engine._parts
    assert parts is not None
    return parts._proof


def in_the_loop(at: House, work: Callable[[], Any]) -> Any:
    """What a function gives that runs in the engine's loop, between two of its turns."""

    async def turn() -> Any:
        return work()

    done = at.engine.submit(turn())
    assert done is not None
    return done.result(PATIENCE_S)


def gaps(at: House) -> tuple[Gap, ...]:
    return at.journal.read(lambda db: heartbeats.open_gaps(db, "1"))


def proven_anew(at: House, times: int = 3) -> None:
    """Waits for so many further proofs."""
    seen = {proof_of(at).last}

    def is_enough() -> bool:
        seen.add(proof_of(at).last)
        return len(seen) > times

    wait_for(is_enough, "further proofs")


def answer_on(held: socket.socket) -> bytes:
    """The answer to an order; its head and its body may come one after the other."""
    came = b""
    while not came.endswith(b"}"):
        came += held.recv(4000)
    return came


def heard_troubles(at: House) -> list[Trouble]:
    heard: list[Trouble] = []
    at.engine.status.subscribe(lambda status: heard.append(status.trouble))
    return heard


# Each answer leaves at once


def test_an_accepted_connection_keeps_no_answer_back(counter: House) -> None:
    with connected(counter) as held:
        held.sendall(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
        held.recv(100)
        lines = server_of(counter)._server.server_state.connections  # one of its own calls may be there, too
        sockets_there = [each.transport.get_extra_info("socket") for each in lines]
        accepted = next(each for each in sockets_there if each.getpeername() == held.getsockname())
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_it_keeps_none_back_where_the_system_does_not_tell_its_protocol(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows tells it of no accepted socket, and asyncio leaves such a one as it is."""
    monkeypatch.setattr(sockets, "stream_socket", lambda _host: socket.socket())
    with house(tmp_path, settings(partner()), HeldSecrets(meituan=APPKEY)) as counter:
        test_an_accepted_connection_keeps_no_answer_back(counter)


def test_the_simulators_answers_leave_at_once_too() -> None:
    simulator = Simulator(quiet_config(target="http://127.0.0.1:9/"))
    with simulator._server._socket as listening:
        assert listening.proto == socket.IPPROTO_TCP


# Windows


def test_the_loop_waits_by_a_selector_on_windows_too() -> None:
    assert issubclass(EngineLoop, asyncio.SelectorEventLoop)


def test_what_windows_selects_from_is_never_full() -> None:
    assert MOST_OF_ONE < most_connections("win32") == 384 < most_connections("linux")


def test_a_port_is_one_programs_on_every_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "SO_EXCLUSIVEADDRUSE", -5, raising=False)  # its number on Windows
    assert sockets.sharing_option("win32") == -5
    assert sockets.sharing_option("linux") == socket.SO_REUSEADDR
    with sockets.listening_socket("127.0.0.1", 0) as first, pytest.raises(OSError) as refused:  # noqa: PT011
        sockets.listening_socket(*first.getsockname())
    assert refused.value.errno == errno.EADDRINUSE


# The socket is lost


def test_a_closed_listening_socket_is_made_anew_at_its_address(
    counter: House, caplog: pytest.LogCaptureFixture
) -> None:
    told = (counter.home / listener_socket.FILE_NAME).read_text()
    address, heard = counter.address, heard_troubles(counter)
    let_in = server_of(counter).connections.arrived
    with raw_call(counter, SAMPLE[:100]) as open_connection:
        wait_for(lambda: server_of(counter).connections.arrived > let_in, "the call, in from the queue")
        lost = server_of(counter)._bound
        in_the_loop(counter, lost.close)
        wait_for(lambda: Trouble.LISTENER_LOST in heard, "the word of it")
        wait_for(lambda: counter.engine.status.receives, "the door")
        open_connection.sendall(SAMPLE[100:])
        assert b'"code":0' in answer_on(open_connection)
    assert counter.address == address
    assert (counter.home / listener_socket.FILE_NAME).read_text() == told
    assert post(counter)["code"] == 0
    assert len(errors_of(caplog)) == 1


def test_where_another_program_has_it_open_the_address_is_written_once_it_lets_go(
    counter: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The event loop waits for nobody: orders are taken meanwhile."""
    file = counter.home / listener_socket.FILE_NAME
    told = file.read_text(encoding="utf-8")
    file.write_text("of another time", encoding="utf-8")
    refuse_what_is_open(monkeypatch)
    with held(file):
        in_the_loop(counter, server_of(counter)._bound.close)
        wait_for(lambda: not counter.engine.status.receives, "the loss")
        wait_for(lambda: counter.engine.status.receives, "the door")
        assert post(counter)["code"] == 0
        assert file.read_text(encoding="utf-8") == "of another time"
    wait_for(lambda: file.read_text(encoding="utf-8") == told, "the address")


def test_a_lost_door_is_a_gap_from_the_last_proof_on(counter: House) -> None:
    wait_for(lambda: proof_of(counter).last is not None, "a proof")
    in_the_loop(counter, server_of(counter)._bound.close)
    closed_at = SystemClock().now()
    wait_for(lambda: gaps(counter) != (), "the gap")
    (gap,) = gaps(counter)
    assert gap.reason == Trouble.LISTENER_LOST
    assert gap.end is not None
    assert gap.start < closed_at < gap.end
    assert counter.engine.status.status.takes_orders


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "how",
    [
        pytest.param("shut down", marks=ON_POSIX),
        "not looked at",
        pytest.param("another file under its number", marks=ON_POSIX),
    ],
)
def test_a_socket_that_is_open_and_takes_nobody_in_is_made_anew(counter: House, how: str) -> None:
    def unwatch() -> None:
        asyncio.get_running_loop().remove_reader(server_of(counter)._fd)

    def swap() -> None:
        lost = server_of(counter)._bound
        with socket.socket() as other:
            os.dup2(other.fileno(), lost.fileno())

    lost = server_of(counter)._bound
    ways = {"shut down": lambda: lost.shutdown(socket.SHUT_RDWR), "not looked at": unwatch}
    in_the_loop(counter, ways.get(how, swap))
    wait_for(lambda: server_of(counter)._bound is not lost, "another socket")
    wait_for(lambda: counter.engine.status.receives, "the door")
    assert post(counter)["code"] == 0


@ON_POSIX
def test_a_connection_that_got_the_lost_sockets_number_is_heard(counter: House) -> None:
    async def take_its_number() -> bytes:
        lost, fd = server_of(counter)._bound, server_of(counter)._fd
        lost.close()
        pairs = [socket.socketpair() for _ in range(8)]  # one end gets the lowest free number
        ours = next(pair for pair in pairs if fd in {pair[0].fileno(), pair[1].fileno()})
        mine, other = sorted(ours, key=lambda end: end.fileno() != fd)
        reader, writer = await asyncio.open_connection(sock=mine)
        await asyncio.sleep(0)
        other.sendall(b"heard\n")
        word = await reader.readline()
        writer.close()
        for each in {*(end for pair in pairs for end in pair)} - {mine}:
            each.close()
        return word

    heard = counter.engine.submit(take_its_number())
    assert heard is not None
    assert heard.result(PATIENCE_S) == b"heard\n"


def test_while_another_program_has_the_port_it_is_said_and_tried_again(counter: House) -> None:
    host, port = server_of(counter).address

    def take() -> socket.socket:
        server_of(counter)._bound.close()
        return sockets.listening_socket(host, port)

    with in_the_loop(counter, take):
        counter.wait_for_status(lambda s: s.trouble is Trouble.PORT_TAKEN, "the port's trouble")
        assert str(port) in counter.engine.status.status.detail
        wait_for(
            lambda: not (counter.home / listener_socket.FILE_NAME).exists(), "no address that is not ours"
        )
        counter.wait_for_status(lambda s: s.gaps and s.gaps[-1].end is None, "the gap that lasts")
        assert not counter.engine.status.receives
    wait_for(lambda: counter.engine.status.receives, "the port")
    assert json.loads((counter.home / listener_socket.FILE_NAME).read_text())["port"] == port
    assert post(counter)["code"] == 0
    wait_for(lambda: any(gap.end for gap in gaps(counter)), "the gap's end")


# The proof


@pytest.mark.usefixtures("quick")
def test_a_busy_loop_is_not_taken_for_a_lost_door(counter: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket_watch, "PATIENCE_LOOKS", 2)
    first, heard = server_of(counter)._bound, heard_troubles(counter)
    over = threading.Event()

    def hog(turns: int) -> None:
        """Each turn of the loop takes longer than an answer may; an answer takes several.

        Much longer: wine's clock stands still while its server waits for the processor.
        """
        time.sleep(0.2)
        asyncio.get_running_loop().call_soon(hog, turns - 1) if turns else over.set()

    in_the_loop(counter, lambda: hog(20))
    assert over.wait(PATIENCE_S)
    proven_anew(counter)
    assert server_of(counter)._bound is first
    assert Trouble.LISTENER_LOST not in heard
    assert gaps(counter) == ()


@pytest.mark.usefixtures("quick")
def test_our_own_call_takes_no_place_and_nobody_goes_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = ConnectionLimit(most_of_one=3)
    monkeypatch.setattr(http_server, "ConnectionLimit", lambda: keeper)
    with (
        house(tmp_path, settings(partner()), HeldSecrets(meituan=APPKEY)) as at,
        contextlib.ExitStack() as stack,
    ):
        held = [stack.enter_context(raw_call(at, SAMPLE[:100])) for _ in range(3)]
        wait_for(lambda: len(keeper) == 3, "a full house")
        proven_anew(at, 5)
        assert (len(keeper), keeper.dismissed, keeper.refused) == (3, 0, 0)
        for each in held:
            each.sendall(SAMPLE[100:])
            assert b'"code":0' in answer_on(each)


@pytest.mark.usefixtures("quick")
def test_a_full_house_is_still_proven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper = ConnectionLimit(most_of_one=2)
    monkeypatch.setattr(http_server, "ConnectionLimit", lambda: keeper)
    with house(tmp_path, settings(partner()), HeldSecrets(meituan=APPKEY)) as at:
        heard = heard_troubles(at)
        in_the_loop(at, lambda: [keeper.admit(Guest("127.0.0.1", Stage.ANSWERING)) for _ in range(2)])
        assert httpx.get(f"{at.address}/healthz", trust_env=False).status_code == 503
        proven_anew(at, 5)
        assert Trouble.LISTENER_LOST not in heard


def test_hundreds_of_reset_connections_never_close_the_door(
    counter: House, caplog: pytest.LogCaptureFixture
) -> None:
    first = server_of(counter)._bound
    for _ in range(RESETS):
        with connected(counter) as held:
            held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert post(counter)["code"] == 0
    assert server_of(counter)._bound is first
    assert errors_of(caplog) == []


@pytest.mark.posix("no such limit there")
def test_a_call_for_which_no_file_is_to_be_had_proves_nothing_and_breaks_nothing() -> None:
    import resource

    async def ask() -> OwnCallEnd:
        call, before = OwnCall(ConnectionLimit(), tls=False), resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, before[1]))
        try:
            return await call.ask(("127.0.0.1", 9))
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, before)

    assert asyncio.run(ask()) is OwnCallEnd.NOTHING


class Shop:
    """A server whose application answers, or keeps silent, as the test wants it."""

    def __init__(self, bound: socket.socket, tls: ssl.SSLContext | None = None) -> None:
        self.answers = asyncio.Event()
        self.answers.set()
        self.calls = 0
        self.server = Server(self, bound, tls=tls)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.calls += 1
        await self.answers.wait()
        await send({"type": "http.response.start", "status": 503, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})


@asynccontextmanager
async def shop(host: str, tls: ssl.SSLContext | None = None) -> AsyncIterator[Shop]:
    made = Shop(listener_socket.bind(Listener(host=host, port=0)), tls)
    serving = asyncio.create_task(made.server.run())
    try:
        yield made
    finally:
        made.answers.set()
        await made.server.stop()
        await serving


@pytest.mark.parametrize("secure", [False, True], ids=["plain", "TLS"])
@pytest.mark.parametrize("host", HOSTS)
def test_any_answer_from_outside_is_a_proof_wherever_it_listens(host: str, secure: bool) -> None:
    async def story() -> None:
        async with shop(host, _context() if secure else None) as at:
            call = OwnCall(at.server.connections, tls=secure)
            assert await call.ask(at.server.address) is OwnCallEnd.ANSWERED
            assert (at.calls, at.server.connections.arrived) == (1, 0)

    run_in_engines_loop(story())


@pytest.mark.parametrize("turns", range(4))
def test_nobody_who_is_let_in_as_the_listener_stops_waits_for_ever(turns: int) -> None:
    """asyncio makes a connection in a few turns of the loop; closed meanwhile, it was nobody's."""

    async def story() -> None:
        async with shop("127.0.0.1") as at:
            callers = await _callers(at.server, turns)
        assert [_last_word(each) for each in callers] == [b""] * 3

    run_in_engines_loop(story())


@pytest.mark.parametrize("turns", range(4))
def test_nobody_who_is_let_in_as_the_port_is_let_go_waits_for_ever(turns: int) -> None:
    """The server goes on for those whose answers are under way: it would not end such a wait either."""

    async def story() -> None:
        async with shop("127.0.0.1") as at:
            callers = await _callers(at.server, turns)
            at.server.let_port_go()
            await _all_made()
            await at.server.stop()
            assert [_last_word(each) for each in callers] == [b""] * 3

    run_in_engines_loop(story())


@pytest.mark.parametrize("turns", range(4))
def test_who_waits_as_the_port_is_left_is_let_in(turns: int) -> None:
    async def story() -> None:
        async with shop("127.0.0.1") as at:
            callers = await _callers(at.server, turns)
            await at.server.leave_port()
            assert at.server.connections.arrived == 3
        for each in callers:
            each.close()

    run_in_engines_loop(story())


async def _callers(server: Server, turns: int) -> list[socket.socket]:
    """Three who called that many turns of the loop ago."""
    while not server.is_watched:
        await asyncio.sleep(0)
    callers = [socket.create_connection(server.address, PATIENCE_S) for _ in range(3)]
    for _ in range(turns):
        await asyncio.sleep(0)
    return callers


async def _all_made() -> None:
    for _ in range(8):
        await asyncio.sleep(0)


def _last_word(caller: socket.socket) -> bytes:
    """What it hears at last. Raises TimeoutError where nobody tells it anything."""
    with caller, contextlib.suppress(ConnectionResetError):
        return caller.recv(1)
    return b""


def _context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


def run_in_engines_loop(story: Coroutine[Any, Any, None]) -> None:
    with asyncio.Runner(loop_factory=EngineLoop) as runner:
        runner.run(story)


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST"])
def test_localhost_is_this_pc_whatever_a_table_of_names_says(name: str) -> None:
    with listener_socket.bind(Listener(host=name, port=0)) as bound:
        assert bound.getsockname()[0] == "127.0.0.1"


def test_a_refused_connection_and_an_address_that_is_gone_are_told_from_silence() -> None:
    async def story() -> None:
        call = OwnCall(ConnectionLimit(), tls=False)
        with sockets.bindable_socket("127.0.0.1") as closed:
            closed.bind(("127.0.0.1", 0))
            assert await call.ask(closed.getsockname()) is OwnCallEnd.REFUSED
        assert await call.ask(("203.0.113.77", 9)) is OwnCallEnd.REFUSED
        dumb = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
        async with dumb:
            assert await call.ask(dumb.sockets[0].getsockname()) is OwnCallEnd.NOTHING

    run_in_engines_loop(story())


@pytest.mark.usefixtures("quick")
def test_two_calls_without_an_answer_disprove_the_door_and_one_does_not(tmp_path: Path) -> None:
    async def story() -> None:
        clock = SystemClock()
        async with shop("127.0.0.1") as at:
            status, proof = StatusBoard(settings(partner()), clock), SocketProof(clock)
            watch = SocketWatch(at.server, tmp_path, tls=False, status=status, proof=proof)
            watching = asyncio.create_task(watch.run())
            first = at.server._bound
            await until(lambda: proof.last is not None, "a proof")
            at.answers.clear()
            await until(lambda: watch._unanswered == 1, "a call without an answer")
            at.answers.set()
            last = proof.last
            await until(lambda: proof.last != last, "a proof")
            assert at.server._bound is first
            at.answers.clear()
            await until(lambda: at.server._bound is not first, "another socket")
            assert proof.is_lost
            assert status.has(Trouble.LISTENER_LOST)
            at.answers.set()
            await until(lambda: not proof.is_lost, "a proof of the new one")
            assert not status.has(Trouble.LISTENER_LOST)
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)

    run_in_engines_loop(story())


def test_who_came_in_before_the_loss_proves_nothing_of_the_new_socket(tmp_path: Path) -> None:
    async def story() -> None:
        clock = SystemClock()
        async with shop("127.0.0.1") as at:
            status, proof = StatusBoard(settings(partner()), clock), SocketProof(clock)
            watch = SocketWatch(at.server, tmp_path, tls=False, status=status, proof=proof)
            await until(lambda: at.server._server.started, "the server")
            _, writer = await asyncio.open_connection(*at.server.address)
            await until(lambda: at.server.connections.arrived == 1, "a newcomer")
            at.server._bound.close()
            await watch._look()
            await watch._look()
            assert proof.is_lost
            await watch._give_up()
            writer.close()

    run_in_engines_loop(story())


def test_the_loop_knows_what_it_waits_for() -> None:
    async def story() -> None:
        here = asyncio.get_running_loop()
        assert isinstance(here, EngineLoop)
        one, other = socket.socketpair()
        with one, other:
            assert not here.waits_for(one.fileno())
            here.add_reader(one.fileno(), lambda: None)
            assert here.waits_for(one.fileno())
            here.remove_reader(one.fileno())
            assert not here.waits_for(one.fileno())

    run_in_engines_loop(story())
