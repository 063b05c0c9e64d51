"""The lock file is deleted or exchanged beside a running posdesk: there are never two engines."""

import asyncio
import contextlib
import hashlib
import hmac
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from posdesk.domain.clock import SystemClock
from posdesk.domain.journal_health import RESTORED, Loss
from posdesk.domain.status import Trouble
from posdesk.engine import home_guard
from posdesk.engine.engine import Engine
from posdesk.engine.status import StatusBoard
from posdesk.journal import Journal, end_mark, start_up
from posdesk.journal.lock import FILE_NAME, HomeLock, holder_of
from posdesk.journal.rescue import losses
from tests.engine.making import APPKEY, HeldSecrets, partner, settings, until
from tests.journal.making import python
from tests.support.bookshop import BookShop, book_shop, past_hour, rung
from tests.support.engine import EngineHome, engine_home
from tests.support.paths import ROOT
from tests.support.processes import wait_for
from tests.support.simulator import MEITUAN

posix = pytest.mark.posix("a held file can't be deleted there")


def second(home: Path) -> subprocess.CompletedProcess[str]:
    """Another start, until it ends by itself."""
    line = [sys.executable, "-m", "posdesk", "engine", "--home", str(home)]
    return subprocess.run(line, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=False)


@contextlib.contextmanager
def another(folder: Path) -> Iterator[int]:
    """A process that holds another home; its number."""
    with python("holder", str(folder)) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process.pid


def written(home: Path) -> str:
    """What the lock file says."""
    with contextlib.suppress(FileNotFoundError):
        return (home / FILE_NAME).read_text()
    return ""


def sent(shop: BookShop) -> Counter[str]:
    """How often each receipt reached WDK."""
    return Counter(call.subject for call in shop.calls("wdk"))


@posix
def test_with_the_lock_file_deleted_a_second_start_is_refused_and_no_receipt_leaves_twice(
    tmp_path: Path,
) -> None:
    with book_shop(tmp_path, ovopark=None) as shop:
        for number in range(2):
            shop.hand_in(*(rung(f"R{number}-{each}", past_hour(3)) for each in range(20)))
            (tmp_path / FILE_NAME).unlink(missing_ok=True)
            refused = second(tmp_path)
            assert (refused.returncode, refused.stdout) == (1, "")
            assert f"is in use by posdesk process {shop.home.pid}" in refused.stderr
        wait_for(lambda: len(sent(shop)) == 40, "every receipt at WDK")
        wait_for(lambda: written(tmp_path) == str(shop.home.pid), "the file anew")
        assert set(sent(shop).values()) == {1}
        assert shop.home.stop() == 0


@posix
def test_an_engine_whose_lock_is_anothers_by_now_ends_and_says_who_has_it(tmp_path: Path) -> None:
    home = tmp_path / "ours"
    home.mkdir()
    with book_shop(home, ovopark=None) as shop, another(tmp_path / "theirs") as pid:
        shop.hand_in(*(rung(f"R{each}", past_hour(3)) for each in range(40)))
        (tmp_path / "theirs" / FILE_NAME).replace(home / FILE_NAME)
        wait_for(lambda: not shop.home.is_running(), "the end of the engine", 40)
        assert shop.home.stop() == 1
        log = (home / "logs" / "posdesk.log").read_text(encoding="utf-8")
        assert f"is in use by posdesk process {pid}: it stops here" in log
        assert set(sent(shop).values()) <= {1}


class Ours:
    """An engine in this process, in a home whose lock it looks after."""

    def __init__(self, home: Path, engine: Engine, journal: Journal) -> None:
        self.home, self.engine, self.journal = home, engine, journal

    @property
    def address(self) -> str:
        return self.engine.status.status.address

    def answers(self, address: str) -> bool:
        try:
            return httpx.get(f"http://{address}/healthz", trust_env=False).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ours]:
    monkeypatch.setattr(home_guard, "BEAT_S", 0.1)
    home, clock, secrets = tmp_path / "ours", SystemClock(), HeldSecrets(meituan=APPKEY)
    with HomeLock(home) as lock:
        start_up.make_ready(home, clock)
        journal = Journal(home, clock, "1")
        engine = Engine(home, settings(partner()), journal, secrets, clock, lock=lock)
        try:
            engine.start()
            made = Ours(home, engine, journal)
            wait_for(lambda: bool(made.address) and made.answers(made.address), "the listener")
            yield made
        finally:
            assert engine.stop()
            journal.close()
            secrets.close()


@posix
def test_a_home_that_is_anothers_is_told_with_its_gap_and_nothing_listens_or_sends(
    tmp_path: Path, ours: Ours
) -> None:
    address, status = ours.address, ours.engine.status
    with another(tmp_path / "theirs") as pid:
        (tmp_path / "theirs" / FILE_NAME).replace(ours.home / FILE_NAME)
        wait_for(lambda: status.has(Trouble.HOME_LOST), "the trouble")
        wait_for(lambda: not status.status.address and not ours.answers(address), "the closed door")
        assert (status.status.trouble, status.status.detail) == (Trouble.HOME_LOST, str(pid))
        assert status.status.alive, "the window goes on saying so"
        wait_for(lambda: any(gap.end is None for gap in status.status.gaps), "the gap")
        assert status.status.gaps[-1].reason == Trouble.HOME_LOST
        mark = (ours.home / end_mark.FILE_NAME).read_bytes()
    (ours.home / FILE_NAME).unlink()
    assert not ours.answers(address), "it does not begin again by itself"
    assert (ours.home / end_mark.FILE_NAME).read_bytes() == mark


@posix
def test_a_home_that_is_anothers_takes_no_order_on_an_open_connection_either(
    tmp_path: Path, ours: Ours
) -> None:
    order = (ROOT / "tests/data/o2o/AddSaleOrderBill.request.json").read_bytes()
    sign = hmac.new(APPKEY.encode(), order, hashlib.sha256).hexdigest()
    status = ours.engine.status
    with (
        another(tmp_path / "theirs"),
        httpx.Client(base_url=f"http://{ours.address}", trust_env=False) as site,
    ):
        assert site.get("/healthz").status_code == httpx.codes.OK
        (tmp_path / "theirs" / FILE_NAME).replace(ours.home / FILE_NAME)
        wait_for(lambda: status.has(Trouble.HOME_LOST) and not status.status.address, "the closed door")
        with pytest.raises(httpx.TransportError):
            site.post("/center/gateway", params={"appid": "meituan-app", "sign": sign}, content=order)


@posix
def test_a_deleted_lock_file_is_there_again_and_orders_go_on(ours: Ours) -> None:
    (ours.home / FILE_NAME).unlink()
    wait_for(lambda: written(ours.home) == str(os.getpid()), "the file anew")
    assert holder_of(ours.home) == str(os.getpid())
    assert ours.answers(ours.address)
    assert not ours.engine.status.has(Trouble.HOME_LOST)


@posix
def test_a_home_that_was_moved_away_takes_no_order_and_comes_to_no_second_engine(
    tmp_path: Path, ours: Ours
) -> None:
    moved = tmp_path / "moved"
    ours.home.rename(moved)
    wait_for(lambda: not ours.answers(ours.address), "an engine that takes nothing")
    refused = second(moved)
    assert refused.returncode == 1
    assert f"is in use by posdesk process {os.getpid()}" in refused.stderr
    moved.rename(ours.home)
    wait_for(lambda: ours.answers(ours.address), "the engine at work again")


def test_the_mark_follows_the_journal_at_each_heartbeat_and_at_the_end(tmp_path: Path) -> None:
    def is_marked(home: EngineHome) -> bool:
        found = end_mark.read(tmp_path).mark
        with home.journal() as journal:
            return found == journal.read(end_mark.of)

    with engine_home(EngineHome(tmp_path, "http://127.0.0.1:9", [MEITUAN])) as home:
        with home.journal() as journal:
            journal.write(lambda tx: losses.add(tx, [])).result(20)
        body = (ROOT / "tests/data/o2o/AddSaleOrderBill.request.json").read_bytes()
        assert home.post(MEITUAN, body).json()["code"] == 0
        wait_for(lambda: is_marked(home), "the mark of the order")
        assert home.stop() == 0
        assert is_marked(home)


def test_a_home_at_rest_is_read_and_the_journal_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, clock = tmp_path, SystemClock()
    with HomeLock(home) as lock:
        start_up.make_ready(home, clock)
        with contextlib.closing(Journal(home, clock, "1")) as journal:
            guard = home_guard.HomeGuard(home, journal, StatusBoard(settings(partner()), clock), lock)
            journal.write(lambda tx: losses.add(tx, [Loss(RESTORED, None)])).result(20)
            asyncio.run(guard.look())
            assert end_mark.read(home).mark == journal.read(end_mark.of)
            monkeypatch.setattr(journal, "write", _unwanted)
            asyncio.run(guard.look())
            (home / end_mark.FILE_NAME).unlink()
            with pytest.raises(AssertionError, match="a write"):
                asyncio.run(guard.look())


def _unwanted(_job: object) -> None:
    raise AssertionError("a write")


@posix
def test_what_sends_or_listens_ends_with_the_lock_and_is_not_begun_again(tmp_path: Path, ours: Ours) -> None:
    begun, ended = [], []

    async def part() -> None:
        begun.append(1)
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(1)

    async def scenario(watch: home_guard.HomeGuard) -> None:
        first = asyncio.ensure_future(watch.while_ours(part)())
        await until(lambda: begun, "the part at work")
        (tmp_path / "theirs" / FILE_NAME).replace(tmp_path / "own" / FILE_NAME)
        await watch.look()
        await until(lambda: ended, "its end")
        again = asyncio.ensure_future(watch.while_ours(part)())
        done, _ = await asyncio.wait({first, again}, timeout=0.1)
        assert not done, "what ends by itself would be begun again"
        for task in (first, again):
            task.cancel()
        await asyncio.gather(first, again, return_exceptions=True)

    with HomeLock(tmp_path / "own") as lock, another(tmp_path / "theirs"):
        asyncio.run(scenario(home_guard.HomeGuard(tmp_path / "own", ours.journal, ours.engine.status, lock)))
    assert len(begun) == 1


def test_what_a_command_takes_in_while_posdesk_is_closed_is_marked_too(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    home = EngineHome(tmp_path / "home", "http://127.0.0.1:9", [MEITUAN])
    start_up.make_ready(home.folder, SystemClock())
    file = tmp_path / "receipts.json"
    file.write_text(json.dumps([rung("R1", past_hour(3))]), encoding="utf-8")
    line = [sys.executable, "-m", "posdesk", "receipts", "import", "--home", str(home.folder), str(file)]
    assert subprocess.run(line, cwd=ROOT, capture_output=True, check=False).returncode == 0
    with home.journal() as journal:
        marked = journal.read(end_mark.of)
    assert marked.line > 0
    assert end_mark.read(home.folder).mark == marked
