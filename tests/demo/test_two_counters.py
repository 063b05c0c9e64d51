"""`posdesk demo --counters 2`: two windows of one store over a real chain, and nothing of it left behind."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from posdesk import cli
from posdesk.app import beside
from posdesk.demo import shop
from posdesk.demo.run import demo_home, hello
from posdesk.domain.clock import SystemClock
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderState
from posdesk.gateway.trial.nats_program import NAMED
from posdesk.host import window_name
from posdesk.journal.orders import views
from posdesk.settings.relay import RelaySettings
from tests.support.front import pid_in_front
from tests.support.paths import ROOT
from tests.support.processes import wait_for
from tests.support.xkeys import XKeys

PATIENCE_S = 240.0  # two desks, a simulator, a gateway and nats-server come up on a busy machine
AGAIN_S = 5.0
"""Whoever sees that nothing came of a key presses it once more."""


@contextmanager
def started(folder: Path, *module: str) -> Iterator["subprocess.Popen[str]"]:
    """A process of the demo with its folder in `folder`; killed where the test did not end it."""
    env = {**os.environ, "TMPDIR": str(folder)}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-m", *module], env=env, cwd=ROOT, stdin=pipe, stdout=pipe, encoding="utf-8"
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def left_of(folder: Path) -> list[int]:
    """The processes that were started with this folder for what is thrown away."""
    mark = f"TMPDIR={folder}".encode()
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (each / "environ").read_bytes().split(b"\0"):
                found.append(int(each.name))
        except OSError:
            continue  # another account's, or it ended meanwhile
    return found


def board(home: Path) -> tuple[OrderView, ...]:
    """The orders that stand on a counter's board."""
    with beside(home) as journal:
        return tuple(journal.read(lambda db: tuple(views.each_on_board(db, SystemClock().now()))))


def new_at(home: Path) -> bool:
    """Whether an order waits there to be accepted."""
    return any(view.order.state is OrderState.NEW for view in board(home))


def accepted_elsewhere(home: Path) -> set[str]:
    """Which counters accepted an order of this board, as is said here."""
    return {done.counter for view in board(home) for done in view.elsewhere if done.kind is Kind.ACCEPT}


def accepts(home: Path) -> bool:
    """Whether a press of F2 was written down there."""
    return any(intent.kind is Kind.ACCEPT for view in board(home) for intent in view.intents)


def pressed_until_written(keys: XKeys, home: Path) -> None:
    """F2 as often as it takes: an order stands in the journal a moment before its card is on the board."""
    for _ in range(int(PATIENCE_S / AGAIN_S)):
        keys.press("F2")
        with suppress(TimeoutError):
            wait_for(lambda: accepts(home), "an accept", AGAIN_S)
            return
    raise TimeoutError(f"F2 came to nothing within {PATIENCE_S:.0f} s")


def held(home: Path) -> str:
    """What a counter's journal says of the orders that it has to do with, and its log's end."""
    orders = [
        f"  {view.order.key} {view.order.state} {[(i.kind, i.outcome, i.last_answer) for i in view.intents]}"
        f" elsewhere {[(done.kind, done.counter) for done in view.elsewhere]}"
        f" claims {[(seen.group, seen.state, seen.counter) for seen in view.claims]}"
        for view in board(home)
        if view.intents or view.elsewhere or not view.order.is_final
    ]
    log = (home / "logs" / "posdesk.log").read_text("utf-8").splitlines()
    return "\n".join([f"counter {home.name}:", *orders, *log[-20:]])


@contextmanager
def told_if_late(*homes: Path) -> Iterator[None]:
    """Says what the journals hold of what did not come up."""
    try:
        yield
    except TimeoutError as error:
        for home in homes:
            error.add_note(held(home))
        raise


@pytest.mark.window
@pytest.mark.timeout(900)
@pytest.mark.posix("keys by XTEST, processes by /proc")
def test_f2_in_one_window_is_told_in_the_other_and_the_first_one_s_end_ends_all(tmp_path: Path) -> None:
    with started(tmp_path, "posdesk", "demo", "--counters", "2", "--language", "en") as process:
        wait_for(
            lambda: len(list(tmp_path.glob("posdesk-demo-*/[12]/listener.json"))) == 2, "both", PATIENCE_S
        )
        (folder,) = tmp_path.glob("posdesk-demo-*")
        first, second = folder / shop.FIRST, folder / shop.SECOND
        wait_for(lambda: new_at(first) and new_at(second), "an order at both", PATIENCE_S)
        wait_for(lambda: pid_in_front() not in {0, process.pid}, "the second window in front", PATIENCE_S)
        other = pid_in_front()
        with told_if_late(first, second), XKeys() as keys:
            pressed_until_written(keys, second)
            wait_for(lambda: accepted_elsewhere(first) == {shop.SECOND}, "the first one is told", PATIENCE_S)
            assert accepted_elsewhere(second) == set()
            keys.press("F4", modifiers=("Alt_L",))  # closes the window in front
            wait_for(lambda: other not in left_of(tmp_path), "the second one's end", PATIENCE_S)
        assert process.poll() is None, "closing the second window leaves the first"
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE_S) == 0
        assert process.stdout is not None
        assert "Press F2 in one: the other says who accepted it." in process.stdout.read()
    assert list(tmp_path.iterdir()) == []
    assert left_of(tmp_path) == []


@pytest.mark.waits
@pytest.mark.posix("processes by /proc")
def test_a_killed_demo_takes_its_chain_and_its_folder_with_it(tmp_path: Path) -> None:
    """Its end of the pipe is closed, whoever closes it; a window's socket that was left goes, too."""
    folder, keys = tmp_path / "posdesk-demo-x", shop.new_keys()
    folder.mkdir()
    socket = tmp_path / window_name.name_of(folder / shop.FIRST)
    socket.touch()
    with started(tmp_path, "posdesk.demo.chain_keeper") as keeper:
        assert keeper.stdin is not None
        assert keeper.stdout is not None
        keeper.stdin.write(json.dumps({"folder": str(folder), "secrets": keys.by_keyring_name()}) + "\n")
        keeper.stdin.flush()
        told = json.loads(keeper.stdout.readline())
        assert set(told["places"]) == {shop.FIRST, shop.SECOND}
        assert len(left_of(tmp_path)) == 2, "the keeper and nats-server"
        keeper.stdin.close()
        assert keeper.wait(PATIENCE_S) == 0
    assert list(tmp_path.iterdir()) == []
    assert left_of(tmp_path) == []


@pytest.mark.parametrize("named", ["3", "0", "two", "-1"])
def test_other_numbers_of_counters_are_refused(named: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["demo", f"--counters={named}"])
    assert ended.value.code == 2
    assert f"'{named}' counters can't be shown: say 1 or 2" in capsys.readouterr().err


def test_two_counters_are_kept_nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--home", str(tmp_path), "demo", "--counters", "2"]) == 2
    assert "Leave --home out" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.window
@pytest.mark.parametrize(
    ("language", "said"), [("en", "There is no nats-server on this PC"), ("zh_CN", "没有 nats-server")]
)
def test_without_nats_server_it_says_what_to_install_in_the_desks_language(
    language: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(NAMED, str(tmp_path / "gone"))
    assert cli.main(["demo", "--counters", "2", "--language", language]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert NAMED in told


def test_one_counter_loads_nothing_of_a_chain() -> None:
    """Its start is as quick as before."""
    seen = "import sys, posdesk.demo.run, posdesk.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", seen], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "posdesk.demo.run" in loaded
    chains = ("posdesk.gateway", "posdesk.engine.relay", "posdesk.platforms.relay", "nats")
    assert not {each for each in loaded if each.startswith(chains)}


def test_one_of_two_counters_reports_the_hours_and_prints_what_arrives() -> None:
    relay = RelaySettings(servers=("nats://127.0.0.1:9",), shard="s1")
    chosen = shop.settings("http://127.0.0.1:9")
    first, second = (shop.at_counter(chosen, each, relay) for each in (shop.FIRST, shop.SECOND))
    assert (first.store.counter, second.store.counter) == ("1", "2")
    assert first.ovopark is not None
    assert second.ovopark is None
    assert first.relay is not None
    assert second.relay is not None
    assert (first.relay.prints, second.relay.prints) == (True, False)
    assert first.wdk is not None
    assert second.wdk is not None
    assert first.wdk.pos_no != second.wdk.pos_no
    assert first.store.code == second.store.code


@pytest.mark.parametrize(("language", "said"), [("en", "Two counters"), ("zh_CN", "两个收银台")])
def test_the_hello_of_two_says_what_there_is_to_see(language: str, said: str) -> None:
    with demo_home(None) as home:
        assert said in hello(language, None, home, counters=2)
        assert said not in hello(language, None, home)
