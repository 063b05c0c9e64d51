"""Disks that are full, read-only, locked or gone, with the real engine: said, survived, never answered 0."""

import contextlib
import json
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from posdesk.domain.clock import SystemClock
from posdesk.domain.status import Trouble
from posdesk.engine.listening import gateway
from posdesk.errors import DiskFault
from posdesk.journal import start_up
from posdesk.journal.journal import FILE_NAME
from posdesk.platforms.o2o.answers import AnswerCode
from tests.engine.listening.test_listener import SAMPLE, orders_in, post
from tests.engine.making import APPKEY, HeldSecrets, blocked, house, partner, settings
from tests.journal.making import START
from tests.support.engine import READY, EngineHome, engine_home
from tests.support.keyring_backend import seeded_environment
from tests.support.paths import ROOT
from tests.support.processes import wait_for
from tests.support.simulator import MEITUAN
from tests.support.till_receipts import sale

linux = pytest.mark.posix("limits and mounts of Linux")
TOKEN = {"listener/token": "till-91"}
POSDESK = [sys.executable, "-m", "posdesk"]


def order(tbillno: str) -> bytes:
    call = json.loads(SAMPLE)
    items = call["items"]
    (items[0] if isinstance(items, list) else items)["tbillno"] = tbillno
    return json.dumps(call).encode()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[EngineHome]:
    with engine_home(EngineHome(tmp_path, "http://127.0.0.1:9", [MEITUAN], more_secrets=TOKEN)) as home:
        yield home


def health(home: EngineHome) -> int:
    url = home.gateway.replace("/center/gateway", "/healthz")
    return httpx.get(url, trust_env=False, timeout=20).status_code


def hand_in(home: EngineHome, serial: str) -> int:
    headers = {"Authorization": f"Bearer {TOKEN['listener/token']}"}
    receipt = sale(random.Random(1), int(serial), START)
    body = json.dumps(receipt).encode()
    return httpx.post(home.receipts, content=body, headers=headers, trust_env=False, timeout=20).status_code


def code_of(home: EngineHome, tbillno: str) -> int:
    return int(home.post(MEITUAN, order(tbillno)).json()["code"])


@linux
def test_a_full_disk_answers_no_order_and_no_receipt_with_done_and_comes_back(running: EngineHome) -> None:
    import resource

    assert code_of(running, "before") == 0
    limits = resource.prlimit(running.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(running.pid, resource.RLIMIT_FSIZE, (0, limits[1]))
    answers = {f"full-{number}": code_of(running, f"full-{number}") for number in range(10)}
    assert set(answers.values()) == {AnswerCode.NOT_STORED}
    assert hand_in(running, "0001") == 503
    assert health(running) == 503
    assert running.is_running()
    resource.prlimit(running.pid, resource.RLIMIT_FSIZE, limits)
    wait_for(lambda: health(running) == 200, "health")
    assert code_of(running, "after") == 0
    assert hand_in(running, "0002") == 200
    with running.journal() as journal:
        rows = journal.read(lambda db: db.execute("SELECT tbillno FROM orders ORDER BY 1").fetchall())
        gaps = journal.read(lambda db: db.execute("SELECT reason FROM gaps").fetchall())
    assert rows == [("after",), ("before",)]
    assert (Trouble.DISK,) in gaps


def test_a_locked_journal_is_said_as_that_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with house(tmp_path, settings(partner()), HeldSecrets(meituan=APPKEY)) as at:
        assert post(at)["code"] == 0
        with blocked(at.journal):
            assert post(at, order("B"))["code"] == AnswerCode.NOT_STORED
            status = at.engine.status.status
            assert (status.trouble, status.detail) == (Trouble.DISK, DiskFault.LOCKED)
        at.wait_for_status(lambda status: status.trouble is Trouble.NONE, "its end")
        assert post(at, order("B"))["code"] == 0


def test_a_journal_locked_longer_than_the_platform_waits_is_no_code_0(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Committed after the answer: the platform's repeat finds it known, and there is one order."""
    monkeypatch.setattr(gateway, "PATIENCE_S", 0.2)
    with house(tmp_path, settings(partner()), HeldSecrets(meituan=APPKEY)) as at:
        other = sqlite3.connect(at.journal.path, isolation_level=None)
        with contextlib.closing(other):
            other.execute("BEGIN IMMEDIATE")
            assert post(at)["code"] == AnswerCode.NOT_STORED
            assert at.engine.status.status.detail == DiskFault.LOCKED
        monkeypatch.undo()
        assert post(at)["code"] == 0
        assert orders_in(at.journal) == 1


@linux
def test_a_journal_deleted_under_the_engine_takes_no_order_and_a_new_start_has_all(
    running: EngineHome,
) -> None:
    assert code_of(running, "A") == 0
    for part in ("", "-wal", "-shm"):
        (running.folder / f"{FILE_NAME}{part}").unlink()
    assert code_of(running, "B") == AnswerCode.NOT_STORED
    assert hand_in(running, "0001") == 503
    assert health(running) == 503
    assert running.stop() == 0
    running.start()
    assert code_of(running, "B") == 0
    with running.journal() as journal:
        rows = journal.read(lambda db: db.execute("SELECT tbillno FROM orders ORDER BY 1").fetchall())
    assert rows == [("A",), ("B",)]


def alone() -> list[str]:
    """How to get mounts of one's own; empty where that is not allowed."""
    unshare = shutil.which("unshare") or "unshare"
    for flags in (["-m"], ["-rm"]):
        with contextlib.suppress(OSError, subprocess.CalledProcessError):
            subprocess.run(
                [unshare, *flags, "sh", "-c", "mount -t tmpfs tmpfs /mnt"], check=True, capture_output=True
            )
            return [unshare, *flags]
    return []


READ_ONLY_HOME = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1"'
READ_ONLY_JOURNAL = (
    'mount --bind "$1/journal.sqlite" "$1/journal.sqlite" && mount -o remount,ro,bind "$1/journal.sqlite"'
)
SMALL_DISK = (
    'mount -t tmpfs tmpfs /mnt && cp -r "$1"/* /mnt && mount -t tmpfs -o size=900k tmpfs "$1"'
    ' && cp -r /mnt/* "$1" && { cat /dev/zero >"$1/ballast" 2>/dev/null || :; }'
)


def in_a_world_of_its_own(mounts: str, home: Path) -> list[str]:
    """How to run the engine behind mounts that nobody else sees; skips where none are allowed."""
    own = alone()
    if not own:
        pytest.skip("no mount is allowed here")
    script = f'{mounts} && shift && exec "$@"'
    return [*own, "sh", "-c", script, "sh", str(home), *POSDESK, "--home", str(home), "engine"]


@linux
@pytest.mark.parametrize(
    ("mounts", "why"),
    [
        (READ_ONLY_HOME, "Read-only file system"),
        (READ_ONLY_JOURNAL, "Let this user write"),
        (SMALL_DISK, "Free space on the disk, then start posdesk again"),
    ],
    ids=["read-only home", "read-only journal", "not a byte left"],
)
def test_a_start_that_cannot_write_is_a_sentence_and_1(tmp_path: Path, mounts: str, why: str) -> None:
    home = EngineHome(tmp_path, "http://127.0.0.1:9", [MEITUAN])
    start_up.make_ready(tmp_path, SystemClock())
    line = in_a_world_of_its_own(mounts, home.folder)
    ended = subprocess.run(line, capture_output=True, encoding="utf-8", check=False, timeout=60, cwd=ROOT)
    assert ended.returncode == 1, ended.stderr
    assert ended.stderr.startswith("posdesk: ")
    assert why in ended.stderr
    assert ended.stderr.count("\n") == 1


@linux
def test_an_engine_that_starts_on_a_nearly_full_disk_says_so_and_works_once_there_is_room(
    tmp_path: Path,
) -> None:
    home = EngineHome(tmp_path, "http://127.0.0.1:9", [MEITUAN])
    start_up.make_ready(tmp_path, SystemClock())
    line = in_a_world_of_its_own(f'{SMALL_DISK} && truncate -s -56k "$1/ballast"', tmp_path)
    env = seeded_environment(home.secrets)
    with subprocess.Popen(line, env=env, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().removeprefix(READY).strip()
            wait_for(lambda: status_of(address) == 503, "the truth about the disk")
            Path(f"/proc/{process.pid}/root{tmp_path}/ballast").unlink()
            wait_for(lambda: status_of(address) == 200, "health")
        finally:
            process.kill()


def status_of(address: str) -> int:
    return httpx.get(f"{address}/healthz", trust_env=False, timeout=20).status_code


def test_a_home_that_cannot_be_made_is_a_sentence_and_1(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    home = tmp_path / "file" / "home"
    for command in ("engine", "audit verify", "backup"):
        line = [*POSDESK, "--home", str(home), *command.split()]
        ended = subprocess.run(line, capture_output=True, encoding="utf-8", check=False, timeout=60, cwd=ROOT)
        assert ended.returncode in {1, 2}
        assert "Traceback" not in ended.stderr
        assert str(tmp_path / "file") in ended.stderr


def test_a_home_on_a_missing_folder_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there"
    line = [*POSDESK, "--home", str(folder), "engine"]
    with subprocess.Popen(
        line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        try:
            wait_for(lambda: (folder / FILE_NAME).exists() or process.poll() is not None, "the journal")
            assert (folder / FILE_NAME).exists()
        finally:
            process.kill()
